/**
 * Routes over rtnetlink.
 *
 * ```
 *  struct rtmsg:  family (8) dst_len (8) src_len (8) tos (8) table (8) protocol (8) scope (8) type (8) flags (32)
 * ```
 * @see rtnetlink(7), linux/rtnetlink.h
 */
import type { IpPrefix } from '../../base/ip.ts';
import { NLM_F_CREATE, NLM_F_EXCL } from './message.ts';
import type { RouteSocket } from './socket.ts';

const RTM_NEWROUTE = 24;
const RTA_DST = 1;
const RTA_OIF = 4;
const RTA_GATEWAY = 5;
const RTA_PRIORITY = 6;
const RT_TABLE_MAIN = 254;
const RTPROT_STATIC = 4;
const RT_SCOPE_UNIVERSE = 0;
const RT_SCOPE_LINK = 253;
const RTN_UNICAST = 1;
const AF_INET = 2;
const AF_INET6 = 10;

/** A route to add; at least one of `via` and `ifindex` is given. */
export interface RouteSpec {
  readonly family: 4 | 6;
  /** Null: the default route. */
  readonly to: IpPrefix | null;
  /** Gateway, 4 or 16 octets. */
  readonly via: Uint8Array | null;
  /** Interface; 0: the kernel finds it by the gateway. */
  readonly ifindex: number;
  readonly metric: number | null;
}

/** Adds a unicast route to the main table. */
export function addRoute(socket: RouteSocket, what: string, route: RouteSpec): void {
  socket.request(what, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, (message) => {
    message
      .u8(route.family === 4 ? AF_INET : AF_INET6)
      .u8(route.to?.prefixLen ?? 0)
      .u8(0)
      .u8(0);
    message
      .u8(RT_TABLE_MAIN)
      .u8(RTPROT_STATIC)
      .u8(route.via === null ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE);
    message.u8(RTN_UNICAST).u32(0);
    if (route.to !== null) message.attr(RTA_DST, route.to.octets);
    if (route.via !== null) message.attr(RTA_GATEWAY, route.via);
    if (route.ifindex !== 0) message.attrU32(RTA_OIF, route.ifindex);
    if (route.metric !== null) message.attrU32(RTA_PRIORITY, route.metric);
  });
}
