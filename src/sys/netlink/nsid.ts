/**
 * Namespace ids: numbers by which one namespace's netlink socket names the others that it hears.
 *
 * @see ip-netns(8) "set"; linux/net_namespace.h
 */
import type { RouteSocket } from './socket.ts';

const RTM_NEWNSID = 88;
const NETNSA_NSID = 1;
const NETNSA_FD = 3;

/** Gives the namespace behind `netnsFd` the id `nsid`, as seen from the socket's namespace. */
export function assignNsid(socket: RouteSocket, what: string, netnsFd: number, nsid: number): void {
  socket.request(what, RTM_NEWNSID, 0, (message) => {
    message.u8(0).u8(0).u16(0).attrU32(NETNSA_FD, netnsFd).attrU32(NETNSA_NSID, nsid);
  });
}
