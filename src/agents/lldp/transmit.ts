/**
 * The transmit machine: sends what is due, and says goodbye before it falls silent. It does not hold frames, it only
 * notes that one of the two kinds is to be sent; the host takes it (`port.ts`). Read first: IEEE Std 802.1AB-2016 9.2.8
 * (transmit state machine), 9.2.7.3 and 9.2.7.4 (the two kinds of LLDPDU).
 */
import type { LldpTimers, TransitionLog } from './config.ts';
import { type LldpGlobals, LldpMachine, maySend, US_PER_S } from './state-machine.ts';
import type { LldpTransmitTimer } from './transmit-timer.ts';

/** States in the order of the figure. */
export const TX_STATES = ['TX_LLDP_INITIALIZE', 'TX_IDLE', 'TX_SHUTDOWN_FRAME', 'TX_INFO_FRAME'] as const;

/** See {@link TX_STATES}. */
export type TxState = (typeof TX_STATES)[number];

/** The two kinds of LLDPDU: with information, and the goodbye with a TTL of zero. */
export type LldpFrameKind = 'info' | 'shutdown';

/** One port's transmit machine. */
export class LldpTransmit extends LldpMachine<TxState> {
  readonly #globals: LldpGlobals;
  readonly #timers: LldpTimers;
  readonly #timer: LldpTransmitTimer;
  #shutdownUntilUs = 0;
  #infoQueued = false;
  #shutdownQueued = false;

  constructor(
    globals: LldpGlobals,
    timers: LldpTimers,
    timer: LldpTransmitTimer,
    log: TransitionLog | undefined,
  ) {
    super('transmit', TX_STATES, log);
    this.#globals = globals;
    this.#timers = timers;
    this.#timer = timer;
  }

  /** Takes all transitions that are due. */
  run(nowUs: number): void {
    if (!this.#globals.portEnabled) {
      if (this.state !== 'TX_LLDP_INITIALIZE') this.#initialize('portEnabled');
      return;
    }
    while (this.#step(nowUs));
  }

  /** When {@link run} has something to do again, the transmit timer's moments aside. */
  nextWakeUs(): number {
    return this.state === 'TX_SHUTDOWN_FRAME' ? this.#shutdownUntilUs : Infinity;
  }

  /**
   * Queues an LLDPDU outside the machine, for a burst (`probe.ts`). Two that wait for the host at the same time would be
   * equal, so they are one.
   *
   * @returns false when the machine is not in a state to send
   */
  queueInfo(): boolean {
    if (this.state !== 'TX_IDLE') return false;
    this.#infoQueued = true;
    return true;
  }

  /** Takes a goodbye back that was not sent yet. */
  withdrawShutdown(): void {
    this.#shutdownQueued = false;
  }

  /** The kind of frame that waits; see {@link takeFrame}. */
  get queued(): LldpFrameKind | null {
    if (this.#shutdownQueued) return 'shutdown';
    return this.#infoQueued ? 'info' : null;
  }

  /** The kind of frame to send next, which waits no longer; null when there is none. */
  takeFrame(): LldpFrameKind | null {
    const kind = this.queued;
    if (kind === 'shutdown') this.#shutdownQueued = false;
    else this.#infoQueued = false;
    return kind;
  }

  #step(nowUs: number): boolean {
    switch (this.state) {
      case 'TX_LLDP_INITIALIZE':
        if (!maySend(this.#globals)) return false;
        this.enter('TX_IDLE', 'adminStatus');
        return true;
      case 'TX_IDLE':
        if (!maySend(this.#globals)) this.#shutDown(nowUs);
        else if (this.#timer.txNow && this.#timer.txCredit > 0) this.#sendInfo(nowUs);
        else return false;
        return true;
      case 'TX_SHUTDOWN_FRAME':
        if (nowUs < this.#shutdownUntilUs) return false;
        this.#initialize('txShutdownWhile');
        return true;
      case 'TX_INFO_FRAME':
        this.enter('TX_IDLE', 'UCT');
        return true;
    }
  }

  /** What waits is not sent any more when the port is down; a goodbye that still waits after reinitDelay is. */
  #initialize(reason: string): void {
    this.enter('TX_LLDP_INITIALIZE', reason);
    this.#infoQueued = false;
    if (!this.#globals.portEnabled) this.#shutdownQueued = false;
  }

  #shutDown(nowUs: number): void {
    this.enter('TX_SHUTDOWN_FRAME', 'adminStatus');
    this.#shutdownUntilUs = nowUs + this.#timers.reinitDelayS * US_PER_S;
    this.#infoQueued = false;
    this.#shutdownQueued = true;
  }

  #sendInfo(nowUs: number): void {
    this.enter('TX_INFO_FRAME', 'txNow');
    this.#infoQueued = true;
    this.#timer.takeSignal(nowUs);
  }
}
