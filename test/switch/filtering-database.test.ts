import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  FDB_FULL,
  FDB_LEARNED,
  FDB_MOVED,
  FDB_REFRESHED,
  FilteringDatabase,
  NO_PORT,
} from '../../src/switch/filtering-database.ts';

const AGEING_US = 100;

/** The same database the slow and obvious way. */
class Model {
  readonly entries = new Map<string, { port: number; seenUs: number }>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  learn(key: string, port: number, nowUs: number): number {
    const known = this.entries.get(key);
    if (known === undefined && this.entries.size === this.#capacity) return FDB_FULL;
    this.entries.set(key, { port, seenUs: nowUs });
    if (known === undefined) return FDB_LEARNED;
    return known.port === port ? FDB_REFRESHED : FDB_MOVED;
  }

  lookup(key: string, nowUs: number): number {
    const known = this.entries.get(key);
    return known === undefined || nowUs - known.seenUs > AGEING_US ? NO_PORT : known.port;
  }

  removeWhere(doomed: (entry: { port: number; seenUs: number }) => boolean): number {
    let removed = 0;
    for (const [key, entry] of this.entries) {
      if (!doomed(entry)) continue;
      this.entries.delete(key);
      removed += 1;
    }
    return removed;
  }
}

// Few addresses and a small table, so that probes run into each other and around the end.
const address = fc.record({
  hi: fc.nat(3),
  lo: fc.integer({ min: -6, max: 6 }),
  vid: fc.constantFrom(0, 1, 4095),
});
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ op: fc.constant('learn' as const), address, port: fc.nat(4) }) },
  { weight: 4, arbitrary: fc.record({ op: fc.constant('lookup' as const), address }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('flush' as const), port: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('age' as const) }) },
);

test('FilteringDatabase does what a plain Map does, whatever the order of operations', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 300 }),
      fc.integer(),
      fc.integer({ min: 1, max: 40 }),
      (steps, seed, capacity) => {
        const fdb = new FilteringDatabase({ capacity, ageingTimeUs: AGEING_US, hashSeed: seed });
        const model = new Model(capacity);
        steps.forEach((it, index) => {
          const nowUs = index * 7;
          if (it.op === 'flush') {
            assert.equal(
              fdb.flushPort(it.port),
              model.removeWhere((entry) => entry.port === it.port),
            );
          } else if (it.op === 'age') {
            assert.equal(
              fdb.age(nowUs),
              model.removeWhere((entry) => nowUs - entry.seenUs > AGEING_US),
            );
          } else {
            const { hi, lo, vid } = it.address;
            const key = `${hi} ${lo} ${vid}`;
            if (it.op === 'learn') {
              assert.equal(fdb.learn(hi, lo, vid, it.port, nowUs), model.learn(key, it.port, nowUs));
            } else {
              assert.equal(fdb.lookup(hi, lo, vid, nowUs), model.lookup(key, nowUs));
            }
          }
          assert.equal(fdb.count, model.entries.size);
        });
      },
    ),
    { numRuns: 300 },
  );
});

test('lookup() keeps an entry for the ageing time and not a microsecond longer', () => {
  const fdb = new FilteringDatabase({ capacity: 4, ageingTimeUs: 300_000_000, hashSeed: 0 });
  fdb.learn(0x0200, 1, 0, 3, 1000);
  assert.equal(fdb.lookup(0x0200, 1, 0, 300_001_000), 3);
  assert.equal(fdb.lookup(0x0200, 1, 0, 300_001_001), NO_PORT);
});

test('entries() lists VLAN, address, port and age', () => {
  const fdb = new FilteringDatabase({ capacity: 4, ageingTimeUs: 1000, hashSeed: 0 });
  fdb.learn(0xfeff, -2, 4095, 1023, 10);
  assert.deepEqual(fdb.entries(30), [{ hi: 0xfeff, lo: -2, vid: 4095, port: 1023, ageUs: 20 }]);
});

test('learn() fills to the capacity, then says so, and goes on to refresh what it knows', () => {
  const fdb = new FilteringDatabase({ capacity: 1024, ageingTimeUs: 1000, hashSeed: 7 });
  for (let lo = 0; lo < 1024; lo += 1) assert.equal(fdb.learn(2, lo, 0, 1, 0), FDB_LEARNED);
  assert.equal(fdb.learn(2, 1024, 0, 1, 0), FDB_FULL);
  assert.equal(fdb.learn(2, 0, 0, 1, 0), FDB_REFRESHED);
  assert.equal(fdb.learn(2, 0, 0, 2, 0), FDB_MOVED);
});
