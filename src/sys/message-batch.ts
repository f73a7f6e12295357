/**
 * Batches for recvmmsg(2) and sendmmsg(2): system calls are what forwarding costs, so many frames share one. The
 * structures are laid out once and patched in place. Each message has two parts, header and body, and each part lies
 * somewhere in a buffer of its own that is given at construction and kept alive here.
 *
 * Layout on 64-bit Linux, x86-64 and arm64 alike, in 32-bit words (sys/socket.h):
 *
 *     struct mmsghdr  name 0-1, namelen 2, iov 4-5, iovlen 6-7, control 8-9, controllen 10-11, flags 12, len 14: 16 words
 *     struct iovec    base 0-1, len 2-3: 4 words, two for each message
 */
import { constants } from 'node:os';
import { addressOf, lastErrno, libc } from './libc.ts';

const HEADER_WORDS = 16;
const IOVEC_WORDS = 4;
const PARTS = 2;
const CONTROL_LEN = 64;
const CONTROL_WORDS = CONTROL_LEN / 4;

const IOV = 4;
const IOV_LEN = 6;
const CONTROL = 8;
const CONTROL_LEN_WORD = 10;
const FLAGS = 12;
const MESSAGE_LEN = 14;

const MSG_TRUNC = 0x20;
const MSG_DONTWAIT = 0x40;
const { EINTR } = constants.errno;

const recvmmsg: (fd: number, messages: number, count: number, flags: number, timeout: number) => number =
  libc.func('int recvmmsg(int, uintptr_t, unsigned int, int, uintptr_t)');
const sendmmsg: (fd: number, messages: number, count: number, flags: number) => number = libc.func(
  'int sendmmsg(int, uintptr_t, unsigned int, int)',
);

/** A fixed number of messages, for receiving or for sending; never for both, as receiving writes to the headers. */
export class MessageBatch {
  /** Control data of message `m`, as 32-bit words from {@link controlWord}; valid until the next receive. */
  readonly words: Uint32Array;
  readonly #address: number;
  readonly #size: number;
  readonly #control: boolean;
  readonly #iovecs: number;
  readonly #controls: number;
  /** Held so that the memory that the structures point to stays; see `libc.ts`. */
  readonly #parts: readonly [Uint8Array, Uint8Array];
  readonly #partAddresses: readonly [number, number];

  /**
   * @param size messages
   * @param parts where headers and bodies lie, kept
   * @param control whether received messages carry control data
   */
  constructor(size: number, parts: readonly [Uint8Array, Uint8Array], control: boolean) {
    this.#size = size;
    this.#control = control;
    this.#parts = parts;
    this.#partAddresses = [addressOf(this.#parts[0]), addressOf(this.#parts[1])];
    this.#iovecs = size * HEADER_WORDS;
    this.#controls = this.#iovecs + size * PARTS * IOVEC_WORDS;
    this.words = new Uint32Array(new ArrayBuffer((this.#controls + size * CONTROL_WORDS) * 4));
    this.#address = addressOf(this.words);
    for (let index = 0; index < size; index += 1) {
      const header = index * HEADER_WORDS;
      this.#setAddress(header + IOV, this.#address, (this.#iovecs + index * PARTS * IOVEC_WORDS) * 4);
      this.words[header + IOV_LEN] = PARTS;
      if (control) this.#setAddress(header + CONTROL, this.#address, this.controlWord(index) * 4);
    }
  }

  /** Says where a part of a message lies: octet offset in its buffer, and octets (of room, for receiving). */
  place(index: number, part: 0 | 1, offset: number, len: number): void {
    const iovec = this.#iovecs + (index * PARTS + part) * IOVEC_WORDS;
    this.#setAddress(iovec, this.#partAddresses[part], offset);
    this.words[iovec + 2] = len;
  }

  /**
   * Receives what there is, at most `count` messages, without waiting.
   *
   * @returns how many messages; or an errno, negated
   */
  receive(fd: number, count: number): number {
    if (this.#control) {
      // The kernel writes what it used; what it may use has to be said again.
      for (let index = 0; index < count; index += 1) {
        this.words[index * HEADER_WORDS + CONTROL_LEN_WORD] = CONTROL_LEN;
      }
    }
    const received = recvmmsg(fd, this.#address, Math.min(count, this.#size), MSG_DONTWAIT, 0);
    return received >= 0 ? received : -lastErrno();
  }

  /**
   * Sends messages `from` to `from + count - 1` without waiting.
   *
   * @returns how many were taken, at least one; or the errno of message `from`, negated
   */
  send(fd: number, from: number, count: number): number {
    for (;;) {
      const sent = sendmmsg(fd, this.#address + from * HEADER_WORDS * 4, count, MSG_DONTWAIT);
      if (sent >= 0) return sent;
      const errno = lastErrno();
      if (errno !== EINTR) return -errno;
    }
  }

  /** Octets of a received message, both parts together. */
  len(index: number): number {
    return this.words[index * HEADER_WORDS + MESSAGE_LEN]!;
  }

  /** Whether a received message was longer than its room. */
  truncated(index: number): boolean {
    return (this.words[index * HEADER_WORDS + FLAGS]! & MSG_TRUNC) !== 0;
  }

  /** Octets of control data that came with a message. */
  controlLen(index: number): number {
    return this.words[index * HEADER_WORDS + CONTROL_LEN_WORD]!;
  }

  /** Where the control data of a message begins in {@link words}. */
  controlWord(index: number): number {
    return this.#controls + index * CONTROL_WORDS;
  }

  /** Stores a 64-bit address; typed arrays take the low 32 bits of a number, and addresses are exact below 2^53. */
  #setAddress(word: number, base: number, offset: number): void {
    const address = base + offset;
    this.words[word] = address;
    this.words[word + 1] = address / 0x1_0000_0000;
  }
}
