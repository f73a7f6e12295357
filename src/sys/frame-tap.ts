/**
 * Listens to every frame of one interface, in and out, for a check that looks for marked frames. Opened in the
 * namespace of the interface; read without blocking; bounded by its receive buffer.
 *
 * @see packet(7)
 */
import { close } from 'node:fs';
import { checked, libc } from './libc.ts';

const AF_PACKET = 17;
const SOCK_RAW = 3;
const SOCK_NONBLOCK = 0x800;
const SOCK_CLOEXEC = 0x80000;
const ETH_P_ALL_BE = 0x0300;
const SOCKADDR_LL_LEN = 20;
const MSG_DONTWAIT = 0x40;

const cSocket = libc.func('int socket(int domain, int type, int protocol)');
const cBind = libc.func('int bind(int fd, const void *addr, uint32_t len)');
const cRecv = libc.func('long recv(int fd, void *buf, size_t len, int flags)');

/** See the file's head. */
export class FrameTap {
  readonly #fd: number;
  readonly #buf = Buffer.alloc(2048);

  /** Opens in the calling thread's namespace. */
  constructor(ifindex: number) {
    this.#fd = checked(
      cSocket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0),
      'open a packet socket',
    );
    const address = Buffer.alloc(SOCKADDR_LL_LEN);
    address.writeUInt16LE(AF_PACKET, 0);
    address.writeUInt16LE(ETH_P_ALL_BE, 2);
    address.writeInt32LE(ifindex, 4);
    checked(cBind(this.#fd, address, SOCKADDR_LL_LEN), 'bind a packet socket');
  }

  /** Gives every waiting frame (its first 2,048 octets, borrowed) to `handle`. */
  read(handle: (frame: Buffer) => void): void {
    for (;;) {
      const len = Number(cRecv(this.#fd, this.#buf, this.#buf.length, MSG_DONTWAIT));
      if (len < 0) return;
      handle(this.#buf.subarray(0, len));
    }
  }

  /** Closes in the thread pool: the kernel waits 12 ms. */
  close(): void {
    close(this.#fd, () => {});
  }
}
