/**
 * A sample of the property tests of `plan/verify`, on real namespaces: random labs, in each one fault made by hand, and
 * the running lab says exactly what the judge says of the simulated wire. `WIRELOOM_SEED` repeats a run.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadLabFile } from '../../src/api/lab-file.ts';
import type { StatusReport } from '../../src/lab/reports.ts';
import type { PortName } from '../../src/plan/plan.ts';
import { portName } from '../../src/plan/plan.ts';
import { judge } from '../../src/plan/verify/judge.ts';
import { type Ends, HAND_MADE_FAULTS } from '../support/fault-hands.ts';
import { SeededRandom, seedOfRun } from '../support/random.ts';
import { Sandbox, noLabs } from '../support/sandbox.ts';
import { Watcher } from '../support/watcher.ts';
import { WireHands } from '../support/wire-hands.ts';
import { observe } from '../support/wire-sim.ts';

const NODES_MIN = 4;
const NODES_MAX = 8;
/** Three take part in a fault at most. */
const LINKS_MIN = 3;
const EXTRA_LINKS_MAX = 5;

const seed = seedOfRun();

test('a random fault in a random lab is named as the judge names it', { skip: noLabs() }, async (t) => {
  t.diagnostic(`WIRELOOM_SEED=${seed}`);
  const random = new SeededRandom(seed);
  for (const [claim, faultFrom] of Object.entries(HAND_MADE_FAULTS)) {
    const dot = randomDot(random);
    const picks = [random.below(1 << 16), random.below(1 << 16), random.below(1 << 16)];
    await t.test(`${claim} (WIRELOOM_SEED=${seed})`, async () => {
      const box = new Sandbox();
      try {
        const file = box.file(`${box.lab}.dot`, dot);
        const plan = loadLabFile(file, { name: box.lab });
        const { fault, make } = faultFrom(
          pickLinks(
            plan.links.map(({ a, b }) => [portName(a), portName(b)]),
            picks,
          ),
        );
        const expected = judge(plan, observe(plan, [fault]));
        const texts = expected.diagnosis.map(({ text }) => text).sort();
        assert.ok(texts.length > 0);

        await box.ok('up', file);
        const watcher = await Watcher.start(box);
        make(new WireHands(box));
        await watcher
          .diagnosed((found) => JSON.stringify(found.toSorted()) === JSON.stringify(texts))
          .catch((error: unknown) => {
            throw new Error(`Expected ${JSON.stringify(texts)} of ${JSON.stringify(fault)} in ${dot}`, {
              cause: error,
            });
          });
        const { ports, diagnosis } = await box.json<StatusReport>('status', box.lab);
        assert.deepEqual(
          diagnosis.map(({ kind, ports: named }) => ({ kind, named })),
          expected.diagnosis.map(({ kind, ports: named }) => ({ kind, named })),
        );
        const verdicts = (list: readonly { node: string; port: string; verdict: string }[]): string[] =>
          list.map(({ node, port, verdict }) => `${node}:${port} ${verdict}`).sort();
        assert.deepEqual(verdicts(ports), verdicts(expected.verdicts));
        watcher.end();
      } finally {
        await box.end();
      }
    });
  }
});

/** A DOT file of 4 to 8 nodes, all of them linked, some of them several times. */
function randomDot(random: SeededRandom): string {
  const count = NODES_MIN + random.below(NODES_MAX - NODES_MIN + 1);
  const used = Array.from({ length: count }, () => 0);
  const next = (node: number): string => {
    used[node] = (used[node] ?? 0) + 1;
    return `n${node + 1}:eth${used[node]}`;
  };
  const pairs: [number, number][] = [];
  for (let node = 1; node < count; node += 1) pairs.push([random.below(node), node]);
  for (let extra = LINKS_MIN + random.below(EXTRA_LINKS_MAX); extra > 0; extra -= 1) {
    const first = random.below(count);
    pairs.push([first, (first + 1 + random.below(count - 1)) % count]);
  }
  return `graph g {\n${pairs.map(([a, b]) => `  ${next(a)} -- ${next(b)}\n`).join('')}}\n`;
}

/** Three different links, each from a random end. */
function pickLinks(links: readonly Ends[], picks: readonly number[]): [Ends, Ends, Ends] {
  const left = [...links];
  const picked = picks.map((number): Ends => {
    const [a, b] = left.splice(number % left.length, 1)[0] as readonly [PortName, PortName];
    return (number >> 8) % 2 === 0 ? [a, b] : [b, a];
  });
  return picked as [Ends, Ends, Ends];
}
