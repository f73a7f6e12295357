/**
 * The transmit timer machine: decides when an LLDPDU is due, by interval, by a change of what the port says, or because
 * a new neighbour wants to know us quickly; and keeps the credit that bounds how many may be sent in a row. Read first:
 * IEEE Std 802.1AB-2016 9.2.8 (transmit timer state machine) and 9.2.5 (txTTR, txFast, txCredit, txTick).
 *
 * DEVIATION(802.1AB 9.2.5, txTTR and txTick): the standard counts both down once a second, here they are moments on the
 * clock of the host. An agent with full credit then wakes up once an interval, not every second, which is what makes
 * thousands of them cheap. The order of events is the same. Ticks begin when credit is first spent, so that the agents
 * of one process do not tick together; no random jitter is added on top, as this code has no source of it.
 */
import type { LldpTimers, TransitionLog } from './config.ts';
import { type LldpGlobals, LldpMachine, maySend, US_PER_S } from './state-machine.ts';

/** States in the order of the figure. */
export const TX_TIMER_STATES = [
  'TX_TIMER_INITIALIZE',
  'TX_TIMER_IDLE',
  'TX_TIMER_EXPIRES',
  'TX_TICK',
  'SIGNAL_TX',
  'TX_FAST_START',
] as const;

/** See {@link TX_TIMER_STATES}. */
export type TxTimerState = (typeof TX_TIMER_STATES)[number];

/** One port's transmit timer. */
export class LldpTransmitTimer extends LldpMachine<TxTimerState> {
  readonly #globals: LldpGlobals;
  readonly #timers: LldpTimers;
  #txTtrUs = 0;
  #tickUs = Infinity;
  #txCredit: number;
  #txFast = 0;
  #txNow = false;
  #localChange = false;
  #newNeighbor = false;

  constructor(globals: LldpGlobals, timers: LldpTimers, log: TransitionLog | undefined) {
    super('transmitTimer', TX_TIMER_STATES, log);
    this.#globals = globals;
    this.#timers = timers;
    this.#txCredit = timers.txCreditMax;
  }

  /** An LLDPDU is due. */
  get txNow(): boolean {
    return this.#txNow;
  }

  /** LLDPDUs that may be sent before the next tick. */
  get txCredit(): number {
    return this.#txCredit;
  }

  /** LLDPDUs still to be sent at the fast pace. */
  get txFast(): number {
    return this.#txFast;
  }

  /** Notes that what the port says has changed, or shall be said again soon. */
  noteLocalChange(): void {
    this.#localChange = true;
  }

  /** Notes that a neighbour was heard for the first time. */
  noteNewNeighbor(): void {
    this.#newNeighbor = true;
  }

  /** The transmit machine has sent the LLDPDU that was due: `dec(txCredit); txNow = FALSE`. */
  takeSignal(nowUs: number): void {
    this.#txNow = false;
    this.#txCredit -= 1;
    if (this.#tickUs === Infinity) this.#tickUs = nowUs + US_PER_S;
  }

  /** Takes all transitions that are due. */
  run(nowUs: number): void {
    if (!this.#globals.portEnabled || !maySend(this.#globals)) {
      if (this.state !== 'TX_TIMER_INITIALIZE') this.#initialize();
      return;
    }
    while (this.#step(nowUs));
  }

  /** When {@link run} has something to do again. Ticks only matter to an LLDPDU that waits for credit. */
  nextWakeUs(): number {
    if (this.state === 'TX_TIMER_INITIALIZE') return Infinity;
    return this.#txNow && this.#txCredit === 0 ? Math.min(this.#tickUs, this.#txTtrUs) : this.#txTtrUs;
  }

  #step(nowUs: number): boolean {
    switch (this.state) {
      case 'TX_TIMER_INITIALIZE':
        this.enter('TX_TIMER_IDLE', 'adminStatus');
        return true;
      case 'TX_TIMER_IDLE':
        return this.#leaveIdle(nowUs);
      case 'TX_TIMER_EXPIRES':
        this.#signal('UCT', nowUs);
        return true;
      case 'TX_TICK':
      case 'SIGNAL_TX':
        this.enter('TX_TIMER_IDLE', 'UCT');
        return true;
      case 'TX_FAST_START':
        this.#expire('UCT');
        return true;
    }
  }

  /** The figure gives no precedence among these; a new neighbour first, or a change at the same time sends twice. */
  #leaveIdle(nowUs: number): boolean {
    if (nowUs >= this.#tickUs) this.#tick();
    else if (this.#newNeighbor) this.#startFast();
    else if (nowUs >= this.#txTtrUs) this.#expire('txTTR');
    else if (this.#localChange) this.#signal('localChange', nowUs);
    else return false;
    return true;
  }

  #initialize(): void {
    this.enter('TX_TIMER_INITIALIZE', this.#globals.portEnabled ? 'adminStatus' : 'portEnabled');
    this.#txNow = false;
    this.#localChange = false;
    this.#newNeighbor = false;
    this.#txTtrUs = 0;
    this.#txFast = 0;
    this.#tickUs = Infinity;
    this.#txCredit = this.#timers.txCreditMax;
  }

  /** `txAddCredit()`: one more, up to txCreditMax. */
  #tick(): void {
    this.enter('TX_TICK', 'txTick');
    this.#txCredit = Math.min(this.#timers.txCreditMax, this.#txCredit + 1);
    this.#tickUs = this.#txCredit === this.#timers.txCreditMax ? Infinity : this.#tickUs + US_PER_S;
  }

  #startFast(): void {
    this.enter('TX_FAST_START', 'newNeighbor');
    this.#newNeighbor = false;
    if (this.#txFast === 0) this.#txFast = this.#timers.txFastInit;
  }

  #expire(reason: string): void {
    this.enter('TX_TIMER_EXPIRES', reason);
    this.#txFast = Math.max(0, this.#txFast - 1);
  }

  #signal(reason: string, nowUs: number): void {
    this.enter('SIGNAL_TX', reason);
    this.#txNow = true;
    this.#localChange = false;
    const intervalS = this.#txFast > 0 ? this.#timers.msgFastTxS : this.#timers.msgTxIntervalS;
    this.#txTtrUs = nowUs + intervalS * US_PER_S;
  }
}
