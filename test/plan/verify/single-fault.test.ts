/** One fault in a random lab: the right kind of sentence, about the right ports, and no other sentence. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import test from 'node:test';
import type { PortName } from '../../../src/plan/plan.ts';
import { judge } from '../../../src/plan/verify/judge.ts';
import { sortNaturally } from '../../../src/plan/verify/natural-order.ts';
import type { Diagnosis } from '../../../src/plan/verify/observation.ts';
import { findSegments } from '../../../src/plan/verify/segment.ts';
import { type RandomLab, randomLab } from '../../support/random-lab.ts';
import { checkProperty, pick } from '../../support/seeded.ts';
import { type Fault, observe } from '../../support/wire-sim.ts';

const PICKS = fc.array(fc.nat(), { minLength: 6, maxLength: 6 });

/** Random labs with random numbers to choose ports by. */
function labs(plainMin: number): fc.Arbitrary<readonly [RandomLab, number[]]> {
  return fc.tuple(randomLab(plainMin), PICKS);
}

function diagnose(lab: RandomLab, ...faults: Fault[]): readonly Diagnosis[] {
  return judge(lab.plan, observe(lab.plan, faults)).diagnosis;
}

/** Asserts that there is one sentence of this kind, about exactly these ports. */
function assertOne(
  diagnosis: readonly Diagnosis[],
  kind: Diagnosis['kind'],
  ports: readonly PortName[],
): void {
  assert.deepEqual(
    diagnosis.map((one) => ({ kind: one.kind, ports: sortNaturally(one.ports) })),
    [{ kind, ports: sortNaturally(ports) }],
    JSON.stringify(diagnosis),
  );
}

function end(link: readonly [PortName, PortName], random: number): PortName {
  return link[random % 2 === 0 ? 0 : 1];
}

function nodeOf(port: PortName): string {
  return port.slice(0, port.indexOf(':'));
}

test('judge() passes all and diagnoses nothing without a fault', (context) => {
  checkProperty(context, randomLab(0), (lab) => {
    const { verdicts, diagnosis } = judge(lab.plan, observe(lab.plan));
    assert.deepEqual(
      verdicts.filter((one) => one.verdict !== 'pass'),
      [],
    );
    assert.deepEqual(diagnosis, []);
  });
});

test('a cut link is missing, or without carrier', (context) => {
  checkProperty(context, labs(1), ([lab, [at = 0, carrier = 0]]) => {
    const [link] = pick(lab.plain, [at]);
    assert.ok(link);
    const fault: Fault = { type: 'cut', at: link[0], carrier: carrier % 2 === 0 };
    assertOne(diagnose(lab, fault), fault.carrier ? 'missing' : 'no-carrier', link);
  });
});

test('two exchanged ends of plain links are swapped', (context) => {
  checkProperty(context, labs(2), ([lab, [at = 0, other = 0, a = 0, b = 0]]) => {
    const [first, second] = pick(lab.plain, [at, other]);
    assert.ok(first && second);
    const ports = [end(first, a), end(second, b)];
    const diagnosis = diagnose(lab, { type: 'rotate', ports });
    assertOne(diagnosis, 'swapped', [...first, ...second]);
    if (nodeOf(ports[0]!) !== nodeOf(ports[1]!)) return;
    // Two ports of one node are named, unless the other two ends are on one node as well.
    const others = [...first, ...second].filter((port) => !ports.includes(port));
    const named = diagnosis[0]?.ports.slice(0, 2) ?? [];
    assert.equal(nodeOf(named[0]!), nodeOf(named[1]!));
    if (nodeOf(others[0]!) !== nodeOf(others[1]!)) assert.deepEqual(named, sortNaturally(ports));
  });
});

test('a port behind a hub and an end of a plain link are swapped', (context) => {
  checkProperty(context, labs(1), ([lab, [at = 0, other = 0, a = 0]]) => {
    const [port] = pick(lab.shared, [at]);
    const [link] = pick(lab.plain, [other]);
    fc.pre(port !== undefined && link !== undefined);
    const ports = [port, end(link, a)];
    assertOne(diagnose(lab, { type: 'rotate', ports }), 'swapped', [port, ...link]);
  });
});

test('three ends that went round are rotated', (context) => {
  checkProperty(context, labs(3), ([lab, [x = 0, y = 0, z = 0, ...ends]]) => {
    const links = pick(lab.plain, [x, y, z]);
    const ports = links.map((link, index) => end(link, ends[index] ?? 0));
    assertOne(diagnose(lab, { type: 'rotate', ports }), 'rotated', links.flat());
  });
});

test('an end in an unused port is moved, or in the wrong node', (context) => {
  checkProperty(context, labs(1), ([lab, [at = 0, a = 0, to = 0]]) => {
    const [link] = pick(lab.plain, [at]);
    assert.ok(link);
    const from = end(link, a);
    const stays = link[0] === from ? link[1] : link[0];
    const [spare] = pick(lab.spare, [to]);
    assert.ok(spare);
    const kind = nodeOf(spare) === nodeOf(from) ? 'moved' : 'wrong-node';
    const diagnosis = diagnose(lab, { type: 'move', from, to: spare });
    assertOne(diagnosis, kind, [...link, spare]);
    assert.equal(diagnosis[0]?.text, `the cable from ${stays} is in ${spare}, plan says ${from}`);
  });
});

test('an end in a port whose own cable was pulled for it leaves that one without', (context) => {
  checkProperty(context, labs(2), ([lab, [at = 0, other = 0, a = 0, b = 0]]) => {
    const [link, victim] = pick(lab.plain, [at, other]);
    assert.ok(link && victim);
    const from = end(link, a);
    const to = end(victim, b);
    const [only, ...more] = diagnose(lab, { type: 'move', from, to });
    assert.deepEqual(more, []);
    assert.ok(only?.kind === 'moved' || only?.kind === 'wrong-node');
    assert.deepEqual(sortNaturally(only.ports), sortNaturally([...link, ...victim]));
  });
});

test('a plain link that carries one way only is one-way', (context) => {
  checkProperty(context, labs(1), ([lab, [at = 0, a = 0]]) => {
    const [link] = pick(lab.plain, [at]);
    assert.ok(link);
    assertOne(diagnose(lab, { type: 'one-way', deaf: end(link, a) }), 'one-way', link);
  });
});

test('a port behind a hub that hears nothing is one-way, and nobody else is named', (context) => {
  checkProperty(context, labs(0), ([lab, [at = 0]]) => {
    const [deaf] = pick(lab.shared, [at]);
    fc.pre(deaf !== undefined);
    assertOne(diagnose(lab, { type: 'one-way', deaf }), 'one-way', [deaf]);
  });
});

test('a port of the lab spliced into a plain link is an extra neighbour', (context) => {
  checkProperty(context, labs(1), ([lab, [at = 0, by = 0]]) => {
    const [link] = pick(lab.plain, [at]);
    const [extra] = pick(lab.spare, [by]);
    assert.ok(link && extra);
    const diagnosis = diagnose(lab, { type: 'double', at: link[0], extra });
    assertOne(diagnosis, 'extra-neighbor', [...link, extra]);
    assert.match(diagnosis[0]?.text ?? '', / hear vm\d:spare1 besides each other$/);
  });
});

test('a system that is not of the lab on a wire is a foreign neighbour', (context) => {
  checkProperty(context, labs(1), ([lab, [at = 0]]) => {
    const [link] = pick(lab.plain, [at]);
    assert.ok(link);
    const fault: Fault = { type: 'double', at: link[0], extra: 'spine1:swp3' };
    assertOne(diagnose(lab, fault), 'foreign-neighbor', link);
  });
});

test('a wrong MTU names the port that has it, whoever else fails for it', (context) => {
  checkProperty(context, labs(1), ([lab, [at = 0, a = 0]]) => {
    const [port] = pick([...findSegments(lab.plan).keys()], [at]);
    fc.pre(port !== undefined && (findSegments(lab.plan).get(port)?.members.length ?? 0) > 1);
    assertOne(diagnose(lab, { type: 'mtu', port, mtu: 1400 + (a % 100) }), 'mtu', [port]);
  });
});

test('a cut spoke of a hub names the port behind it and no other port that speaks', (context) => {
  checkProperty(context, labs(0), ([lab, [at = 0, carrier = 0]]) => {
    const [port] = pick(lab.shared, [at]);
    fc.pre(port !== undefined);
    const diagnosis = diagnose(lab, { type: 'cut', at: port, carrier: carrier % 2 === 0 });
    assert.equal(diagnosis.length, 1, JSON.stringify(diagnosis));
    assert.equal(diagnosis[0]?.kind, carrier % 2 === 0 ? 'missing' : 'no-carrier');
    assert.equal(diagnosis[0]?.ports[0], port);
    assert.ok(diagnosis[0]?.ports.slice(1).every((other) => other.startsWith('hub')));
  });
});

test('a port that is switched off, or does not exist, is the only one named', (context) => {
  checkProperty(context, labs(1), ([lab, [at = 0, kind = 0]]) => {
    const shared = lab.shared.map((port) => [port] as const);
    const [[port] = []] = pick([...lab.plain, ...shared], [at]);
    assert.ok(port);
    const type = kind % 2 === 0 ? 'down' : 'absent';
    assertOne(diagnose(lab, { type, port }), type === 'down' ? 'port-down' : 'port-missing', [port]);
  });
});
