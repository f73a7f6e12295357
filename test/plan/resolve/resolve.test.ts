/**
 * Parts of resolution on their own: names, assigned MAC addresses, kinds and their attributes.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { defaultLabName, isLabName, isNodeName, portNameFault } from '../../../src/plan/resolve/names.ts';
import {
  BUILT_KINDS,
  KIND_ATTRIBUTES,
  KNOWN_KINDS,
  UNBUILT_KIND_ATTRIBUTES,
} from '../../../src/plan/spec/kinds.ts';
import { NodeSpec } from '../../../src/plan/spec/node.ts';
import { loadYaml, planOf } from '../support.ts';

test('defaultLabName() makes a valid name of every path', () => {
  assert.equal(defaultLabName('/l/ring.lab.yml'), 'ring');
  assert.equal(defaultLabName('/l/ring.clab.yaml'), 'ring');
  assert.equal(defaultLabName('/l/topology.dot'), 'topology');
  assert.equal(defaultLabName('C:\\l\\My Lab.gv'), 'my-lab');
  assert.equal(defaultLabName('/l/-_x..yml'), 'x');
  assert.equal(defaultLabName('/l/.lab.yml'), 'lab');
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), (name) => isLabName(defaultLabName(`/l/${name}.lab.yml`))),
  );
});

test('isNodeName() takes DNS labels', () => {
  for (const name of ['a', '0', 'vm1', 'a-b', 'x'.repeat(63)]) assert.ok(isNodeName(name), name);
  for (const name of ['', '-a', 'a-', 'A', 'a.b', 'a_b', 'ä', 'x'.repeat(64), 'a\n'])
    assert.ok(!isNodeName(name), name);
});

test('portNameFault() takes what the kernel takes', () => {
  for (const name of ['e', 'eth0', 'eth0.100', 'Gi0-1', 'x'.repeat(15), 'äöü'])
    assert.equal(portNameFault(name), null, name);
  for (const name of [
    '',
    '.',
    '..',
    'lo',
    'all',
    'default',
    'a b',
    'a/b',
    'a:b',
    'eth%d',
    'a\tb',
    'a\x01',
    'x'.repeat(16),
  ]) {
    assert.notEqual(portNameFault(name), null, name);
  }
});

test('assigned MAC addresses are the same every time, differ between labs, and are local and individual', () => {
  const text = 'topology: {nodes: {a: {interfaces: {e1: , e2: }}, b: {interfaces: {e1: }}}}\n';
  const macs = (name: string): string[] =>
    planOf(loadYaml(`name: ${name}\n${text}`)).nodes.flatMap((node) => node.ports.map((port) => port.mac));
  assert.deepEqual(macs('x'), macs('x'));
  assert.equal(new Set([...macs('x'), ...macs('y')]).size, 6);
  for (const mac of macs('x')) assert.equal(Number.parseInt(mac.slice(0, 2), 16) & 0x03, 0x02);
});

test('an assigned MAC address gives way to an explicit one', () => {
  const text = (mac: string): string =>
    `topology: {nodes: {a: {interfaces: {e1: }}, b: {interfaces: {e1: {${mac}}}}}}\n`;
  const first = planOf(loadYaml(text(''))).nodes[0]?.ports[0]?.mac ?? '';
  const plan = planOf(loadYaml(text(`mac: "${first}"`)));
  assert.equal(plan.nodes[1]?.ports[0]?.mac, first);
  assert.notEqual(plan.nodes[0]?.ports[0]?.mac, first);
});

test('the tables of kinds speak of keys that a node has, and of kinds that there are', () => {
  for (const table of [KIND_ATTRIBUTES, UNBUILT_KIND_ATTRIBUTES]) {
    for (const [key, kinds] of Object.entries(table)) {
      assert.ok(key in NodeSpec.shape, key);
      for (const kind of kinds) assert.ok(KNOWN_KINDS.includes(kind), kind);
    }
  }
  assert.ok(BUILT_KINDS.every((kind) => KNOWN_KINDS.includes(kind)));
});
