/**
 * Octets and numbers from a seed, so that a failing test can be run again. The generator is mulberry32: 32 bits of
 * state, good enough to find the corners of a parser.
 */

/** A seeded source of numbers. */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** An integer of 0 to `bound` - 1. */
  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  }

  /** `len` octets. */
  octets(len: number): Uint8Array {
    return Uint8Array.from({ length: len }, () => this.below(256));
  }
}

/** The seed of this run: `WIRELOOM_SEED`, or a new one. Tests print it when they fail. */
export function seedOfRun(): number {
  const given = process.env['WIRELOOM_SEED'];
  return given === undefined ? Math.floor(Math.random() * 0x7fffffff) : Number(given);
}
