import assert from 'node:assert/strict';
import test from 'node:test';
import { formatAge, renderStatusTable, type StatusRow } from '../../../src/plan/verify/table.ts';

function row(port: string, expected: string, fields: Partial<StatusRow> = {}): StatusRow {
  return {
    node: 'vm1',
    port,
    verdict: 'pass',
    expected: [expected],
    observed: [expected],
    reason: '',
    sinceSeconds: 265,
    ...fields,
  };
}

test('renderStatusTable() shows the columns of ptmctl after the node', () => {
  assert.equal(
    renderStatusTable([row('eth1', 'vm2:eth1'), row('eth2', 'vm4:eth2')]),
    [
      '------------------------------------------------------------',
      'Node  Port  Status  Expected Nbr  Observed Nbr  Last Updated',
      '------------------------------------------------------------',
      'vm1   eth1  pass    vm2:eth1      vm2:eth1      4m:25s',
      'vm1   eth2  pass    vm4:eth2      vm4:eth2      4m:25s',
      '',
    ].join('\n'),
  );
});

test('renderStatusTable() has reasons where there are any, and a dash for nobody and never', () => {
  const dark = row('eth2', 'vm4:eth2', {
    verdict: 'no-info',
    observed: [],
    reason: 'no neighbour heard',
    sinceSeconds: null,
  });
  const lines = renderStatusTable([row('eth1', 'vm2:eth1'), dark]).split('\n');
  assert.equal(lines[1], 'Node  Port  Status   Expected Nbr  Observed Nbr  Last Updated  Reason');
  assert.equal(lines[3], 'vm1   eth1  pass     vm2:eth1      vm2:eth1      4m:25s');
  assert.equal(lines[4], 'vm1   eth2  no-info  vm4:eth2      -             -             no neighbour heard');
});

test('renderStatusTable() shortens the widest cells to the width of the terminal', () => {
  const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((node) => `${node}:eth1`);
  const rows = [row('eth1', '', { expected: many, observed: many.slice(1), reason: 'does not hear a:eth1' })];
  const lines = renderStatusTable(rows, { width: 90 }).split('\n');
  assert.ok(lines.every((line) => line.length <= 90));
  assert.match(lines[3] ?? '', /^vm1 {3}eth1 {2}pass {4}a:eth1, b:.*… {2}b:eth1, .*… {2}4m:25s/);
});

test('renderStatusTable() gives up shortening where nothing is left to take', () => {
  const [dashes] = renderStatusTable([row('eth1', 'vm2:eth1')], { width: 10 }).split('\n');
  assert.equal(dashes?.length, 60);
});

test('renderStatusTable() paints the status without moving the columns', () => {
  const paint = (verdict: string, text: string): string => `<${verdict}>${text}</>`;
  const lines = renderStatusTable([row('eth1', 'vm2:eth1')], { paint }).split('\n');
  assert.equal(lines[3], 'vm1   eth1  <pass>pass  </>  vm2:eth1      vm2:eth1      4m:25s');
});

test('formatAge() leaves out what is larger than the age', () => {
  assert.deepEqual([0, 59, 60, 265, 3600, 93_784, -1].map(formatAge), [
    '0s',
    '59s',
    '1m:0s',
    '4m:25s',
    '1h:0m:0s',
    '1d:2h:3m:4s',
    '0s',
  ]);
});
