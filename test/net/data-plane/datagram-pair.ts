/**
 * Stand-ins for packet sockets that need no privilege: a pair of datagram sockets, where the octets before each frame
 * are the offload header. The data plane has one end as its port, the test has the other.
 */
import { closeSync } from 'node:fs';
import { FRAME_SLOT_SIZE } from '../../../src/base/limits.ts';
import { OFFLOAD_LEN } from '../../../src/switch/offload.ts';
import { checked, libc } from '../../../src/sys/libc.ts';
import { MessageBatch } from '../../../src/sys/message-batch.ts';

const AF_UNIX = 1;
const SOCK_DGRAM_NONBLOCK_CLOEXEC = 2 | 0o2004000;

const socketpair: (family: number, type: number, protocol: number, fds: Int32Array) => number = libc.func(
  'int socketpair(int, int, int, void *)',
);

/** The test's end of a pair. */
export class DatagramPair {
  /** The port's end; the data plane closes it. */
  readonly portFd: number;
  readonly #fd: number;
  readonly #offload = new Uint8Array(new ArrayBuffer(OFFLOAD_LEN));
  readonly #frame = new Uint8Array(new ArrayBuffer(2 * FRAME_SLOT_SIZE));
  readonly #rx = new MessageBatch(1, [this.#offload, this.#frame], false);
  readonly #tx = new MessageBatch(1, [this.#offload, this.#frame], false);

  constructor() {
    const fds = new Int32Array(2);
    checked(socketpair(AF_UNIX, SOCK_DGRAM_NONBLOCK_CLOEXEC, 0, fds), 'make a pair of sockets');
    this.portFd = fds[0]!;
    this.#fd = fds[1]!;
  }

  /** Sends a frame into the switch; returns false when the queue is full. */
  send(octets: Uint8Array, offload: readonly number[] = []): boolean {
    this.#offload.fill(0);
    this.#offload.set(offload);
    this.#frame.set(octets);
    this.#tx.place(0, 0, 0, OFFLOAD_LEN);
    this.#tx.place(0, 1, 0, octets.length);
    return this.#tx.send(this.#fd, 0, 1) === 1;
  }

  /** Takes a frame that came out of the switch, null when there is none. */
  receive(): { octets: Uint8Array; offload: number[] } | null {
    this.#rx.place(0, 0, 0, OFFLOAD_LEN);
    this.#rx.place(0, 1, 0, this.#frame.length);
    if (this.#rx.receive(this.#fd, 1) !== 1) return null;
    return { octets: this.#frame.slice(0, this.#rx.len(0) - OFFLOAD_LEN), offload: [...this.#offload] };
  }

  close(): void {
    closeSync(this.#fd);
  }
}
