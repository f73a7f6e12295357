import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LLDP_DEFAULTS } from '../../../src/agents/lldp/config.ts';
import { LldpPort } from '../../../src/agents/lldp/port.ts';
import { SeededRandom } from '../../support/random.ts';
import { changesOf, drain, heardBy, LldpWire, portConfig, S } from './lldp-wire.ts';

test('two ports hear each other at once and stay neighbours for an hour', () => {
  const wire = new LldpWire();
  const [left, right] = [wire.add(portConfig(1, 'eth1')), wire.add(portConfig(2, 'eth2'))];
  wire.join(left, right);
  wire.up();
  assert.deepEqual([heardBy(left), heardBy(right)], [['vm2:eth2'], ['vm1:eth1']]);
  wire.runUntil(3600 * S);
  assert.deepEqual(changesOf(left), ['added vm2:eth2']);
  assert.deepEqual(changesOf(right), ['added vm1:eth1']);
  assert.ok(Math.abs(left.counters.statsFramesOutTotal - 3600) < 5);
  assert.equal(left.counters.statsFramesInErrorsTotal, 0);
});

test('two ports stay neighbours with a tenth of the frames lost, since the hold is four', () => {
  const wire = new LldpWire();
  const random = new SeededRandom(7);
  wire.loses = () => random.below(10) === 0;
  const [left, right] = [wire.add(portConfig(1, 'eth1')), wire.add(portConfig(2, 'eth2'))];
  wire.join(left, right);
  wire.up();
  wire.runUntil(600 * S);
  // Four in a row of 600 are lost with a chance of some percent; a neighbour that went came back within seconds.
  assert.ok(changesOf(left).length <= 3);
  assert.deepEqual(heardBy(left), ['vm2:eth2']);
});

test('1,000 ports in a ring hear their neighbours from the first round of frames, and wake up no more than they must', () => {
  const wire = new LldpWire();
  const ports = Array.from({ length: 1000 }, (_, index) =>
    wire.add(portConfig(index >> 1, `eth${(index & 1) + 1}`, { timers: LLDP_DEFAULTS })),
  );
  // eth2 of each node goes to eth1 of the next.
  for (let index = 1; index < 1000; index += 2) wire.join(ports[index]!, ports[(index + 1) % 1000]!);
  wire.up();
  ports.forEach((port, index) => {
    const peer = (index & 1) === 1 ? (index + 1) % 1000 : (index + 999) % 1000;
    assert.deepEqual(heardBy(port), [`vm${peer >> 1}:eth${(peer & 1) + 1}`]);
  });
  wire.runUntil(95 * S);
  // One when up, the fast ones, then every 30 s.
  assert.ok(wire.framesCarried <= 1000 * (1 + LLDP_DEFAULTS.txFastInit + 3));
  for (const port of ports) assert.equal(changesOf(port).length, 1);
});

test('input() of an LLDPDU that says nothing new allocates less than an octet a frame', () => {
  const peer = new LldpPort(portConfig(2, 'eth1'));
  peer.setEnabled(true, 0);
  const frame = drain(peer)[0]!;
  const port = new LldpPort(portConfig(1, 'eth1'));
  port.setEnabled(true, 0);
  const frames = 100_000;
  let nowUs = 2 ** 40;
  const hear = (): void => {
    // The clock is read once for a batch of frames, as a host does it.
    for (let batch = 0; batch < frames / 50; batch += 1) {
      nowUs += 1;
      for (let count = 0; count < 50; count += 1) port.input(frame, 0, frame.length, nowUs);
    }
  };
  // Warm up until the code is compiled; then take the best of some runs, since other parts of the process allocate too.
  for (let run = 0; run < 5; run += 1) hear();
  let least = Infinity;
  for (let run = 0; run < 5; run += 1) {
    const before = process.memoryUsage().heapUsed;
    hear();
    const used = process.memoryUsage().heapUsed - before;
    if (used >= 0) least = Math.min(least, used);
  }
  assert.ok(least / frames < 1, `${least / frames} octets a frame`);
});
