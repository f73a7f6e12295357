/**
 * A rtnetlink socket for requests: one object, one message, one acknowledgement, so that every failure has its exact
 * cause. Batching was measured not to pay (the kernel's own work is everything).
 *
 * The socket belongs for ever to the network namespace that the thread was in when it was opened.
 */
import { closeSync } from 'node:fs';
import { OperationError } from '../../base/errors.ts';
import { checked, errnoName, failed, lastErrno, libc } from '../libc.ts';
import {
  AttributeWalker,
  MessageBuilder,
  NLMSG_DONE,
  NLMSG_ERROR,
  NLMSG_HEADER_LEN,
  NLM_F_ACK,
  NLM_F_DUMP,
} from './message.ts';

const AF_NETLINK = 16;
const SOCK_RAW = 3;
const SOCK_CLOEXEC = 0x80000;
const NETLINK_ROUTE = 0;
const SOL_NETLINK = 270;
const NETLINK_EXT_ACK = 11;
const NETLINK_CAP_ACK = 10;
const NLMSGERR_ATTR_MSG = 1;
const NLM_F_ACK_TLVS = 0x200;
const EINTR = 4;

const cSocket = libc.func('int socket(int domain, int type, int protocol)');
const cSend = libc.func('long send(int fd, const void *buf, size_t len, int flags)');
const cRecv = libc.func('long recv(int fd, _Out_ void *buf, size_t len, int flags)');
const cSetsockopt = libc.func('int setsockopt(int fd, int level, int name, const void *value, uint32_t len)');

/** Opens a NETLINK_ROUTE socket in the calling thread's network namespace. */
export function openRouteSocket(): number {
  return checked(cSocket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE), 'open a netlink socket');
}

/** Sets an integer option of a netlink socket. */
export function setNetlinkOption(fd: number, name: number, value: number): void {
  checked(cSetsockopt(fd, SOL_NETLINK, name, Int32Array.of(value), 4), `set netlink option ${name}`);
}

/** Sees one message of a dump. */
export type DumpHandler = (type: number, view: DataView, offset: number, end: number) => void;

/** Sends requests and waits for their acknowledgements. */
export class RouteSocket {
  readonly #fd: number;
  readonly #builder = new MessageBuilder();
  readonly #reply = new Uint8Array(32 * 1024);
  readonly #view = new DataView(this.#reply.buffer);
  #seq = 0;
  #open = true;

  constructor() {
    this.#fd = openRouteSocket();
    setNetlinkOption(this.#fd, NETLINK_EXT_ACK, 1);
    setNetlinkOption(this.#fd, NETLINK_CAP_ACK, 1);
  }

  /**
   * Sends one request and waits until the kernel has done it.
   *
   * @param what the action as a person reads it, for the error: `add address 10.0.0.1/24 to vm1:eth1`
   * @param fill writes family header and attributes
   * @throws OperationError ERR_NETLINK, details.errno: the kernel's error name
   */
  request(what: string, type: number, flags: number, fill: (message: MessageBuilder) => void): void {
    this.#seq = (this.#seq + 1) >>> 0;
    const message = this.#builder.begin(type, flags | NLM_F_ACK, this.#seq);
    fill(message);
    this.#send(message.finish());
    this.#receive(what, null);
  }

  /** Sends a dump request and gives each answer to `handle`; its buffer is borrowed. */
  dump(what: string, type: number, fill: (message: MessageBuilder) => void, handle: DumpHandler): void {
    this.#seq = (this.#seq + 1) >>> 0;
    const message = this.#builder.begin(type, NLM_F_DUMP, this.#seq);
    fill(message);
    this.#send(message.finish());
    this.#receive(what, handle);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#fd);
  }

  #send(octets: Uint8Array): void {
    checked(cSend(this.#fd, octets, octets.length, 0), 'send a netlink message');
  }

  /** Reads until the acknowledgement (or the end of the dump) of the request just sent. */
  #receive(what: string, handle: DumpHandler | null): void {
    for (;;) {
      const len = cRecv(this.#fd, this.#reply, this.#reply.length, 0) as number;
      if (len < 0) {
        if (lastErrno() === EINTR) continue;
        failed('receive a netlink message');
      }
      for (let offset = 0; offset + NLMSG_HEADER_LEN <= len; ) {
        const size = this.#view.getUint32(offset, true);
        if (size < NLMSG_HEADER_LEN || offset + size > len) break;
        if (this.#view.getUint32(offset + 8, true) === this.#seq) {
          const type = this.#view.getUint16(offset + 4, true);
          if (type === NLMSG_ERROR || type === NLMSG_DONE) {
            this.#finish(what, offset, size);
            return;
          }
          handle?.(type, this.#view, offset + NLMSG_HEADER_LEN, offset + size);
        }
        offset += (size + 3) & ~3;
      }
    }
  }

  #finish(what: string, offset: number, size: number): void {
    const error = size >= NLMSG_HEADER_LEN + 4 ? -this.#view.getInt32(offset + NLMSG_HEADER_LEN, true) : 0;
    if (error === 0) return;
    const text = this.#extendedText(offset, size);
    throw new OperationError(
      'ERR_NETLINK',
      `Cannot ${what}: ${errnoName(error)}${text === '' ? '' : `, ${text}`}`,
      {
        errno: errnoName(error),
      },
    );
  }

  /** The kernel's own words about an error, where it gave some. */
  #extendedText(offset: number, size: number): string {
    const flags = this.#view.getUint16(offset + 6, true);
    if ((flags & NLM_F_ACK_TLVS) === 0) return '';
    const walker = new AttributeWalker(
      this.#view,
      offset + NLMSG_HEADER_LEN + 4 + NLMSG_HEADER_LEN,
      offset + size,
    );
    while (walker.next()) if (walker.type === NLMSGERR_ATTR_MSG) return walker.text();
    return '';
  }
}
