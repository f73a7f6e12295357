import assert from 'node:assert/strict';
import test from 'node:test';
import { evaluatePort } from '../../../src/plan/verify/evaluate-port.ts';
import { type Expectation, expectations } from '../../../src/plan/verify/expectation.ts';
import { LabNames } from '../../../src/plan/verify/lab-names.ts';
import type { PortObservation } from '../../../src/plan/verify/observation.ts';
import { labPlan } from '../../support/lab-plan.ts';
import { hearing, neighbor } from '../../support/wire-sim.ts';

const PLAN = labPlan(
  [
    'a:eth1 -- b:eth1',
    { ends: 'a:eth2 -- b:eth2', mtu: 65_535 },
    'a:eth3 -- h:p1',
    'b:eth3 -- h:p2',
    'c:eth3 -- h:p3',
  ],
  { h: 'hub' },
);

/** The verdict of a port as `word: reason`. */
function verdict(name: string, seen?: PortObservation, more: Partial<Expectation> = {}): string | null {
  const expectation = expectations(PLAN).get(name);
  assert.ok(expectation);
  const { verdict: one } = evaluatePort(
    { ...expectation, ...more },
    seen,
    new LabNames(PLAN, expectations(PLAN)),
  );
  return one === null ? null : `${one.verdict}: ${one.reason}`;
}

test('evaluatePort() looks at the port before its neighbours', () => {
  const heard = hearing('b:eth1');
  assert.equal(verdict('a:eth1'), 'no-info: not observed');
  assert.equal(verdict('a:eth1', { ...heard, present: false }), 'fail: port does not exist');
  assert.equal(verdict('a:eth1', { ...heard, adminUp: false }), 'fail: port is down');
  assert.equal(verdict('a:eth1', { ...heard, carrier: false }), 'fail: no carrier');
  assert.equal(verdict('a:eth1', hearing()), 'no-info: no neighbour heard');
});

test('evaluatePort() passes the planned neighbour, and tells what named it', () => {
  const stock = neighbor('b:eth1', {
    portId: '02:00:00:00:00:99',
    portIdKind: 'mac',
    portDescription: 'eth1',
  });
  assert.equal(verdict('a:eth1', hearing('b:eth1')), 'pass: ');
  assert.equal(verdict('a:eth1', hearing(stock)), 'pass: matched by Port Description');
});

test('evaluatePort() fails on another neighbour, alone or besides the planned one', () => {
  assert.equal(verdict('a:eth1', hearing('c:eth1')), 'fail: hears c:eth1, plan says b:eth1');
  assert.equal(verdict('a:eth1', hearing('c:eth1', 'b:eth1')), 'fail: hears c:eth1 besides b:eth1');
  assert.equal(verdict('a:eth3', hearing('b:eth3', 'x:eth1')), 'fail: hears x:eth1, plan says c:eth3');
});

test('evaluatePort() has no information while a planned neighbour behind a hub is not heard', () => {
  assert.equal(verdict('a:eth3', hearing('b:eth3')), 'no-info: does not hear c:eth3');
  assert.equal(verdict('a:eth3', hearing('b:eth3', 'c:eth3')), 'pass: ');
});

test('evaluatePort() fails on the MTU of the interface, then on the announced one', () => {
  assert.equal(verdict('a:eth1', { ...hearing('b:eth1'), mtu: 1400 }), 'fail: mtu 1400, plan 1500');
  assert.equal(
    verdict('a:eth1', hearing(neighbor('b:eth1', { mtu: 1400 }))),
    'fail: mtu 1400, plan 1500, at b:eth1',
  );
});

test('evaluatePort() knows that the TLV cannot announce the largest MTU (IEEE 802.3 79.3.4)', () => {
  assert.equal(verdict('a:eth2', hearing(neighbor('b:eth2', { mtu: 65_517 }))), 'pass: ');
});

test('evaluatePort() fails on the port VLAN where both plan and neighbour name one', () => {
  const other = hearing(neighbor('b:eth1', { portVlan: 200 }));
  assert.equal(verdict('a:eth1', other, { portVlan: 100 }), 'fail: vlan 200, plan 100, at b:eth1');
  assert.equal(verdict('a:eth1', other), 'pass: ');
  assert.equal(verdict('a:eth1', hearing('b:eth1'), { portVlan: 100 }), 'pass: ');
});

test('evaluatePort() tells whose MAC address a stranger has', () => {
  const mac = PLAN.nodes.find((node) => node.name === 'b')?.ports[0]?.mac ?? '';
  const disguised = neighbor('localhost:eth1', { chassisId: mac });
  assert.equal(
    verdict('a:eth1', hearing(disguised)),
    'fail: hears localhost:eth1 (MAC address of b:eth1), plan says b:eth1',
  );
});
