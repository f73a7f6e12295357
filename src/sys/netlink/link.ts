/**
 * Network interfaces over rtnetlink: veth pairs that reach into namespaces, bridges, flags, MTU, and dumps.
 *
 * ```
 *  struct ifinfomsg:  family (8) pad (8) type (16) index (32) flags (32) change (32)
 * ```
 * @see rtnetlink(7), linux/if_link.h
 */
import { parseMac } from '../../base/mac.ts';
import type { MessageBuilder } from './message.ts';
import { AttributeWalker, NLM_F_CREATE, NLM_F_EXCL } from './message.ts';
import type { RouteSocket } from './socket.ts';

export const RTM_NEWLINK = 16;
export const RTM_DELLINK = 17;
const RTM_GETLINK = 18;

const IFLA_ADDRESS = 1;
const IFLA_IFNAME = 3;
const IFLA_MTU = 4;
const IFLA_MASTER = 10;
const IFLA_LINKINFO = 18;
const IFLA_IFALIAS = 20;
const IFLA_NET_NS_FD = 28;
const IFLA_NUM_TX_QUEUES = 31;
const IFLA_NUM_RX_QUEUES = 32;
const IFLA_INFO_KIND = 1;
const IFLA_INFO_DATA = 2;
const VETH_INFO_PEER = 1;
const IFLA_BR_STP_STATE = 5;
const IFLA_BR_FORWARD_DELAY = 1;

/** linux/if.h. */
export const IFF_UP = 0x1;
/** Carrier: the driver reports a signal and the interface is up. */
export const IFF_LOWER_UP = 0x10000;

/** What a link message says about an interface. */
export interface LinkInfo {
  readonly ifindex: number;
  readonly name: string;
  readonly flags: number;
  readonly mtu: number;
  /** Lower-case text; empty where there is none. */
  readonly mac: string;
  /** Index of the bridge that it is a port of; 0 for none. */
  readonly master: number;
  readonly alias: string;
}

/** One end of a veth pair. */
export interface VethEnd {
  readonly name: string;
  /** Chosen by the caller, different at both ends: equal ones delay carrier-down by a second. */
  readonly ifindex: number;
  readonly mac: string | null;
}

function ifinfo(message: MessageBuilder, ifindex: number, flags = 0, change = 0): void {
  message.u8(0).u8(0).u16(0).i32(ifindex).u32(flags).u32(change);
}

/**
 * Makes a veth pair: `near` in the socket's namespace, up; `far` in the namespace behind `farNetnsFd`, down (the
 * kernel refuses an up peer before the pair is complete).
 */
export function createVeth(
  socket: RouteSocket,
  what: string,
  near: VethEnd & { readonly alias: string },
  far: VethEnd,
  farNetnsFd: number,
  mtu: number,
): void {
  socket.request(what, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, (message) => {
    ifinfo(message, near.ifindex, IFF_UP, IFF_UP);
    end(message, near, mtu);
    message.attrText(IFLA_IFALIAS, near.alias);
    message.nest(IFLA_LINKINFO, () => {
      message.attrText(IFLA_INFO_KIND, 'veth');
      message.nest(IFLA_INFO_DATA, () => {
        message.nest(VETH_INFO_PEER, () => {
          ifinfo(message, far.ifindex);
          end(message, far, mtu);
          message.attrU32(IFLA_NET_NS_FD, farNetnsFd);
        });
      });
    });
  });
}

function end(message: MessageBuilder, veth: VethEnd, mtu: number): void {
  message.attrText(IFLA_IFNAME, veth.name).attrU32(IFLA_MTU, mtu);
  // One queue each way: less memory, and 30 % less time to make.
  message.attrU32(IFLA_NUM_TX_QUEUES, 1).attrU32(IFLA_NUM_RX_QUEUES, 1);
  if (veth.mac !== null) message.attr(IFLA_ADDRESS, parseMac(veth.mac));
}

/**
 * Makes a kernel bridge, down, without forward delay (so that it carries frames at once when STP is off).
 *
 * @param mac its own address; null: the kernel takes the lowest of its ports', and another one when that port leaves
 */
export function createBridge(
  socket: RouteSocket,
  what: string,
  name: string,
  stp: boolean,
  mac: string | null,
): void {
  socket.request(what, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, (message) => {
    ifinfo(message, 0);
    message.attrText(IFLA_IFNAME, name);
    if (mac !== null) message.attr(IFLA_ADDRESS, parseMac(mac));
    message.nest(IFLA_LINKINFO, () => {
      message.attrText(IFLA_INFO_KIND, 'bridge');
      message.nest(IFLA_INFO_DATA, () => {
        message.attrU32(IFLA_BR_STP_STATE, stp ? 1 : 0);
        if (!stp) message.attrU32(IFLA_BR_FORWARD_DELAY, 0);
      });
    });
  });
}

/** Sets the administrative state of an interface. */
export function setLinkUp(socket: RouteSocket, what: string, ifindex: number, up: boolean): void {
  socket.request(what, RTM_NEWLINK, 0, (message) => ifinfo(message, ifindex, up ? IFF_UP : 0, IFF_UP));
}

/** Makes an interface a port of a bridge, or frees it with master 0. */
export function setLinkMaster(socket: RouteSocket, what: string, ifindex: number, master: number): void {
  socket.request(what, RTM_NEWLINK, 0, (message) => {
    ifinfo(message, ifindex);
    message.attrU32(IFLA_MASTER, master);
  });
}

/** All interfaces of the socket's namespace. */
export function listLinks(socket: RouteSocket): LinkInfo[] {
  const links: LinkInfo[] = [];
  socket.dump(
    'list interfaces',
    RTM_GETLINK,
    (message) => ifinfo(message, 0),
    (type, view, offset, endOffset) => {
      if (type === RTM_NEWLINK) links.push(parseLink(view, offset, endOffset));
    },
  );
  return links;
}

/** Reads a link message's body (from the ifinfomsg on). */
export function parseLink(view: DataView, offset: number, endOffset: number): LinkInfo {
  const link = {
    ifindex: view.getInt32(offset + 4, true),
    flags: view.getUint32(offset + 8, true),
    name: '',
    mtu: 0,
    mac: '',
    master: 0,
    alias: '',
  };
  const walker = new AttributeWalker(view, offset + 16, endOffset);
  while (walker.next()) {
    if (walker.type === IFLA_IFNAME) link.name = walker.text();
    else if (walker.type === IFLA_MTU) link.mtu = walker.u32();
    else if (walker.type === IFLA_MASTER) link.master = walker.u32();
    else if (walker.type === IFLA_IFALIAS) link.alias = walker.text();
    else if (walker.type === IFLA_ADDRESS && walker.len === 6) {
      link.mac = Buffer.from(walker.octets())
        .toString('hex')
        .replace(/..(?!$)/g, '$&:');
    }
  }
  return link;
}
