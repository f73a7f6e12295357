/**
 * A port of a switch, as the switch sees it: a number, a name, counters, and the ring of frames that wait to leave. The
 * switch writes frame numbers to the ring; whatever the port is made of (a packet socket, later a tap or a stream)
 * drains it from the other side. One class for all kinds, so that the relay's calls stay monomorphic.
 */
import { PORT_RING_SIZE } from '../base/limits.ts';
import { NO_FRAME } from './frame-pool.ts';

/** Ring positions are counters that run on; their low bits are the place. PORT_RING_SIZE is a power of two. */
const RING_MASK = PORT_RING_SIZE - 1;

/** One port of one switch. */
export class SwitchPort {
  /** Number of the port in its switch; free for another port once this one is removed. */
  readonly index: number;
  readonly name: string;
  /** Slots as `counters.ts` numbers them; may be shared memory. */
  readonly counters: Float64Array;
  readonly #ring = new Int32Array(PORT_RING_SIZE);
  #head = 0;
  #tail = 0;

  constructor(index: number, name: string, counters: Float64Array) {
    this.index = index;
    this.name = name;
    this.counters = counters;
  }

  /** How many frames wait to leave. */
  get queued(): number {
    return (this.#tail - this.#head) | 0;
  }

  /**
   * Queues a frame, with the hold that the caller had.
   *
   * @returns false when the ring is full; the hold stays with the caller
   */
  push(frame: number): boolean {
    if (this.queued === PORT_RING_SIZE) return false;
    this.#ring[this.#tail & RING_MASK] = frame;
    this.#tail = (this.#tail + 1) | 0;
    return true;
  }

  /** Takes the frame that has waited longest, with its hold; NO_FRAME when none waits. */
  shift(): number {
    if (this.#head === this.#tail) return NO_FRAME;
    const frame = this.#ring[this.#head & RING_MASK]!;
    this.#head = (this.#head + 1) | 0;
    return frame;
  }
}
