/** Exports of a plan, read back by the readers that they are for. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { parseDot } from '../../../src/plan/dot/dot-parser.ts';
import { exportAnsible } from '../../../src/plan/export/export-ansible.ts';
import { exportDot } from '../../../src/plan/export/export-dot.ts';
import { exportHosts } from '../../../src/plan/export/export-hosts.ts';
import { makeNode, makePlan, makePort, ringPlan } from '../../support/plans.ts';

test('exportDot() writes the wiring with kinds, addresses, MTU and PTM attributes', () => {
  const { graph, problems } = parseDot(exportDot(ringPlan()));
  assert.deepEqual(problems, []);
  assert.equal(graph.name, 'ring');
  const valuesOf = (attributes: ReadonlyMap<string, { readonly value: string }>): Record<string, string> => {
    return Object.fromEntries(Array.from(attributes, ([name, { value }]) => [name, value]));
  };
  assert.deepEqual(
    graph.nodes.map(({ name, attributes }) => [name, valuesOf(attributes)]),
    [
      ['vm1', {}],
      ['vm2', {}],
      ['vm3', {}],
      ['sw', { kind: 'switch', lldp: 'pass' }],
      ['hub', { kind: 'hub' }],
      ['br', { kind: 'bridge', stp: 'true' }],
    ],
  );
  assert.deepEqual(
    graph.edges.map(({ tail, head, attributes }) => [
      tail.node,
      tail.port,
      head.node,
      head.port,
      valuesOf(attributes),
    ]),
    [
      [
        'vm1',
        'eth1',
        'vm2',
        'eth1',
        {
          LLDP: 'match_type=portdescr,match_hostname=fqdn',
          left_ip: '10.100.12.1/24,2001:db8::1/64',
          right_ip: '10.100.12.2/24',
        },
      ],
      ['vm2', 'eth2', 'vm3', 'eth1', { mtu: '9000' }],
      ['vm3', 'eth2', 'vm1', 'eth2', { right_ip: '10.100.31.1/24', verify: 'off' }],
      ['vm3', 'eth3', 'sw', 'p1', { left_ip: 'dhcp' }],
    ],
  );
});

test('exportDot() writes one edge a line, as PTM wants it, and names what it leaves out', () => {
  const lines = exportDot(ringPlan()).split('\n');
  assert.equal(lines[0], 'graph "ring" {');
  assert.ok(lines.includes('  "vm2":"eth2" -- "vm3":"eth1" [mtu="9000"];'));
  assert.ok(lines.includes('  // Not here, because it has no link: "vm3:eth4"'));
});

test('exportHosts() gives the bare name to the first address of a node', () => {
  assert.deepEqual(exportHosts(ringPlan()).split('\n'), [
    '# Wireloom lab ring',
    '10.100.12.1\tvm1 vm1.eth1',
    '2001:db8::1\tvm1.eth1',
    '10.100.31.1\tvm1.eth2',
    '10.100.12.2\tvm2 vm2.eth1',
    '10.100.99.3\tvm3 vm3.br0',
    '',
  ]);
});

test('exportHosts() writes no mark of an interface name that hosts(5) does not know', () => {
  const node = makeNode('a', 'netns', { ports: [makePort('e#1 x', { addresses: ['10.0.0.1/8'] })] });
  assert.equal(exportHosts(makePlan('lab', [node], [])), '# Wireloom lab lab\n10.0.0.1\ta a.e-1-x\n');
});

test('exportAnsible() writes an inventory with a group for each kind', () => {
  const inventory: unknown = parse(exportAnsible(ringPlan()), { version: '1.1' });
  const { all } = inventory as {
    all: { vars: unknown; children: Record<string, { hosts: Record<string, unknown> }> };
  };
  assert.deepEqual(all.vars, { wireloom_lab: 'ring' });
  assert.deepEqual(Object.keys(all.children), [
    'wireloom_netns',
    'wireloom_switch',
    'wireloom_hub',
    'wireloom_bridge',
  ]);
  assert.deepEqual(all.children['wireloom_netns']?.hosts['vm2'], {
    wireloom_node: 'vm2',
    wireloom_exec: 'wireloom exec vm2 --',
    wireloom_addresses: ['10.100.12.2'],
    wireloom_interfaces: {
      eth1: { mac: '02:00:00:00:00:01', mtu: 1500, addresses: ['10.100.12.2/24'], dhcp: false },
      eth2: { mac: '02:00:00:00:00:01', mtu: 9000, addresses: [], dhcp: false },
    },
  });
});

test('exportAnsible() keeps text that is a number or a boolean to YAML 1.1', () => {
  const node = makeNode('no', 'netns', { ports: [makePort('12', { mac: '12:34:56:10:11:12' })] });
  const text = exportAnsible(makePlan('1e3', [node], []));
  assert.match(text, /wireloom_lab: "1e3"/);
  assert.match(text, /^ +"no":$/m);
  assert.match(text, /mac: "12:34:56:10:11:12"/);
});
