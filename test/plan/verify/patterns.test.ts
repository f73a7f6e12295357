/** Each pattern of the diagnosis, by the sentence that it says. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { judge } from '../../../src/plan/verify/judge.ts';
import type { Plan, PortName } from '../../../src/plan/plan.ts';
import type { PortObservation } from '../../../src/plan/verify/observation.ts';
import { labPlan } from '../../support/lab-plan.ts';
import { type Fault, hearing, neighbor, observe } from '../../support/wire-sim.ts';

const RING = labPlan([
  'vm1:eth1 -- vm2:eth1',
  'vm1:eth2 -- vm4:eth2',
  'vm2:eth2 -- vm3:eth1',
  'vm3:eth2 -- vm4:eth1',
]);

const RACK = labPlan(['a1:eth0 -- sw:p1', 'a2:eth0 -- sw:p2', 'a3:eth0 -- sw:p3'], {
  sw: { kind: 'switch', spare: ['p4'] },
});

/** Two hubs, three hosts on the one, two on the other, and a plain link beside them. */
const HUBS = labPlan(
  [
    'a:eth1 -- h:p1',
    'b:eth1 -- h:p2',
    'c:eth1 -- h:p3',
    'd:eth1 -- k:p1',
    'e:eth1 -- k:p2',
    'h:p9 -- k:p9',
    'x:eth1 -- y:eth1',
  ],
  { h: 'hub', k: 'hub' },
);

/** The diagnosis as `kind: text` lines. */
function after(plan: Plan, ...faults: Fault[]): string[] {
  return judge(plan, observe(plan, faults)).diagnosis.map((one) => `${one.kind}: ${one.text}`);
}

/** The same, with single observations put in the place of those of a healthy lab. */
function given(plan: Plan, seen: Readonly<Record<PortName, PortObservation>>): string[] {
  const observations = new Map([...observe(plan), ...Object.entries(seen)]);
  return judge(plan, observations).diagnosis.map((one) => `${one.kind}: ${one.text}`);
}

const DARK: PortObservation = { ...hearing(), carrier: false };

test('swapped: two ports of one node', () => {
  assert.deepEqual(after(RACK, { type: 'rotate', ports: ['a1:eth0', 'a3:eth0'] }), [
    'swapped: sw:p1 and sw:p3 are swapped',
  ]);
});

test('swapped: of different nodes, the ends that the plan names second', () => {
  assert.deepEqual(after(RING, { type: 'rotate', ports: ['vm1:eth1', 'vm3:eth2'] }), [
    'swapped: vm2:eth1 and vm4:eth1 are swapped',
  ]);
});

test('swapped: each of the two wires seen from one end only', () => {
  assert.deepEqual(
    given(RACK, {
      'a1:eth0': hearing('sw:p2'),
      'sw:p2': hearing(),
      'a2:eth0': hearing(),
      'sw:p1': hearing('a2:eth0'),
    }),
    ['swapped: sw:p1 and sw:p2 are swapped'],
  );
});

test('swapped: while one end still has its old neighbour', () => {
  assert.deepEqual(
    given(RACK, { 'a1:eth0': hearing('sw:p2'), 'a2:eth0': hearing('sw:p1'), 'sw:p1': hearing('a2:eth0') }),
    ['swapped: sw:p1 and sw:p2 are swapped'],
  );
});

test('swapped: known from the words of one node alone, as in a collected file', () => {
  const seen = new Map([
    ['sw:p1', hearing('a2:eth0')],
    ['sw:p2', hearing('a1:eth0')],
  ]);
  assert.deepEqual(
    judge(RACK, seen).diagnosis.map((one) => one.text),
    ['sw:p1 and sw:p2 are swapped'],
  );
});

test('swapped: a port behind a hub and one of a plain link', () => {
  assert.deepEqual(after(HUBS, { type: 'rotate', ports: ['h:p1', 'y:eth1'] }), [
    'swapped: a:eth1 and x:eth1 are swapped',
  ]);
});

test('rotated: says where each one is now', () => {
  assert.deepEqual(after(RACK, { type: 'rotate', ports: ['sw:p1', 'sw:p2', 'sw:p3'] }), [
    'rotated: sw:p1, sw:p3 and sw:p2 are rotated: sw:p1 in place of sw:p3, sw:p3 in place of sw:p2 and sw:p2 in place of sw:p1',
  ]);
});

test('moved: into an unused port of the same node', () => {
  assert.deepEqual(after(RACK, { type: 'move', from: 'sw:p1', to: 'sw:p4' }), [
    'moved: the cable from a1:eth0 is in sw:p4, plan says sw:p1',
  ]);
});

test('moved: into a port that the plan does not know', () => {
  assert.deepEqual(after(RACK, { type: 'move', from: 'sw:p1', to: 'sw:p9' }), [
    'moved: the cable from a1:eth0 is in sw:p9, plan says sw:p1',
  ]);
});

test('moved: a whole row of cables by one port', () => {
  const faults: Fault[] = [
    { type: 'move', from: 'sw:p3', to: 'sw:p4' },
    { type: 'move', from: 'sw:p2', to: 'sw:p3' },
    { type: 'move', from: 'sw:p1', to: 'sw:p2' },
  ];
  assert.deepEqual(after(RACK, ...faults), [
    'moved: the cable from a1:eth0 is in sw:p2, plan says sw:p1',
    'moved: the cable from a2:eth0 is in sw:p3, plan says sw:p2',
    'moved: the cable from a3:eth0 is in sw:p4, plan says sw:p3',
  ]);
});

test('moved: into a used port, whose own cable is out', () => {
  assert.deepEqual(after(RACK, { type: 'move', from: 'sw:p1', to: 'sw:p2' }), [
    'moved: the cable from a1:eth0 is in sw:p2, plan says sw:p1, and a2:eth0 is left without one',
  ]);
});

test('wrong-node: into a port of another node', () => {
  assert.deepEqual(after(RACK, { type: 'move', from: 'a1:eth0', to: 'a9:eth0' }), [
    'foreign-neighbor: sw:p1 hears a9:eth0, which is not in the lab',
  ]);
  assert.deepEqual(after(RACK, { type: 'move', from: 'a1:eth0', to: 'a2:eth7' }), [
    'wrong-node: the cable from sw:p1 is in a2:eth7, plan says a1:eth0',
  ]);
});

test('wrong-node: behind a hub, named by the port of the hub', () => {
  assert.deepEqual(after(HUBS, { type: 'move', from: 'a:eth1', to: 'y:eth2' }), [
    'wrong-node: the cable from h:p1 is in y:eth2, plan says a:eth1',
  ]);
});

test('wrong-node: both ends of a link in unused ports', () => {
  assert.deepEqual(
    given(RACK, { 'a1:eth0': hearing('a2:eth7'), 'sw:p1': hearing('sw:p4'), 'sw:p4': hearing('sw:p1') }),
    [
      'wrong-node: the cable from a1:eth0 is in a2:eth7, plan says sw:p1',
      'wrong-node: the cable from sw:p1 is in sw:p4, plan says a1:eth0',
    ],
  );
});

test('missing: a link on which nobody hears anybody', () => {
  assert.deepEqual(after(RING, { type: 'cut', at: 'vm1:eth1', carrier: true }), [
    'missing: vm1:eth1 and vm2:eth1 do not hear each other',
  ]);
});

test('missing: from one end, where nothing is known of the other', () => {
  assert.deepEqual(judge(RING, new Map([['vm1:eth1', hearing()]])).diagnosis, [
    { kind: 'missing', text: 'vm1:eth1 hears nobody, plan says vm2:eth1', ports: ['vm1:eth1', 'vm2:eth1'] },
  ]);
});

test('missing: one port behind a hub, and a cable between two hubs', () => {
  assert.deepEqual(after(HUBS, { type: 'cut', at: 'a:eth1', carrier: true }), [
    'missing: a:eth1 is cut off from h:p1',
  ]);
  assert.deepEqual(after(HUBS, { type: 'cut', at: 'h:p9', carrier: true }), [
    'missing: d:eth1 and e:eth1 are cut off from a:eth1, b:eth1 and c:eth1',
  ]);
});

test('missing: a hub that passes nothing', () => {
  const plan = labPlan(['a:eth1 -- h:p1', 'b:eth1 -- h:p2', 'c:eth1 -- h:p3'], { h: 'hub' });
  assert.deepEqual(given(plan, { 'a:eth1': hearing(), 'b:eth1': hearing(), 'c:eth1': hearing() }), [
    'missing: a:eth1, b:eth1 and c:eth1 do not hear each other',
  ]);
  assert.deepEqual(given(plan, { 'a:eth1': DARK, 'b:eth1': hearing(), 'c:eth1': hearing() }), [
    'no-carrier: a:eth1 has no carrier',
    'missing: b:eth1 and c:eth1 do not hear each other',
  ]);
});

test('no-carrier: at either end, whatever the other end still remembers', () => {
  assert.deepEqual(after(RING, { type: 'cut', at: 'vm1:eth1', carrier: false }), [
    'no-carrier: no carrier between vm1:eth1 and vm2:eth1',
  ]);
  assert.deepEqual(given(RING, { 'vm1:eth1': DARK }), [
    'no-carrier: no carrier between vm1:eth1 and vm2:eth1',
  ]);
});

test('one-way: a plain link, and a deaf and a mute port behind a hub', () => {
  assert.deepEqual(after(RING, { type: 'one-way', deaf: 'vm2:eth1' }), [
    'one-way: vm1:eth1 hears vm2:eth1, but vm2:eth1 does not hear vm1:eth1',
  ]);
  assert.deepEqual(after(HUBS, { type: 'one-way', deaf: 'a:eth1' }), [
    'one-way: a:eth1 is heard by its neighbours, but hears none of them',
  ]);
  const others = ['b', 'c', 'd', 'e'].map((node) => `${node}:eth1`);
  const withoutA = others.map(
    (port) => [port, hearing(...others.filter((other) => other !== port))] as const,
  );
  assert.deepEqual(given(HUBS, Object.fromEntries(withoutA)), [
    'one-way: a:eth1 hears its neighbours, but none of them hears it',
  ]);
});

test('one-way: behind a hub, one port that does not hear one other', () => {
  assert.deepEqual(given(HUBS, { 'a:eth1': hearing('c:eth1', 'd:eth1', 'e:eth1') }), [
    'one-way: a:eth1 does not hear b:eth1',
  ]);
});

test('extra-neighbor: a port of another link on the wire', () => {
  assert.deepEqual(after(RING, { type: 'double', at: 'vm1:eth1', extra: 'vm3:eth9' }), [
    'extra-neighbor: vm1:eth1 and vm2:eth1 hear vm3:eth9 besides each other',
  ]);
});

test('extra-neighbor: heard by one end only', () => {
  assert.deepEqual(given(RING, { 'vm1:eth1': hearing('vm2:eth1', 'vm3:eth1') }), [
    'extra-neighbor: vm1:eth1 hears vm3:eth1 besides vm2:eth1',
  ]);
});

test('extra-neighbor: a cable that leads back to its own port', () => {
  assert.deepEqual(given(RING, { 'vm1:eth1': hearing('vm1:eth1'), 'vm2:eth1': hearing() }), [
    'extra-neighbor: vm1:eth1 hears itself',
  ]);
});

test('foreign-neighbor: one sentence for all that hear it', () => {
  assert.deepEqual(after(RING, { type: 'double', at: 'vm1:eth1', extra: 'spine1:swp3' }), [
    'foreign-neighbor: vm1:eth1 and vm2:eth1 hear spine1:swp3, which is not in the lab',
  ]);
});

test('foreign-neighbor: the planned port under another name', () => {
  const mac = RING.nodes.find((node) => node.name === 'vm2')?.ports[0]?.mac ?? '';
  const words = neighbor('localhost:eth1', { portId: mac, portIdKind: 'mac', portDescription: 'eth1' });
  assert.deepEqual(given(RING, { 'vm1:eth1': hearing(words) }), [
    'foreign-neighbor: vm1:eth1 hears localhost:eth1, which has the MAC address of vm2:eth1 but not its name',
  ]);
});

test('mtu: at one end, at both ends alike, and as announced', () => {
  assert.deepEqual(after(RING, { type: 'mtu', port: 'vm1:eth1', mtu: 9000 }), [
    'mtu: vm1:eth1 has mtu 9000, plan 1500',
  ]);
  const both: Fault[] = ['vm1:eth1', 'vm2:eth1'].map((port) => ({ type: 'mtu', port, mtu: 9000 }));
  assert.deepEqual(after(RING, ...both), ['mtu: vm1:eth1 and vm2:eth1 have mtu 9000, plan 1500']);
  assert.deepEqual(given(RING, { 'vm1:eth1': hearing(neighbor('vm2:eth1', { mtu: 9000 })) }), [
    'mtu: vm2:eth1 announces mtu 9000, plan 1500',
  ]);
});

test('address: a planned one that is not there; others may be', () => {
  const plan = labPlan(['a:eth1 -- b:eth1'], {}, { 'a:eth1': ['10.0.0.1/24'] });
  const having = (...addresses: string[]): string[] =>
    after(plan, { type: 'address', port: 'a:eth1', addresses });
  assert.deepEqual(having('10.0.0.9/24'), ['address: a:eth1 has 10.0.0.9/24, plan 10.0.0.1/24']);
  assert.deepEqual(having(), ['address: a:eth1 lacks 10.0.0.1/24']);
  assert.deepEqual(having('10.0.0.1/24', '10.0.0.9/24'), []);
});

test('port-missing and port-down: the port alone, not its cable', () => {
  assert.deepEqual(after(RING, { type: 'absent', port: 'vm1:eth1' }), [
    'port-missing: vm1:eth1 does not exist',
  ]);
  assert.deepEqual(after(RING, { type: 'down', port: 'vm1:eth1' }), ['port-down: vm1:eth1 is switched off']);
});

test('wrong-node: one contradicted word claims no cable', () => {
  assert.deepEqual(given(RING, { 'vm1:eth1': hearing('vm3:eth1') }), [
    'wrong-node: vm1:eth1 hears vm3:eth1, plan says vm2:eth1',
  ]);
});

test('diagnose() trusts a full table of the right neighbours behind a large hub', () => {
  const hosts = Array.from({ length: 100 }, (_, index) => `h${index}`);
  const plan = labPlan(
    hosts.map((host, index) => `${host}:eth1 -- hub:p${index}`),
    { hub: 'hub' },
  );
  const after64 = (at: number): string[] =>
    Array.from({ length: 64 }, (_, step) => `h${(at + step + 1) % 100}:eth1`);
  const seen = new Map(hosts.map((host, at) => [`${host}:eth1`, hearing(...after64(at))]));
  assert.ok(judge(plan, seen).verdicts.every((one) => one.verdict === 'pass'));
  seen.set('h0:eth1', hearing());
  assert.deepEqual(
    judge(plan, seen).diagnosis.map((one) => one.text),
    ['h0:eth1 is heard by its neighbours, but hears none of them'],
  );
});
