import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CarrierMirror } from '../../src/net/agent/carrier.ts';

const UP = 1;
const DOWN = 0;

/** A link whose fabric ends are 10 and 12, with ports 11 and 13 in namespaces 0 and 1. */
function link(): { mirror: CarrierMirror; fabric: Map<number, boolean>; echo: () => void } {
  const fabric = new Map([
    [10, true],
    [12, true],
  ]);
  const queue: [number, boolean][] = [];
  const mirror = new CarrierMirror((ifindex, up) => {
    fabric.set(ifindex, up);
    queue.push([ifindex, up]);
  });
  mirror.add({
    a: { fabricIfindex: 10, nsid: 0, ifindex: 11 },
    b: { fabricIfindex: 12, nsid: 1, ifindex: 13 },
  });
  // The kernel tells us of our own changes as well.
  const echo = (): void => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift())
      mirror.fabricChanged(item[0], item[1] ? UP : DOWN);
  };
  return { mirror, fabric, echo };
}

test('a port that a node takes down takes the far fabric end down, and back', () => {
  const { mirror, fabric, echo } = link();
  mirror.nodeChanged(0, 11, DOWN);
  echo();
  assert.deepEqual([...fabric.values()], [true, false]);
  mirror.nodeChanged(0, 11, UP);
  echo();
  assert.deepEqual([...fabric.values()], [true, true]);
});

test('a fabric end that another hand takes down takes the other one down, and back', () => {
  const { mirror, fabric, echo } = link();
  mirror.fabricChanged(10, DOWN);
  echo();
  assert.equal(fabric.get(12), false);
  mirror.fabricChanged(10, UP);
  echo();
  assert.equal(fabric.get(12), true);
});

test('whatever happened, a link whose ports and ends are all up again is up (property)', () => {
  const step = fc.constantFrom('node a', 'node b', 'hand a', 'hand b');
  fc.assert(
    fc.property(fc.array(fc.tuple(step, fc.boolean()), { maxLength: 30 }), (steps) => {
      const { mirror, fabric, echo } = link();
      const act = (name: string, up: boolean): void => {
        const flags = up ? UP : DOWN;
        if (name === 'node a') mirror.nodeChanged(0, 11, flags);
        else if (name === 'node b') mirror.nodeChanged(1, 13, flags);
        else {
          const ifindex = name === 'hand a' ? 10 : 12;
          fabric.set(ifindex, up);
          mirror.fabricChanged(ifindex, flags);
        }
        echo();
      };
      for (const [name, up] of steps) act(name, up);
      // Heal: nodes first, then each hand raises its end until nothing changes.
      for (const name of ['node a', 'node b', 'hand a', 'hand b', 'hand a', 'hand b']) act(name, true);
      assert.deepEqual([...fabric.values()], [true, true]);
    }),
    { numRuns: 2000, seed: 8021 },
  );
});
