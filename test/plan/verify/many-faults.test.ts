/** Several faults, observations in any order, and arbitrary nonsense on the wire. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import test from 'node:test';
import { type PortName, portName } from '../../../src/plan/plan.ts';
import { Judge, judge } from '../../../src/plan/verify/judge.ts';
import type { PortObservation } from '../../../src/plan/verify/observation.ts';
import { type RandomLab, randomLab } from '../../support/random-lab.ts';
import { checkProperty, pick } from '../../support/seeded.ts';
import { type Fault, hearing, observe } from '../../support/wire-sim.ts';

const PICKS = fc.array(fc.nat(), { minLength: 6, maxLength: 6 });

type Link = readonly [PortName, PortName];

/** Faults of one or two plain links, with the kinds of sentence that may explain them. */
const FAULTS: readonly ((own: Link, other: Link, spare: PortName) => { fault: Fault; kinds: string[] })[] = [
  ([a]) => ({ fault: { type: 'cut', at: a, carrier: true }, kinds: ['missing'] }),
  ([a]) => ({ fault: { type: 'cut', at: a, carrier: false }, kinds: ['no-carrier'] }),
  ([a]) => ({ fault: { type: 'one-way', deaf: a }, kinds: ['one-way'] }),
  ([a]) => ({ fault: { type: 'mtu', port: a, mtu: 1280 }, kinds: ['mtu'] }),
  ([a]) => ({ fault: { type: 'down', port: a }, kinds: ['port-down'] }),
  ([a], [b]) => ({ fault: { type: 'rotate', ports: [a, b] }, kinds: ['swapped'] }),
  ([a], _, spare) => ({ fault: { type: 'move', from: a, to: spare }, kinds: ['moved', 'wrong-node'] }),
  ([a], _, spare) => ({ fault: { type: 'double', at: a, extra: spare }, kinds: ['extra-neighbor'] }),
];

test('judge() finds two independent faults, each with its own sentence', (context) => {
  const faults = fc.tuple(fc.nat(FAULTS.length - 1), fc.nat(FAULTS.length - 1));
  checkProperty(context, fc.tuple(randomLab(4), PICKS, faults), ([lab, picks, chosen]) => {
    const links = pick(lab.plain, picks);
    const spares = pick(lab.spare, picks.slice(4));
    const made = chosen.map((at, index) => {
      const [own, other] = links.slice(2 * index, 2 * index + 2);
      const [spare] = spares.slice(index);
      const make = FAULTS[at];
      assert.ok(own && other && spare && make);
      return { ...make(own, other, spare), region: new Set([...own, ...other, spare]) };
    });
    const { diagnosis } = judge(
      lab.plan,
      observe(
        lab.plan,
        made.map(({ fault }) => fault),
      ),
    );
    assert.equal(diagnosis.length, 2, JSON.stringify(diagnosis));
    for (const { kinds, region } of made) {
      const own = diagnosis.filter((one) => one.ports.every((port) => region.has(port)));
      assert.deepEqual(
        own.map((one) => kinds.includes(one.kind)),
        [true],
        JSON.stringify(diagnosis),
      );
    }
  });
});

/** What a port may report, right or not: any neighbours of the lab or not, in any state. */
function anyObservation(ports: readonly PortName[]): fc.Arbitrary<PortObservation> {
  const heard = fc.array(fc.constantFrom(...ports, 'spine1:swp3'), { maxLength: 3 });
  const flags = fc.tuple(heard, fc.nat(9), fc.constantFrom(null, 1500, 1280));
  return flags.map(([names, state, mtu]) => ({
    ...hearing(...names),
    present: state !== 0,
    adminUp: state > 1,
    carrier: state > 2,
    mtu,
    addresses: state === 9 ? [] : null,
  }));
}

function portsOf(lab: RandomLab): PortName[] {
  const planned = lab.plan.nodes.flatMap((node) =>
    node.ports.map((port) => portName({ node: node.name, port: port.name })),
  );
  return [...planned, 'vm1:new1', 'vm2:new1'];
}

/** A lab, and observations of its ports in the order in which they come in. */
const HISTORIES = randomLab(2).chain((lab) => {
  const ports = portsOf(lab);
  const event = fc.tuple(fc.constantFrom(...ports), anyObservation(ports));
  return fc.tuple(fc.constant(lab), fc.array(event, { maxLength: 40 }));
});

test('update() in any order says what judge() says at once', (context) => {
  checkProperty(context, HISTORIES, ([lab, events]) => {
    const keeper = new Judge(lab.plan);
    const latest = new Map(observe(lab.plan));
    for (const [port, observation] of latest) keeper.update(port, observation);
    for (const [index, [port, observation]] of events.entries()) {
      const before = keeper.verdict(port);
      const changed = keeper.update(port, observation);
      assert.equal(changed, JSON.stringify(keeper.verdict(port)) !== JSON.stringify(before));
      if (index % 3 === 0) keeper.diagnosis();
      latest.delete(port);
      latest.set(port, observation);
    }
    // The batch takes the ports in another order than the events came in.
    const batch = judge(lab.plan, new Map([...latest].reverse()));
    assert.deepEqual(keeper.verdicts(), batch.verdicts);
    assert.deepEqual(keeper.diagnosis(), batch.diagnosis);
  });
});

test('no wrong port goes without a sentence, and no sentence repeats, whatever is on the wire', (context) => {
  checkProperty(
    context,
    HISTORIES,
    ([lab, events]) => {
      const { verdicts, diagnosis } = judge(lab.plan, new Map(events));
      const texts = diagnosis.map((one) => one.text);
      assert.equal(new Set(texts).size, texts.length, texts.join('\n'));
      const named = new Set(diagnosis.flatMap((one) => one.ports));
      const heard = new Map(verdicts.map((one) => [`${one.node}:${one.port}`, one.expected]));
      for (const one of verdicts) {
        const port = `${one.node}:${one.port}`;
        if (one.verdict === 'fail') {
          const mates = heard.get(port) ?? [];
          assert.ok(named.has(port) || mates.some((mate) => named.has(mate)), `${port}: ${one.reason}`);
        }
      }
    },
    500,
  );
});

test('judge() names ports only where something is wrong', (context) => {
  checkProperty(context, HISTORIES, ([lab, events]) => {
    const { verdicts, diagnosis } = judge(lab.plan, new Map([...observe(lab.plan), ...events]));
    if (verdicts.every((one) => one.verdict === 'pass')) {
      assert.deepEqual(
        diagnosis.filter((one) => one.kind !== 'address'),
        [],
      );
    }
  });
});
