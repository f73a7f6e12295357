/** Every state of the three machines against every condition that its figure names (IEEE Std 802.1AB-2016 9.2.8, 9.2.9). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LLDP_LAB, type LldpAdminStatus } from '../../../src/agents/lldp/config.ts';
import { newLldpCounters } from '../../../src/agents/lldp/counters.ts';
import { LldpNeighbors } from '../../../src/agents/lldp/neighbors.ts';
import { LldpPort } from '../../../src/agents/lldp/port.ts';
import { LldpReceive } from '../../../src/agents/lldp/receive.ts';
import { LldpTransmitTimer } from '../../../src/agents/lldp/transmit-timer.ts';
import { LldpTransmit } from '../../../src/agents/lldp/transmit.ts';
import { FULL_LLDPDU } from '../../wire/lldp-frames.ts';
import { octetsOf } from '../../support/hex.ts';
import { portConfig, S } from './lldp-wire.ts';

/** The three machines with their conditions in the open, and the transitions that they took, `from > to (reason)`. */
class Bench {
  readonly globals: { portEnabled: boolean; adminStatus: LldpAdminStatus };
  readonly timer: LldpTransmitTimer;
  readonly transmit: LldpTransmit;
  readonly receive: LldpReceive;
  readonly neighbors: LldpNeighbors;
  #taken: string[] = [];

  constructor(deleteOnPortDown = false) {
    this.globals = { portEnabled: true, adminStatus: 'enabledRxTx' };
    const log = (_machine: string, from: string, to: string, reason: string): void => {
      this.#taken.push(`${from} > ${to} (${reason})`);
    };
    const counters = newLldpCounters();
    this.neighbors = new LldpNeighbors(4, counters);
    this.timer = new LldpTransmitTimer(this.globals, LLDP_LAB, log);
    this.transmit = new LldpTransmit(this.globals, LLDP_LAB, this.timer, log);
    this.receive = new LldpReceive(this.globals, this.neighbors, counters, deleteOnPortDown, log);
  }

  /** The transitions since the last call. */
  taken(): string[] {
    const taken = this.#taken;
    this.#taken = [];
    return taken;
  }

  /** Makes `change`, runs one machine, and returns the transitions that it took. */
  after(
    machine: 'timer' | 'transmit' | 'receive',
    nowUs: number,
    change: () => void = () => undefined,
  ): string[] {
    change();
    this.taken();
    this[machine].run(nowUs);
    return this.taken();
  }
}

test('transmit timer: TX_TIMER_INITIALIZE is left when adminStatus lets the port send, and not before', () => {
  for (const adminStatus of ['disabled', 'enabledRxOnly'] as const) {
    const bench = new Bench();
    bench.globals.adminStatus = adminStatus;
    assert.deepEqual(bench.after('timer', 0), []);
  }
  const bench = new Bench();
  assert.deepEqual(bench.after('timer', 0), [
    'TX_TIMER_INITIALIZE > TX_TIMER_IDLE (adminStatus)',
    'TX_TIMER_IDLE > TX_TIMER_EXPIRES (txTTR)',
    'TX_TIMER_EXPIRES > SIGNAL_TX (UCT)',
    'SIGNAL_TX > TX_TIMER_IDLE (UCT)',
  ]);
});

test('transmit timer: TX_TIMER_IDLE answers each condition of its figure', () => {
  const bench = new Bench();
  bench.timer.run(0);
  bench.timer.takeSignal(0);
  assert.deepEqual(bench.after('timer', 0.5 * S), []);
  assert.deepEqual(
    bench.after('timer', 0.5 * S, () => bench.timer.noteLocalChange()),
    ['TX_TIMER_IDLE > SIGNAL_TX (localChange)', 'SIGNAL_TX > TX_TIMER_IDLE (UCT)'],
  );
  assert.deepEqual(
    bench.after('timer', 0.6 * S, () => bench.timer.noteNewNeighbor()),
    [
      'TX_TIMER_IDLE > TX_FAST_START (newNeighbor)',
      'TX_FAST_START > TX_TIMER_EXPIRES (UCT)',
      'TX_TIMER_EXPIRES > SIGNAL_TX (UCT)',
      'SIGNAL_TX > TX_TIMER_IDLE (UCT)',
    ],
  );
  assert.equal(bench.timer.txFast, LLDP_LAB.txFastInit - 1);
  assert.deepEqual(bench.after('timer', 1 * S), [
    'TX_TIMER_IDLE > TX_TICK (txTick)',
    'TX_TICK > TX_TIMER_IDLE (UCT)',
  ]);
  assert.equal(bench.timer.txCredit, LLDP_LAB.txCreditMax);
});

test('transmit timer: a new neighbour during a fast start does not begin it anew', () => {
  const bench = new Bench();
  bench.timer.noteNewNeighbor();
  bench.timer.run(0);
  bench.timer.noteNewNeighbor();
  bench.timer.run(0);
  assert.equal(bench.timer.txFast, LLDP_LAB.txFastInit - 2);
});

test('transmit timer: every state falls back to TX_TIMER_INITIALIZE when the port or adminStatus forbids', () => {
  for (const [change, reason] of [
    [{ portEnabled: false }, 'portEnabled'],
    [{ adminStatus: 'disabled' }, 'adminStatus'],
    [{ adminStatus: 'enabledRxOnly' }, 'adminStatus'],
  ] as const) {
    const bench = new Bench();
    bench.timer.run(0);
    bench.timer.takeSignal(0);
    const taken = bench.after('timer', 1, () => Object.assign(bench.globals, change));
    assert.deepEqual(taken, [`TX_TIMER_IDLE > TX_TIMER_INITIALIZE (${reason})`]);
    assert.deepEqual([bench.timer.txNow, bench.timer.txCredit, bench.timer.txFast], [false, 5, 0]);
    assert.deepEqual(bench.after('timer', 2), []);
    assert.equal(bench.timer.nextWakeUs(), Infinity);
  }
});

test('transmit: each state answers each condition of its figure', () => {
  const bench = new Bench();
  bench.globals.adminStatus = 'enabledRxOnly';
  assert.deepEqual(bench.after('transmit', 0), []);
  bench.globals.adminStatus = 'enabledTxOnly';
  assert.deepEqual(bench.after('transmit', 0), ['TX_LLDP_INITIALIZE > TX_IDLE (adminStatus)']);
  assert.deepEqual(
    bench.after('transmit', 0, () => bench.timer.run(0)),
    ['TX_IDLE > TX_INFO_FRAME (txNow)', 'TX_INFO_FRAME > TX_IDLE (UCT)'],
  );
  assert.equal(bench.transmit.takeFrame(), 'info');
  bench.globals.adminStatus = 'disabled';
  assert.deepEqual(bench.after('transmit', 0), ['TX_IDLE > TX_SHUTDOWN_FRAME (adminStatus)']);
  assert.equal(bench.transmit.takeFrame(), 'shutdown');
  assert.deepEqual(bench.after('transmit', 1 * S - 1), []);
  assert.equal(bench.transmit.nextWakeUs(), 1 * S);
  bench.globals.adminStatus = 'enabledRxTx';
  assert.deepEqual(bench.after('transmit', 1 * S), [
    'TX_SHUTDOWN_FRAME > TX_LLDP_INITIALIZE (txShutdownWhile)',
    'TX_LLDP_INITIALIZE > TX_IDLE (adminStatus)',
  ]);
  bench.globals.portEnabled = false;
  assert.deepEqual(bench.after('transmit', 1 * S), ['TX_IDLE > TX_LLDP_INITIALIZE (portEnabled)']);
});

test('transmit: TX_IDLE waits for credit', () => {
  const bench = new Bench();
  for (let count = 0; count < 6; count += 1) {
    bench.timer.noteLocalChange();
    bench.timer.run(0);
    bench.transmit.run(0);
  }
  assert.deepEqual([bench.timer.txCredit, bench.timer.txNow], [0, true]);
  assert.deepEqual(bench.after('transmit', 0.9 * S), []);
  assert.equal(bench.timer.nextWakeUs(), 1 * S);
});

test('transmit: a goodbye and the information that follows reinitDelay are both sent, in that order', () => {
  const bench = new Bench();
  bench.transmit.run(0);
  bench.globals.adminStatus = 'disabled';
  bench.transmit.run(0);
  bench.globals.adminStatus = 'enabledRxTx';
  bench.timer.run(0);
  bench.transmit.run(1 * S);
  assert.deepEqual(
    [bench.transmit.takeFrame(), bench.transmit.takeFrame(), bench.transmit.takeFrame()],
    ['shutdown', 'info', null],
  );
});

test('receive: each state answers each condition of its figure', () => {
  const bench = new Bench();
  const { receive } = bench;
  bench.globals.portEnabled = false;
  assert.deepEqual(bench.after('receive', 0), []);
  bench.globals.portEnabled = true;
  bench.globals.adminStatus = 'enabledTxOnly';
  assert.deepEqual(bench.after('receive', 0), [
    'LLDP_WAIT_PORT_OPERATIONAL > RX_LLDP_INITIALIZE (portEnabled)',
  ]);
  bench.globals.adminStatus = 'enabledRxOnly';
  assert.deepEqual(bench.after('receive', 0), ['RX_LLDP_INITIALIZE > RX_WAIT_FOR_FRAME (adminStatus)']);
  receive.input(FULL_LLDPDU, 0, FULL_LLDPDU.length, 0);
  assert.deepEqual(bench.taken(), [
    'RX_WAIT_FOR_FRAME > RX_FRAME (rcvFrame)',
    'RX_FRAME > UPDATE_INFO (rxChanges)',
    'UPDATE_INFO > RX_WAIT_FOR_FRAME (UCT)',
  ]);
  receive.input(FULL_LLDPDU, 0, FULL_LLDPDU.length, 0);
  assert.deepEqual(bench.taken(), [
    'RX_WAIT_FOR_FRAME > RX_FRAME (rcvFrame)',
    'RX_FRAME > RX_WAIT_FOR_FRAME (no changes)',
  ]);
  receive.input(FULL_LLDPDU, 0, 3, 0);
  assert.deepEqual(bench.taken().at(-1), 'RX_FRAME > RX_WAIT_FOR_FRAME (badFrame)');
  const goodbye = octetsOf('02 07 04 02 00 00 00 01 01 04 05 05 65 74 68 31 06 02 00 00 00 00');
  receive.input(goodbye, 0, goodbye.length, 0);
  assert.deepEqual(bench.taken().slice(1), [
    'RX_FRAME > DELETE_INFO (rxTTL is 0)',
    'DELETE_INFO > RX_WAIT_FOR_FRAME (UCT)',
  ]);
  receive.input(FULL_LLDPDU, 0, FULL_LLDPDU.length, 0);
  assert.deepEqual(bench.after('receive', 5 * S), [
    'RX_WAIT_FOR_FRAME > DELETE_INFO (rxInfoAge)',
    'DELETE_INFO > RX_WAIT_FOR_FRAME (UCT)',
  ]);
  bench.globals.adminStatus = 'disabled';
  assert.deepEqual(bench.after('receive', 5 * S), ['RX_WAIT_FOR_FRAME > RX_LLDP_INITIALIZE (adminStatus)']);
  bench.globals.portEnabled = false;
  assert.deepEqual(bench.after('receive', 5 * S), [
    'RX_LLDP_INITIALIZE > LLDP_WAIT_PORT_OPERATIONAL (portEnabled)',
  ]);
});

test('receive: LLDP_WAIT_PORT_OPERATIONAL lets what was heard age, or deletes it when told to', () => {
  for (const deleteOnPortDown of [false, true]) {
    const bench = new Bench(deleteOnPortDown);
    bench.receive.run(0);
    bench.receive.input(FULL_LLDPDU, 0, FULL_LLDPDU.length, 0);
    const wait = 'RX_WAIT_FOR_FRAME > LLDP_WAIT_PORT_OPERATIONAL (portEnabled)';
    const leave = (reason: string): string[] => [
      `LLDP_WAIT_PORT_OPERATIONAL > DELETE_AGED_INFO (${reason})`,
      'DELETE_AGED_INFO > LLDP_WAIT_PORT_OPERATIONAL (UCT)',
    ];
    const down = bench.after('receive', 1 * S, () => {
      bench.globals.portEnabled = false;
    });
    assert.deepEqual(down, deleteOnPortDown ? [wait, ...leave('portDown')] : [wait]);
    assert.deepEqual(bench.after('receive', 5 * S), deleteOnPortDown ? [] : leave('rxInfoAge'));
  }
});

test('every machine counts the states that it enters, and the log names the machine', () => {
  const machines = new Set<string>();
  const port = new LldpPort(portConfig(1, 'eth1', { log: (machine) => machines.add(machine) }));
  port.setEnabled(true, 0);
  assert.deepEqual([...machines].toSorted(), ['receive', 'transmit', 'transmitTimer']);
  assert.deepEqual(port.machines.transmit.entered, {
    TX_LLDP_INITIALIZE: 1,
    TX_IDLE: 2,
    TX_SHUTDOWN_FRAME: 0,
    TX_INFO_FRAME: 1,
  });
});
