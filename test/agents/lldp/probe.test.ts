import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LldpPort } from '../../../src/agents/lldp/port.ts';
import { LLDP_BURST_MAX } from '../../../src/base/limits.ts';
import { SeededRandom } from '../../support/random.ts';
import { changesOf, drain, heardBy, LldpWire, portConfig, S } from './lldp-wire.ts';

const MS = 1000;

/** Four ports, joined 0-1 and 2-3, up and settled for three seconds. */
function twoCables(): { wire: LldpWire; ports: LldpPort[] } {
  const wire = new LldpWire();
  const ports = [1, 2, 3, 4].map((node) => wire.add(portConfig(node, 'eth1')));
  wire.join(ports[0]!, ports[1]!);
  wire.join(ports[2]!, ports[3]!);
  wire.up();
  wire.runUntil(3.3 * S);
  for (const port of ports) changesOf(port);
  return { wire, ports };
}

function probeAll(wire: LldpWire, ports: readonly LldpPort[]): void {
  for (const port of ports) port.probe(wire.nowUs, wire.nowUs + 100 * MS);
  for (const port of ports) port.burst(wire.nowUs, 4, 20 * MS);
}

test('without a probe, a moved cable leaves the old neighbour until its TTL runs out', () => {
  const { wire, ports } = twoCables();
  wire.join(ports[0]!, ports[2]!);
  wire.join(ports[1]!, ports[3]!);
  wire.runUntil(5 * S);
  assert.deepEqual(heardBy(ports[0]!), ['vm2:eth1', 'vm3:eth1']);
  wire.runUntil(9 * S);
  assert.deepEqual(heardBy(ports[0]!), ['vm3:eth1']);
});

test('a probe with bursts shows a moved cable at its deadline', () => {
  const { wire, ports } = twoCables();
  wire.join(ports[0]!, ports[2]!);
  wire.join(ports[1]!, ports[3]!);
  probeAll(wire, ports);
  wire.runUntil(wire.nowUs + 100 * MS);
  assert.deepEqual(ports.map(heardBy), [['vm3:eth1'], ['vm4:eth1'], ['vm1:eth1'], ['vm2:eth1']]);
  assert.deepEqual(changesOf(ports[0]!), ['added vm3:eth1', 'removed vm2:eth1 (probe)']);
  assert.equal(ports[0]!.counters.probeRemovalsTotal, 1);
  assert.equal(ports[0]!.counters.statsAgeoutsTotal, 0);
});

test('a probe changes nothing where nothing was moved, even when two of three frames are lost', () => {
  const { wire, ports } = twoCables();
  const random = new SeededRandom(1);
  wire.loses = () => random.below(3) !== 0;
  for (const port of ports) port.probe(wire.nowUs, wire.nowUs + 400 * MS);
  for (const port of ports) port.burst(wire.nowUs, 16, 20 * MS);
  wire.runUntil(wire.nowUs + 400 * MS);
  for (const port of ports) assert.deepEqual(changesOf(port), []);
});

test('a probe of a port whose peer has fallen silent removes it, and keeps one learnt meanwhile', () => {
  const { wire, ports } = twoCables();
  wire.join(ports[0]!, ports[3]!);
  ports[0]!.probe(wire.nowUs, wire.nowUs + 50 * MS);
  ports[3]!.announce(wire.nowUs);
  wire.runUntil(wire.nowUs + 50 * MS);
  assert.deepEqual(heardBy(ports[0]!), ['vm4:eth1']);
});

test('a probe does not outlive a TTL that ends before it', () => {
  const { wire, ports } = twoCables();
  ports[0]!.probe(wire.nowUs, wire.nowUs + 60 * S);
  ports[1]!.setEnabled(false, wire.nowUs);
  wire.runUntil(wire.nowUs + 6 * S);
  assert.deepEqual(changesOf(ports[0]!), ['removed vm2:eth1 (ttl)']);
});

test('burst() sends its LLDPDUs at their pace, outside the credit, and no more than its bound', () => {
  const { wire, ports } = twoCables();
  const port = ports[0]!;
  for (let count = 0; count < 10; count += 1) port.announce(wire.nowUs);
  drain(port);
  assert.equal(port.machines.transmitTimer.txCredit, 0);
  const sent = port.counters.statsFramesOutTotal;
  port.burst(wire.nowUs, 1000, 1 * MS);
  wire.runUntil(wire.nowUs + 100 * MS);
  assert.equal(port.counters.statsFramesOutTotal - sent, LLDP_BURST_MAX);
});

test('burst() sends nothing on a port that is down, and nothing later', () => {
  const { wire, ports } = twoCables();
  const port = ports[0]!;
  port.setEnabled(false, wire.nowUs);
  const sent = port.counters.statsFramesOutTotal;
  port.burst(wire.nowUs, 5, 1 * MS);
  port.run(wire.nowUs + 1 * S);
  assert.deepEqual(drain(port), []);
  assert.equal(port.counters.statsFramesOutTotal, sent);
});
