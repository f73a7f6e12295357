import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ADDED,
  CHANGED,
  DROP_NOT_LLDP,
  DROP_NOT_RECEIVING,
  DROP_TOO_MANY_NEIGHBORS,
  LLDP_DROP_NAMES,
  REFRESHED,
  REMOVED,
} from '../../../src/agents/lldp/codes.ts';
import { LLDP_DEFAULTS, LLDP_LAB, LLDP_LOCAL_EMPTY } from '../../../src/agents/lldp/config.ts';
import { hashMsap } from '../../../src/agents/lldp/neighbors.ts';
import { LldpPort } from '../../../src/agents/lldp/port.ts';
import { LLDP_CHANGES_MAX } from '../../../src/base/limits.ts';
import { DROP_LLDP_CHASSIS_ID, DROP_LLDP_DUPLICATE } from '../../../src/wire/lldp.ts';
import { hexOf, octetsOf } from '../../support/hex.ts';
import { SeededRandom, seedOfRun } from '../../support/random.ts';
import { LLDPD_DEFAULT_FRAME, LLDPD_IFNAME_FRAME, LLDPD_SHUTDOWN_FRAME } from '../../wire/lldp-frames.ts';
import { changesOf, drain, heardBy, LldpWire, portConfig, S } from './lldp-wire.ts';

const HEADER = '01 80 c2 00 00 0e 02 00 00 00 00 09 88 cc';

function upPort(...args: Parameters<typeof portConfig>): LldpPort {
  const port = new LldpPort(portConfig(...args));
  port.setEnabled(true, 0);
  drain(port);
  return port;
}

function hear(port: LldpPort, frame: Uint8Array, nowUs: number): number {
  return port.input(frame, 0, frame.length, nowUs);
}

/** A frame from neighbour number `index` with the given TTL, and `rest` behind the mandatory TLVs. */
function frameOf(index: number, ttlS = 5, rest = '00 00'): Uint8Array {
  const hex = (value: number) => value.toString(16).padStart(4, '0');
  return octetsOf(`${HEADER} 02 03 07 ${hex(index)} 04 02 05 41 06 02 ${hex(ttlS)} ${rest}`);
}

test('input() adds, refreshes, changes and removes a neighbour (9.2.9)', () => {
  const port = upPort(1, 'eth1');
  assert.equal(hear(port, frameOf(1, 5, '0a 01 41 00 00'), 1 * S), ADDED);
  assert.equal(hear(port, frameOf(1, 5, '0a 01 41 00 00'), 2 * S), REFRESHED);
  assert.equal(port.neighbors()[0]?.lastHeardUs, 2 * S);
  assert.equal(port.neighbors()[0]?.expiresUs, 7 * S);
  assert.equal(hear(port, frameOf(1, 5, '0a 01 42 00 00'), 3 * S), CHANGED);
  assert.equal(port.neighbors()[0]?.systemName, 'B');
  assert.equal(hear(port, frameOf(1, 0), 4 * S), REMOVED);
  assert.equal(hear(port, frameOf(1, 0), 4 * S), REFRESHED);
  assert.deepEqual(port.neighbors(), []);
  assert.deepEqual(changesOf(port), ['added A:A', 'changed B:A', 'removed B:A (shutdown)']);
  assert.equal(port.counters.statsFramesInTotal, 5);
  assert.equal(port.counters.statsAgeoutsTotal, 0);
});

test('input() sees no change in what follows the End Of LLDPDU TLV, and one in a longer LLDPDU', () => {
  const port = upPort(1, 'eth1');
  hear(port, frameOf(1, 5, '0a 01 41 00 00 ff ff'), 0);
  assert.equal(hear(port, frameOf(1, 5, '0a 01 41 00 00 aa'), 0), REFRESHED);
  assert.equal(hear(port, frameOf(1, 5, '0a 01 41 0a'), 0), CHANGED);
  hear(port, frameOf(2, 5, '0a 01 41'), 0);
  assert.equal(hear(port, frameOf(2, 5, '0a 01 41 08 01 42'), 0), CHANGED);
  assert.equal(port.neighbors()[1]?.portDescription, 'B');
});

test('input() understands lldpd, in both Port ID modes, and its goodbye', () => {
  const port = upPort(1, 'eth1');
  assert.equal(hear(port, LLDPD_DEFAULT_FRAME, 0), ADDED);
  assert.equal(hear(port, LLDPD_IFNAME_FRAME, 0), ADDED);
  const [byMac, byName] = port.neighbors();
  assert.deepEqual(
    [byMac?.portIdKind, byMac?.portId, byMac?.portDescription],
    ['mac', '02:00:00:00:0a:01', 'e0'],
  );
  assert.deepEqual([byName?.portIdKind, byName?.portId, byName?.systemName], ['ifname', 'e0', 'lab1']);
  assert.deepEqual(byName?.managementAddresses, ['10.9.8.7', 'fe80::ff:fe00:a01']);
  assert.equal(hear(port, LLDPD_SHUTDOWN_FRAME, 0), REMOVED);
  assert.deepEqual(heardBy(port), ['lab1:02:00:00:00:0a:01']);
});

test('a neighbour carries MTU, VLAN and times for the observation of its port', () => {
  const wire = new LldpWire();
  const local = { ...LLDP_LOCAL_EMPTY, mtu: 9000, portVlan: 100, capabilities: { supported: 4, enabled: 4 } };
  const left = wire.add(portConfig(1, 'eth1'));
  wire.join(left, wire.add(portConfig(2, 'p1', { local })));
  wire.up();
  const { lastHeardUs, expiresUs, ...rest } = left.neighbors()[0]!;
  assert.deepEqual([lastHeardUs, expiresUs], [0, 5 * S]);
  assert.deepEqual([rest.mtu, rest.portVlan, rest.ttl, rest.systemName], [9000, 100, 5, null]);
  assert.deepEqual([rest.chassisId, rest.chassisIdKind, rest.portId], ['02:00:00:00:00:02', 'mac', 'p1']);
  assert.deepEqual(rest.capabilities, { supported: 4, enabled: 4 });
});

test('input() drops and counts what is not for it', () => {
  const port = upPort(1, 'eth1');
  const frame = frameOf(1);
  const other = frame.slice();
  other[5] = 0x03;
  assert.equal(hear(port, other, 0), DROP_NOT_LLDP);
  assert.equal(hear(port, frame.slice(0, 13), 0), DROP_NOT_LLDP);
  assert.equal(hear(port, octetsOf('01 80 c2 00 00 0e 02 00 00 00 00 09 08 00 45'), 0), DROP_NOT_LLDP);
  assert.equal(hear(new LldpPort(portConfig(1, 'eth1')), frame, 0), DROP_NOT_RECEIVING);
  assert.equal(hear(upPort(1, 'eth1', { adminStatus: 'enabledTxOnly' }), frame, 0), DROP_NOT_RECEIVING);
  assert.equal(port.counters.statsFramesInTotal, 0);
  assert.equal(port.counters.drops[LLDP_DROP_NAMES.indexOf('dropNotLldp')], 3);
});

test('input() discards a bad LLDPDU and leaves the neighbour as it was (9.2.6, 9.2.7.7.1)', () => {
  const port = upPort(1, 'eth1');
  hear(port, frameOf(1), 0);
  assert.equal(hear(port, octetsOf(`${HEADER} 04 02 05 41`), 0), DROP_LLDP_CHASSIS_ID);
  assert.equal(hear(port, frameOf(1, 5, '06 02 00 05 00 00'), 0), DROP_LLDP_DUPLICATE);
  assert.equal(port.counters.statsFramesDiscardedTotal, 2);
  assert.equal(port.counters.statsFramesInErrorsTotal, 2);
  assert.equal(port.counters.drops[LLDP_DROP_NAMES.indexOf('dropDuplicate')], 1);
  assert.equal(port.neighbors().length, 1);
});

test('input() counts discarded and unrecognized TLVs of every LLDPDU, refreshed ones too (9.2.6)', () => {
  const port = upPort(1, 'eth1');
  const frame = frameOf(1, 5, '0e 01 00 12 00 fe 04 aa bb cc 01 00 00');
  hear(port, frame, 0);
  hear(port, frame, 0);
  assert.equal(port.counters.statsTLVsDiscardedTotal, 2);
  assert.equal(port.counters.statsTLVsUnrecognizedTotal, 4);
  assert.equal(port.counters.statsFramesInErrorsTotal, 2);
  assert.equal(port.counters.statsFramesDiscardedTotal, 0);
});

test('a neighbour is removed when its TTL runs out, and not before (rxInfoAge)', () => {
  const port = upPort(1, 'eth1');
  hear(port, frameOf(1, 5), 0);
  hear(port, frameOf(2, 9), 0);
  hear(port, frameOf(1, 5), 3 * S);
  port.run(8 * S - 1);
  assert.equal(port.neighbors().length, 2);
  port.run(8 * S);
  assert.deepEqual(changesOf(port).at(-1), 'removed null:A (ttl)');
  assert.equal(port.neighbors().length, 1);
  port.run(9 * S);
  assert.equal(port.counters.statsAgeoutsTotal, 2);
});

test('a neighbour too many is turned away and counted until the longest TTL is over (9.2.7.7.5)', () => {
  const port = upPort(1, 'eth1', { neighborsMax: 2 });
  for (const index of [1, 2]) hear(port, frameOf(index), 0);
  assert.equal(hear(port, frameOf(3, 20), 0), DROP_TOO_MANY_NEIGHBORS);
  assert.equal(hear(port, frameOf(4, 10), 0), DROP_TOO_MANY_NEIGHBORS);
  assert.equal(hear(port, frameOf(1, 5, '0a 01 41 00 00'), 0), CHANGED);
  assert.equal(port.counters.statsFramesDiscardedTotal, 2);
  assert.equal(port.counters.statsFramesInErrorsTotal, 0);
  assert.ok(port.tooManyNeighbors(20 * S - 1) && !port.tooManyNeighbors(20 * S));
  hear(port, frameOf(1, 0), 1 * S);
  assert.equal(hear(port, frameOf(3), 1 * S), ADDED);
});

test('neighbours whose MSAP hashes are equal are told apart', () => {
  const random = new SeededRandom(1);
  const seen = new Map<number, Uint8Array>();
  let pair: Uint8Array[] = [];
  // Among 32-bit hashes of random octets, half a million have some thirty collisions.
  for (let count = 0; count < 500_000 && pair.length === 0; count += 1) {
    const frame = octetsOf(`${HEADER} 02 09 07 ${hexOf(random.octets(8))} 04 02 05 41 06 02 00 05 00 00`);
    const hash = hashMsap(frame, 14, 15);
    const other = seen.get(hash);
    if (other !== undefined) pair = [other, frame];
    seen.set(hash, frame);
  }
  assert.equal(pair.length, 2);
  const port = upPort(1, 'eth1');
  for (const frame of pair) assert.equal(hear(port, frame, 0), ADDED);
  for (const frame of pair) assert.equal(hear(port, frame, 1), REFRESHED);
  assert.equal(port.neighbors().length, 2);
});

test('the changes that a host does not take are bounded, and the oldest are lost and counted', () => {
  const port = upPort(1, 'eth1');
  for (let index = 0; index < LLDP_CHANGES_MAX + 10; index += 1) {
    hear(port, frameOf(1, 5, `0a 02 ${(0x4141 + index).toString(16)} 00 00`), 0);
  }
  assert.equal(port.counters.changesLostTotal, 10);
  assert.equal(changesOf(port).length, LLDP_CHANGES_MAX);
});

test('a port that goes down keeps its neighbours until they age, and forgets them when it is up again', () => {
  const port = upPort(1, 'eth1');
  hear(port, frameOf(1, 5), 0);
  hear(port, frameOf(2, 60), 0);
  port.setEnabled(false, 1 * S);
  assert.equal(port.neighbors().length, 2);
  assert.equal(port.nextWakeUs(), 5 * S);
  port.run(5 * S);
  assert.equal(port.neighbors().length, 1);
  port.setEnabled(true, 6 * S);
  assert.deepEqual(changesOf(port).slice(2), ['removed null:A (ttl)', 'removed null:A (initialize)']);
});

test('deleteOnPortDown forgets the neighbours with the carrier, which is no ageing', () => {
  const port = upPort(1, 'eth1', { deleteOnPortDown: true });
  hear(port, frameOf(1), 0);
  port.setEnabled(false, 1 * S);
  assert.deepEqual(changesOf(port), ['added null:A', 'removed null:A (portDown)']);
  assert.equal(port.counters.statsAgeoutsTotal, 0);
  assert.equal(port.nextWakeUs(), Infinity);
});

test('a port sends at once when it goes up, then once an interval, with TTL interval times hold plus one', () => {
  const port = new LldpPort(portConfig(1, 'eth1', { timers: LLDP_DEFAULTS }));
  assert.equal(port.nextWakeUs(), Infinity);
  port.setEnabled(true, 7 * S);
  const [frame, ...more] = drain(port);
  assert.deepEqual(more, []);
  assert.equal((frame![14 + 9 + 7 + 2]! << 8) | frame![14 + 9 + 7 + 3]!, 121);
  assert.equal(port.nextWakeUs(), 37 * S);
  port.run(37 * S - 1);
  assert.deepEqual(drain(port), []);
  port.run(37 * S);
  assert.equal(drain(port).length, 1);
  assert.equal(port.counters.statsFramesOutTotal, 2);
});

test('a new neighbour is answered at once and txFastInit times at msgFastTx (9.2.8, TX_FAST_START)', () => {
  const port = upPort(1, 'eth1', { timers: LLDP_DEFAULTS });
  hear(port, frameOf(1, 3600), 0.5 * S);
  const sentAt: number[] = [];
  for (let nowUs = 0.5 * S; nowUs <= 60 * S; nowUs = port.nextWakeUs()) {
    port.run(nowUs);
    if (drain(port).length > 0) sentAt.push(nowUs / S);
  }
  assert.deepEqual(sentAt, [0.5, 1.5, 2.5, 3.5, 33.5]);
});

test('announce() sends at once while there is credit, then one a second (9.2.5, txCredit)', () => {
  const port = upPort(1, 'eth1', { timers: LLDP_DEFAULTS });
  let sent = 0;
  for (let count = 0; count < 20; count += 1) {
    port.announce(100);
    sent += drain(port).length;
  }
  assert.equal(sent, LLDP_DEFAULTS.txCreditMax - 1);
  assert.equal(port.nextWakeUs(), 1 * S);
  port.run(1 * S);
  assert.equal(drain(port).length, 1);
  port.run(2 * S);
  assert.deepEqual(drain(port), []);
});

test('setLocal() sends what has changed, and nothing when nothing shows', () => {
  const port = upPort(1, 'eth1');
  port.setLocal({ mtu: 1500 }, 1);
  assert.deepEqual(drain(port), []);
  port.setLocal({ mtu: 9000, systemName: 'renamed' }, 2);
  const peer = upPort(2, 'eth1');
  assert.equal(hear(peer, drain(port)[0]!, 2), ADDED);
  assert.deepEqual([peer.neighbors()[0]?.mtu, peer.neighbors()[0]?.systemName], [9000, 'renamed']);
});

test('setSilent() says goodbye once, keeps listening, and waits reinitDelay before it speaks again', () => {
  const wire = new LldpWire();
  const [left, right] = [wire.add(portConfig(1, 'eth1')), wire.add(portConfig(2, 'eth1'))];
  wire.join(left, right);
  wire.up();
  wire.runUntil(3 * S);
  left.setSilent(true, wire.nowUs);
  left.burst(wire.nowUs, 3, 1000);
  left.announce(wire.nowUs);
  wire.settle();
  assert.deepEqual(changesOf(right), ['added vm1:eth1', 'removed vm1:eth1 (shutdown)']);
  const sent = left.counters.statsFramesOutTotal;
  wire.runUntil(60 * S);
  assert.equal(left.counters.statsFramesOutTotal, sent);
  assert.deepEqual(heardBy(left), ['vm2:eth1']);
  left.setSilent(false, wire.nowUs);
  wire.settle();
  assert.deepEqual(heardBy(right), ['vm1:eth1']);
  left.setSilent(true, wire.nowUs);
  left.setSilent(false, wire.nowUs);
  wire.settle();
  assert.deepEqual(heardBy(right), []);
  wire.runUntil(60 * S + LLDP_LAB.reinitDelayS * S);
  assert.deepEqual(heardBy(right), ['vm1:eth1']);
});

test('yieldTo() falls silent with a goodbye, and without one before a speaker of the same identity', () => {
  const SHUTDOWN_TTL = '060200000000';
  for (const [other, expected] of [
    [upPort(2, 'eth1'), 1],
    [upPort(1, 'eth1'), 0],
  ] as const) {
    const port = upPort(1, 'eth1');
    other.announce(5 * S);
    const [frame = new Uint8Array(0)] = drain(other);
    port.yieldTo(frame, 14, frame.length - 14, 5 * S);
    const sent = drain(port).map(hexOf);
    assert.equal(sent.length, expected);
    assert.ok(sent.every((hex) => hex.includes(SHUTDOWN_TTL)));
    port.run(20 * S);
    assert.deepEqual(drain(port), [], 'it stays silent');
    port.setSilent(false, 20 * S);
    assert.equal(drain(port).length, 1);
  }
});

test('setAdminStatus() disabled says goodbye, stops and forgets; a port that is down says nothing', () => {
  const port = upPort(1, 'eth1');
  hear(port, frameOf(1), 0);
  drain(port);
  port.setAdminStatus('disabled', 1 * S);
  assert.equal(drain(port).length, 1);
  assert.deepEqual(port.neighbors(), []);
  port.run(2 * S);
  assert.equal(port.nextWakeUs(), Infinity);
  const down = new LldpPort(portConfig(1, 'eth1'));
  down.setAdminStatus('disabled', 0);
  assert.deepEqual(drain(down), []);
});

test('a frame that waits when the port goes down is not sent', () => {
  const port = new LldpPort(portConfig(1, 'eth1'));
  port.setEnabled(true, 0);
  port.setEnabled(false, 0);
  assert.deepEqual(drain(port), []);
});

test('an LLDPDU that does not fit into the MTU leaves out what matters least', () => {
  const local = {
    ...LLDP_LOCAL_EMPTY,
    systemName: 'vm1',
    systemDescription: 'x'.repeat(200),
    portDescription: 'eth1',
    mtu: 68,
  };
  const port = new LldpPort(portConfig(1, 'eth1', { local }));
  port.setEnabled(true, 0);
  const peer = upPort(2, 'eth1');
  const frame = drain(port)[0]!;
  assert.ok(frame.length <= 14 + 68);
  hear(peer, frame, 0);
  const neighbor = peer.neighbors()[0]!;
  assert.deepEqual([neighbor.systemName, neighbor.mtu, neighbor.systemDescription], ['vm1', 68, null]);
  assert.equal(port.counters.lldpduLengthErrors, 1);
});

test('a port refuses timing out of the ranges of 9.2.5', () => {
  for (const change of [{ msgTxIntervalS: 0 }, { txFastInit: 9 }, { msgTxHold: 1.5 }, { txCreditMax: 11 }]) {
    assert.throws(
      () => new LldpPort(portConfig(1, 'eth1', { timers: { ...LLDP_LAB, ...change } })),
      RangeError,
    );
  }
});

test('random frames never throw, and leave at most the neighbours that fit', () => {
  const seed = seedOfRun();
  const random = new SeededRandom(seed);
  const port = upPort(1, 'eth1');
  const goldens = [LLDPD_DEFAULT_FRAME, LLDPD_IFNAME_FRAME, LLDPD_SHUTDOWN_FRAME];
  for (let round = 0; round < 20_000; round += 1) {
    const frame = goldens[random.below(3)]!.slice();
    for (let flip = random.below(4); flip > 0; flip -= 1)
      frame[14 + random.below(frame.length - 14)] = random.below(256);
    hear(port, frame.slice(0, 14 + random.below(frame.length - 13)), round * 1000);
    port.run(round * 1000);
  }
  assert.ok(port.neighbors().length <= 64, `WIRELOOM_SEED=${seed}`);
  const { statsFramesInTotal, statsFramesDiscardedTotal } = port.counters;
  assert.equal(statsFramesInTotal, 20_000);
  assert.ok(statsFramesDiscardedTotal > 0 && statsFramesDiscardedTotal < 20_000);
});
