/**
 * Interface addresses over rtnetlink.
 *
 * ```
 *  struct ifaddrmsg:  family (8) prefixlen (8) flags (8) scope (8) index (32)
 * ```
 * @see rtnetlink(7), linux/if_addr.h
 */
import type { IpPrefix } from '../../base/ip.ts';
import { formatPrefix } from '../../base/ip.ts';
import { AttributeWalker, NLM_F_CREATE, NLM_F_EXCL } from './message.ts';
import type { RouteSocket } from './socket.ts';

export const RTM_NEWADDR = 20;
export const RTM_DELADDR = 21;
const RTM_GETADDR = 22;

const IFA_ADDRESS = 1;
const IFA_LOCAL = 2;
const IFA_BROADCAST = 4;
const IFA_FLAGS = 8;
const IFA_F_NODAD = 0x02;
const RT_SCOPE_UNIVERSE = 0;

const AF_INET = 2;
const AF_INET6 = 10;

/** One address of an interface. */
export interface AddressInfo {
  readonly ifindex: number;
  readonly prefix: IpPrefix;
  readonly text: string;
  /** 0 universe, 253 link, 254 host (linux/rtnetlink.h). */
  readonly scope: number;
}

/**
 * Adds an address. Duplicate address detection is left out (IFA_F_NODAD): the plan has been checked for duplicates,
 * and a second of "tentative" would delay every IPv6 lab.
 */
export function addAddress(socket: RouteSocket, what: string, ifindex: number, prefix: IpPrefix): void {
  socket.request(what, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, (message) => {
    message
      .u8(prefix.family === 4 ? AF_INET : AF_INET6)
      .u8(prefix.prefixLen)
      .u8(0)
      .u8(RT_SCOPE_UNIVERSE)
      .u32(ifindex);
    message.attr(IFA_LOCAL, prefix.octets).attr(IFA_ADDRESS, prefix.octets);
    if (prefix.family === 6) message.attrU32(IFA_FLAGS, IFA_F_NODAD);
    else if (prefix.prefixLen < 31) message.attr(IFA_BROADCAST, broadcastOf(prefix));
  });
}

/** The IPv4 broadcast address of a prefix: all host bits one. */
function broadcastOf(prefix: IpPrefix): Uint8Array {
  return prefix.octets.map((octet, index) => {
    const bits = Math.min(8, Math.max(0, prefix.prefixLen - index * 8));
    return octet | (0xff >> bits);
  });
}

/** Reads an address message's body (from the ifaddrmsg on); null when it holds no address of a known family. */
export function parseAddress(view: DataView, offset: number, endOffset: number): AddressInfo | null {
  const family = view.getUint8(offset);
  const walker = new AttributeWalker(view, offset + 8, endOffset);
  let local: Uint8Array | null = null;
  let address: Uint8Array | null = null;
  while (walker.next()) {
    if (walker.type === IFA_LOCAL) local = walker.octets().slice();
    else if (walker.type === IFA_ADDRESS) address = walker.octets().slice();
  }
  const octets = local ?? address;
  if (octets === null || octets.length !== (family === AF_INET ? 4 : 16)) return null;
  const prefix: IpPrefix = {
    family: family === AF_INET ? 4 : 6,
    octets,
    prefixLen: view.getUint8(offset + 1),
  };
  return {
    ifindex: view.getUint32(offset + 4, true),
    prefix,
    text: formatPrefix(prefix),
    scope: view.getUint8(offset + 3),
  };
}

/** All addresses of the socket's namespace. */
export function listAddresses(socket: RouteSocket): AddressInfo[] {
  const found: AddressInfo[] = [];
  socket.dump(
    'list addresses',
    RTM_GETADDR,
    (message) => message.u8(0).u8(0).u8(0).u8(0).u32(0),
    (type, view, offset, endOffset) => {
      if (type !== RTM_NEWADDR) return;
      const address = parseAddress(view, offset, endOffset);
      if (address !== null) found.push(address);
    },
  );
  return found;
}
