/**
 * A netlink socket that hears changes of interfaces, addresses and traffic control in its own namespace and in every
 * namespace that has an id there: one socket for a whole lab. The kernel says in a control message which namespace an
 * event is from.
 *
 * @see netlink(7) NETLINK_LISTEN_ALL_NSID; recvmsg(2)
 */
import { closeSync } from 'node:fs';
import { addressOf, checked, failed, lastErrno, libc } from '../libc.ts';
import { NLMSG_HEADER_LEN } from './message.ts';
import { openRouteSocket, setNetlinkOption } from './socket.ts';

const NETLINK_ADD_MEMBERSHIP = 1;
const NETLINK_LISTEN_ALL_NSID = 8;
const SOL_NETLINK = 270;
const SOL_SOCKET = 1;
const SO_RCVBUFFORCE = 33;
const SO_RCVBUF = 8;
const MSG_DONTWAIT = 0x40;
const EAGAIN = 11;
const EINTR = 4;
const ENOBUFS = 105;

/** linux/rtnetlink.h: RTNLGRP_LINK, _TC, _IPV4_IFADDR, _IPV6_IFADDR. */
const GROUPS = [1, 4, 5, 9];
/** Room for a burst of events, octets: 1,000 interfaces changing at once are about 2 MiB. */
const RECEIVE_BUFFER_SIZE = 8 * 1024 * 1024;

const cRecvmsg = libc.func('long recvmsg(int fd, void *msg, int flags)');
const cBind = libc.func('int bind(int fd, const void *addr, uint32_t len)');
const cSetsockopt = libc.func('int setsockopt(int fd, int level, int name, const void *value, uint32_t len)');

/** struct sockaddr_nl: family AF_NETLINK (16); the kernel chooses the port id. */
const ANY_ADDRESS = Uint8Array.of(16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

/** The namespace id of events of the socket's own namespace. */
export const OWN_NSID = -1;

/** Sees one event; the buffer is borrowed. */
export type EventHandler = (nsid: number, type: number, view: DataView, offset: number, end: number) => void;

/** Hears events; opened in the calling thread's namespace. */
export class NetlinkMonitor {
  readonly fd: number;
  readonly #buf = new Uint8Array(64 * 1024);
  readonly #view = new DataView(this.#buf.buffer);
  readonly #control = new Uint8Array(64);
  readonly #controlView = new DataView(this.#control.buffer);
  readonly #iov = new BigUint64Array(2);
  /** struct msghdr: name, namelen, iov, iovlen, control, controllen, flags, 8 octets each. */
  readonly #msghdr = new BigUint64Array(7);

  constructor() {
    this.fd = openRouteSocket();
    setNetlinkOption(this.fd, NETLINK_LISTEN_ALL_NSID, 1);
    const size = Int32Array.of(RECEIVE_BUFFER_SIZE);
    // Without the privilege the plain option goes up to net.core.rmem_max.
    if (cSetsockopt(this.fd, SOL_SOCKET, SO_RCVBUFFORCE, size, 4) < 0) {
      checked(
        cSetsockopt(this.fd, SOL_SOCKET, SO_RCVBUF, size, 4),
        'set the receive buffer of a netlink socket',
      );
    }
    // A socket without an address of its own (port id 0, the kernel's) is passed over by broadcasts.
    checked(cBind(this.fd, ANY_ADDRESS, ANY_ADDRESS.length), 'bind a netlink socket');
    for (const group of GROUPS) setNetlinkOption(this.fd, NETLINK_ADD_MEMBERSHIP, group);
    this.#iov[0] = BigInt(addressOf(this.#buf));
    this.#iov[1] = BigInt(this.#buf.length);
    this.#msghdr[2] = BigInt(addressOf(this.#iov));
    this.#msghdr[3] = 1n;
    this.#msghdr[4] = BigInt(addressOf(this.#control));
  }

  /**
   * Reads what is there, at most `budget` datagrams.
   *
   * @returns false when events were lost (ENOBUFS): the state must be read anew
   */
  read(budget: number, handle: EventHandler): boolean {
    let complete = true;
    for (let count = 0; count < budget; count += 1) {
      this.#msghdr[5] = BigInt(this.#control.length);
      this.#control.fill(0);
      const len = Number(cRecvmsg(this.fd, this.#msghdr, MSG_DONTWAIT));
      if (len < 0) {
        const errno = lastErrno();
        if (errno === EAGAIN) break;
        if (errno === ENOBUFS) complete = false;
        else if (errno !== EINTR) failed('receive netlink events');
        continue;
      }
      this.#walk(len, this.#nsid(), handle);
    }
    return complete;
  }

  close(): void {
    closeSync(this.fd);
  }

  /** struct cmsghdr: len (64), level (32), type (32), then the id (32). */
  #nsid(): number {
    if (this.#msghdr[5] === 0n) return OWN_NSID;
    const level = this.#controlView.getInt32(8, true);
    const type = this.#controlView.getInt32(12, true);
    return level === SOL_NETLINK && type === NETLINK_LISTEN_ALL_NSID
      ? this.#controlView.getInt32(16, true)
      : OWN_NSID;
  }

  #walk(len: number, nsid: number, handle: EventHandler): void {
    for (let offset = 0; offset + NLMSG_HEADER_LEN <= len; ) {
      const size = this.#view.getUint32(offset, true);
      if (size < NLMSG_HEADER_LEN || offset + size > len) return;
      handle(
        nsid,
        this.#view.getUint16(offset + 4, true),
        this.#view,
        offset + NLMSG_HEADER_LEN,
        offset + size,
      );
      offset += (size + 3) & ~3;
    }
  }
}
