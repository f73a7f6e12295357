/**
 * The frames of one data-plane thread: a slab of equal slots, handed out by number. A frame is its number; where it
 * begins and how long it is stand in two arrays, so that a tag is pushed by moving an offset, and nothing is allocated
 * for a frame. One frame may wait at many ports at once (a flood), so each has a count of its holders.
 */
import { FRAME_HEADROOM, FRAME_SLOT_SIZE } from '../base/limits.ts';
import { OFFLOAD_STRIDE } from './offload.ts';

/** What {@link FramePool.alloc} returns when every slot is taken. */
export const NO_FRAME = -1;

/** Slots for frames, with headroom, offload metadata and a count of holders. */
export class FramePool {
  /** The octets of all frames. */
  readonly slab: Uint8Array;
  /** The offload header of frame `f` begins at `f * OFFLOAD_STRIDE`; see `offload.ts`. */
  readonly offload: Uint8Array;
  /** Where each frame's destination address lies in {@link slab}. */
  readonly offset: Int32Array;
  /** Octets of each frame, without FCS. */
  readonly len: Int32Array;
  readonly #holders: Uint16Array;
  readonly #free: Int32Array;
  #freeCount: number;

  /** @param count slots, >= 1; memory is touched only by the frames that come to lie in it */
  constructor(count: number) {
    this.slab = new Uint8Array(new ArrayBuffer(count * FRAME_SLOT_SIZE));
    this.offload = new Uint8Array(new ArrayBuffer(count * OFFLOAD_STRIDE));
    this.offset = new Int32Array(count);
    this.len = new Int32Array(count);
    this.#holders = new Uint16Array(count);
    // A stack: the slot used last is in the processor's cache, so it is used next.
    this.#free = Int32Array.from({ length: count }, (_, index) => count - 1 - index);
    this.#freeCount = count;
  }

  /** How many slots are free. */
  get freeCount(): number {
    return this.#freeCount;
  }

  /**
   * Takes a slot, with one holder, full headroom, length 0 and offload metadata as its last user left it.
   *
   * @returns its number, or {@link NO_FRAME}
   */
  alloc(): number {
    if (this.#freeCount === 0) return NO_FRAME;
    this.#freeCount -= 1;
    const frame = this.#free[this.#freeCount]!;
    this.#holders[frame] = 1;
    this.offset[frame] = frame * FRAME_SLOT_SIZE + FRAME_HEADROOM;
    this.len[frame] = 0;
    return frame;
  }

  /** Adds `count` holders to a frame that is held. */
  hold(frame: number, count: number): void {
    this.#holders[frame]! += count;
  }

  /** Gives up one hold; with the last one the slot is free. */
  release(frame: number): void {
    const holders = this.#holders[frame]! - 1;
    this.#holders[frame] = holders;
    if (holders > 0) return;
    this.#free[this.#freeCount] = frame;
    this.#freeCount += 1;
  }
}
