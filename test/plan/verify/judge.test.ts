import assert from 'node:assert/strict';
import test from 'node:test';
import { Judge, judge } from '../../../src/plan/verify/judge.ts';
import { labPlan } from '../../support/lab-plan.ts';
import { hearing, observe } from '../../support/wire-sim.ts';

/** The ring of the PTM demo as it is wired, and as its document's dot file says. */
const WIRED = [
  'vm1:eth1 -- vm2:eth1',
  'vm1:eth2 -- vm4:eth2',
  'vm2:eth2 -- vm3:eth1',
  'vm3:eth2 -- vm4:eth1',
];
const PRINTED = [
  'vm1:eth1 -- vm2:eth1',
  'vm1:eth2 -- vm4:eth2',
  'vm2:eth2 -- vm3:eth2',
  'vm3:eth1 -- vm4:eth1',
];

test('judge() finds the swap between the printed plan and the wiring of the PTM ring', () => {
  const { verdicts, diagnosis, notChecked } = judge(labPlan(PRINTED), observe(labPlan(WIRED)));
  assert.deepEqual(
    verdicts.map((one) => `${one.node}:${one.port} ${one.verdict} ${one.reason}`.trim()),
    [
      'vm1:eth1 pass',
      'vm1:eth2 pass',
      'vm2:eth1 pass',
      'vm2:eth2 fail hears vm3:eth1, plan says vm3:eth2',
      'vm3:eth1 fail hears vm2:eth2, plan says vm4:eth1',
      'vm3:eth2 fail hears vm4:eth1, plan says vm2:eth2',
      'vm4:eth1 fail hears vm3:eth2, plan says vm3:eth1',
      'vm4:eth2 pass',
    ],
  );
  assert.deepEqual(diagnosis, [
    {
      kind: 'swapped',
      text: 'vm3:eth1 and vm3:eth2 are swapped',
      ports: ['vm3:eth1', 'vm3:eth2', 'vm4:eth1', 'vm2:eth2'],
    },
  ]);
  assert.deepEqual(notChecked, []);
});

test('judge() passes every port of a lab that is wired as planned', () => {
  const { verdicts, diagnosis } = judge(labPlan(WIRED), observe(labPlan(WIRED)));
  assert.deepEqual(new Set(verdicts.map((one) => `${one.verdict}${one.reason}`)), new Set(['pass']));
  assert.deepEqual(diagnosis, []);
});

test('judge() has no information and no diagnosis before anything was observed', () => {
  const { verdicts, diagnosis } = judge(labPlan(WIRED), new Map());
  assert.deepEqual(
    new Set(verdicts.map((one) => `${one.verdict} ${one.reason}`)),
    new Set(['no-info not observed']),
  );
  assert.deepEqual(diagnosis, []);
});

test('judge() counts links with verify: off, and switches that drop LLDPDUs, as not checked', () => {
  const plan = labPlan(
    [{ ends: 'a:eth1 -- b:eth1', verify: false }, 'a:eth2 -- sw:p1', 'b:eth2 -- sw:p2', 'a:eth3 -- b:eth3'],
    { sw: { kind: 'switch', lldp: 'drop' } },
  );
  const { verdicts, diagnosis, notChecked } = judge(plan, observe(plan));
  assert.deepEqual(
    verdicts.map((one) => `${one.node}:${one.port}`),
    ['a:eth3', 'b:eth3'],
  );
  assert.deepEqual(notChecked, ['a:eth1', 'a:eth2', 'b:eth1', 'b:eth2']);
  assert.deepEqual(diagnosis, []);
});

test('judge() fails a port without a link, in the plan or not, once it hears somebody', () => {
  const plan = labPlan(['a:eth1 -- b:eth1'], { a: { spare: ['eth2'] } });
  const observations = new Map([
    ['a:eth1', hearing('b:eth1')],
    ['b:eth1', hearing('a:eth1')],
    ['a:eth2', hearing('b:eth7')],
    ['b:eth7', hearing('a:eth2')],
    ['b:eth8', hearing()],
  ]);
  const { verdicts, diagnosis } = judge(plan, observations);
  assert.deepEqual(
    verdicts.filter((one) => one.verdict !== 'pass').map((one) => `${one.node}:${one.port} ${one.reason}`),
    ['a:eth2 hears b:eth7, not in the plan', 'b:eth7 hears a:eth2, not in the plan'],
  );
  assert.deepEqual(
    diagnosis.map((one) => one.text),
    ['a:eth2 and b:eth7 are cabled together, which is not in the plan'],
  );
});

test('update() tells whether the verdict changed', () => {
  const keeper = new Judge(labPlan(['a:eth1 -- b:eth1']));
  assert.equal(keeper.update('a:eth1', hearing('b:eth1')), true);
  assert.equal(keeper.update('a:eth1', hearing('b:eth1')), false);
  assert.equal(keeper.update('a:eth1', hearing('b:eth2')), true);
  assert.equal(keeper.update('hub:p1', hearing('b:eth2')), false);
  assert.equal(keeper.verdict('a:eth1')?.verdict, 'fail');
});

test('verdicts() and diagnosis() keep their arrays until something changes', () => {
  const keeper = new Judge(labPlan(['a:eth1 -- b:eth1']));
  keeper.update('a:eth1', hearing('b:eth1'));
  const verdicts = keeper.verdicts();
  assert.equal(keeper.verdicts(), verdicts);
  assert.equal(keeper.diagnosis(), keeper.diagnosis());
  keeper.update('a:eth1', hearing('b:eth2'));
  assert.notEqual(keeper.verdicts(), verdicts);
});
