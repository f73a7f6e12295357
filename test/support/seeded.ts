/** Property checks whose seed is printed and can be set: `WIRELOOM_SEED=123 npm test`. */
import fc from 'fast-check';
import type { TestContext } from 'node:test';

/** Checks a property; the seed is a line of the test's output, and of the error when it fails. */
export function checkProperty<T>(
  context: TestContext,
  values: fc.Arbitrary<T>,
  claim: (value: T) => void,
  runs = 200,
): void {
  const seed = Number(process.env['WIRELOOM_SEED'] ?? Date.now() % 0x7fffffff);
  context.diagnostic(`WIRELOOM_SEED=${seed}`);
  fc.assert(fc.property(values, claim), { seed, numRuns: runs });
}

/** Picks `count` different items of a list, in random order; fewer where the list is short. */
export function pick<T>(items: readonly T[], picks: readonly number[]): T[] {
  const left = [...items];
  return picks.flatMap((at) => (left.length === 0 ? [] : left.splice(at % left.length, 1)));
}
