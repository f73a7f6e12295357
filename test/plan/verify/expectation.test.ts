import assert from 'node:assert/strict';
import test from 'node:test';
import { expectations, uncheckedPorts } from '../../../src/plan/verify/expectation.ts';
import { labPlan, type LinkText, type NodeOptions } from '../../support/lab-plan.ts';

/** `port: neighbours`, one line a speaking port. */
function expected(
  links: LinkText[],
  nodes: Record<string, NodeOptions | 'hub' | 'switch' | 'bridge'> = {},
): string[] {
  return [...expectations(labPlan(links, nodes)).values()].map((one) => {
    const what = one.check === 'neighbors' ? one.neighbors.join(' ') : one.check;
    const tolerated = one.tolerated.size === 0 ? '' : ` (${[...one.tolerated].join(' ')})`;
    return `${one.name}: ${what}${tolerated}`;
  });
}

test('expectations() has the other end of each plain link, a bridge and a speaking switch included', () => {
  const nodes = { br: 'bridge', sw: 'switch' } as const;
  assert.deepEqual(expected(['a:eth1 -- br:p1', 'br:p2 -- sw:p1', 'sw:p2 -- b:eth1'], nodes), [
    'br:p1: a:eth1',
    'br:p2: sw:p1',
    'sw:p1: br:p2',
    'sw:p2: b:eth1',
    'a:eth1: br:p1',
    'b:eth1: sw:p2',
  ]);
});

test('expectations() has all others around a tree of hubs and passing switches, sorted naturally', () => {
  const links = ['a:eth10 -- h:p1', 'a:eth2 -- h:p2', 'h:p3 -- sw:p1', 'sw:p2 -- b:eth1'];
  assert.deepEqual(expected(links, { h: 'hub', sw: { kind: 'switch', lldp: 'pass' } }), [
    'a:eth10: a:eth2 b:eth1',
    'a:eth2: a:eth10 b:eth1',
    'b:eth1: a:eth2 a:eth10',
  ]);
});

test('expectations() has silence at a dropping switch, alone behind a hub, and without a link', () => {
  const plan = labPlan(['a:eth1 -- sw:p1', 'a:eth2 -- h:p1'], {
    sw: { kind: 'switch', lldp: 'drop' },
    h: 'hub',
    a: { spare: ['eth3'] },
  });
  const all = expectations(plan);
  assert.deepEqual(
    [...all.values()].map((one) => `${one.name}: ${one.check}`),
    ['a:eth1: silence', 'a:eth2: silence', 'a:eth3: silence'],
  );
  assert.deepEqual(uncheckedPorts(all), ['a:eth1', 'a:eth2']);
});

test('expectations() neither wants nor minds what only unchecked links lead to', () => {
  const links = ['a:eth1 -- h:p1', 'b:eth1 -- h:p2', { ends: 'c:eth1 -- h:p3', verify: false }];
  assert.deepEqual(expected(links, { h: 'hub' }), [
    'a:eth1: b:eth1 (c:eth1)',
    'b:eth1: a:eth1 (c:eth1)',
    'c:eth1: off',
  ]);
});

test('expectations() survives a loop of hubs and a hub port cabled to its own hub', () => {
  const links = ['a:eth1 -- h:p1', 'h:p2 -- k:p2', 'k:p3 -- h:p3', 'h:p4 -- h:p5', 'k:p1 -- b:eth1'];
  assert.deepEqual(expected(links, { h: 'hub', k: 'hub' }), ['a:eth1: b:eth1', 'b:eth1: a:eth1']);
});
