/**
 * The receive machine: takes LLDPDUs in, keeps the table of neighbours, and lets them age. Read first: IEEE Std
 * 802.1AB-2016 9.2.9 (receive state machine), 9.2.7.7 (rxProcessFrame) and 9.2.7.7.5 (too many neighbors).
 *
 * Nearly every LLDPDU says what the one before said. Such a one is recognised by its octets before anything is parsed,
 * refreshes two times, and allocates nothing: with thousands of ports at one LLDPDU a second this is all that happens.
 *
 * DEVIATION(802.1AB 9.2.9, LLDP_WAIT_PORT_OPERATIONAL), only with `deleteOnPortDown`: the standard keeps what was heard
 * on a port that went down until it ages, so that a flapping link does not lose it. In a lab a cut cable has to show at
 * once, and a port without carrier hears nobody; then its neighbours go with the carrier.
 */
import { checkLldpdu, checkMsap, getTtl } from '../../wire/lldp-check.ts';
import { type LldpTlvTally, parseLldpdu } from '../../wire/lldp-parse.ts';
import { ADDED, CHANGED, DROP_NOT_RECEIVING, DROP_TOO_MANY_NEIGHBORS, REFRESHED, REMOVED } from './codes.ts';
import type { TransitionLog } from './config.ts';
import type { LldpCounters } from './counters.ts';
import { RemoteSystem } from './neighbor.ts';
import { hashMsap, isSameLldpdu, type LldpNeighbors } from './neighbors.ts';
import { type LldpGlobals, LldpMachine, mayReceive, US_PER_S } from './state-machine.ts';

/** States in the order of the figure. */
export const RX_STATES = [
  'LLDP_WAIT_PORT_OPERATIONAL',
  'DELETE_AGED_INFO',
  'RX_LLDP_INITIALIZE',
  'RX_WAIT_FOR_FRAME',
  'RX_FRAME',
  'DELETE_INFO',
  'UPDATE_INFO',
] as const;

/** See {@link RX_STATES}. */
export type RxState = (typeof RX_STATES)[number];

/** One port's receive machine. */
export class LldpReceive extends LldpMachine<RxState> {
  readonly #globals: LldpGlobals;
  readonly #neighbors: LldpNeighbors;
  readonly #counters: LldpCounters;
  readonly #deleteOnPortDown: boolean;
  /** Until when tooManyNeighbors is TRUE (tooManyNeighborsTimer). */
  #tooManyUntilUs = 0;

  constructor(
    globals: LldpGlobals,
    neighbors: LldpNeighbors,
    counters: LldpCounters,
    deleteOnPortDown: boolean,
    log: TransitionLog | undefined,
  ) {
    super('receive', RX_STATES, log);
    this.#globals = globals;
    this.#neighbors = neighbors;
    this.#counters = counters;
    this.#deleteOnPortDown = deleteOnPortDown;
  }

  /** A neighbour was turned away for want of room, and its TTL has not run out (9.2.5.15). */
  tooManyNeighbors(nowUs: number): boolean {
    return nowUs < this.#tooManyUntilUs;
  }

  /**
   * Takes one LLDPDU in.
   *
   * @param buf borrowed; a copy is kept when it says something new
   * @param len octets of the LLDPDU, padding of the frame included
   * @returns REFRESHED, CHANGED, ADDED, REMOVED or a drop code; never throws
   */
  input(buf: Uint8Array, off: number, len: number, nowUs: number): number {
    if (this.state !== 'RX_WAIT_FOR_FRAME') return DROP_NOT_RECEIVING;
    this.enter('RX_FRAME', 'rcvFrame');
    this.#counters.statsFramesInTotal += 1;
    const msapLen = checkMsap(buf, off, len);
    if (msapLen < 0) return this.#discard(msapLen);
    const msapHash = hashMsap(buf, off, msapLen);
    const known = this.#neighbors.find(buf, off, msapHash, msapLen);
    if (known !== null && isSameLldpdu(known, buf, off, len)) {
      known.refresh(nowUs);
      this.#count(known.tally);
      this.enter('RX_WAIT_FOR_FRAME', 'no changes');
      return REFRESHED;
    }
    const pduLen = checkLldpdu(buf, off, len);
    if (pduLen < 0) return this.#discard(pduLen);
    if (getTtl(buf, off, msapLen) === 0) return this.#shutDown(known);
    if (known === null && this.#neighbors.isFull) return this.#turnAway(getTtl(buf, off, msapLen), nowUs);
    return this.#update(known, this.#parse(buf, off, len, pduLen, msapHash, msapLen, nowUs));
  }

  /** Takes all transitions that are due. */
  run(nowUs: number): void {
    if (!this.#globals.portEnabled && this.state !== 'LLDP_WAIT_PORT_OPERATIONAL') {
      this.enter('LLDP_WAIT_PORT_OPERATIONAL', 'portEnabled');
    }
    while (this.#step(nowUs));
  }

  /** When {@link run} has something to do again. */
  nextWakeUs(): number {
    return this.#neighbors.expiresUs;
  }

  #step(nowUs: number): boolean {
    switch (this.state) {
      case 'LLDP_WAIT_PORT_OPERATIONAL':
        if (this.#deleteOnPortDown && !this.#globals.portEnabled && this.#neighbors.list.length > 0) {
          this.enter('DELETE_AGED_INFO', 'portDown');
          this.#neighbors.removeAll('portDown');
        } else if (this.#neighbors.hasExpired(nowUs)) {
          this.enter('DELETE_AGED_INFO', 'rxInfoAge');
          this.#neighbors.removeExpired(nowUs);
        } else if (this.#globals.portEnabled) this.#initialize('portEnabled');
        else return false;
        return true;
      case 'DELETE_AGED_INFO':
        this.enter('LLDP_WAIT_PORT_OPERATIONAL', 'UCT');
        return true;
      case 'RX_LLDP_INITIALIZE':
        if (!mayReceive(this.#globals)) return false;
        this.enter('RX_WAIT_FOR_FRAME', 'adminStatus');
        return true;
      case 'RX_WAIT_FOR_FRAME':
        if (this.#neighbors.hasExpired(nowUs)) {
          this.enter('DELETE_INFO', 'rxInfoAge');
          this.#neighbors.removeExpired(nowUs);
        } else if (!mayReceive(this.#globals)) this.#initialize('adminStatus');
        else return false;
        return true;
      case 'RX_FRAME':
      case 'DELETE_INFO':
      case 'UPDATE_INFO':
        this.enter('RX_WAIT_FOR_FRAME', 'UCT');
        return true;
    }
  }

  /** `rxInitializeLLDP()`: tooManyNeighbors is FALSE, and all information about remote systems is deleted. */
  #initialize(reason: string): void {
    this.enter('RX_LLDP_INITIALIZE', reason);
    this.#tooManyUntilUs = 0;
    this.#neighbors.removeAll('initialize');
  }

  /** `badFrame = TRUE`: the LLDPDU had an error that costs it whole. */
  #discard(code: number): number {
    this.#counters.statsFramesDiscardedTotal += 1;
    this.#counters.statsFramesInErrorsTotal += 1;
    this.enter('RX_WAIT_FOR_FRAME', 'badFrame');
    return code;
  }

  #shutDown(known: RemoteSystem | null): number {
    this.enter('DELETE_INFO', 'rxTTL is 0');
    if (known !== null) this.#neighbors.remove(known, 'shutdown');
    this.enter('RX_WAIT_FOR_FRAME', 'UCT');
    return known === null ? REFRESHED : REMOVED;
  }

  /** 9.2.7.7.5: the new LLDPDU is discarded, and the timer is the longest TTL among those that were. */
  #turnAway(ttlS: number, nowUs: number): number {
    this.#counters.statsFramesDiscardedTotal += 1;
    this.#tooManyUntilUs = Math.max(this.#tooManyUntilUs, nowUs + ttlS * US_PER_S);
    this.enter('RX_WAIT_FOR_FRAME', 'tooManyNeighbors');
    return DROP_TOO_MANY_NEIGHBORS;
  }

  #parse(
    buf: Uint8Array,
    off: number,
    len: number,
    pduLen: number,
    msapHash: number,
    msapLen: number,
    nowUs: number,
  ): RemoteSystem {
    const tally: LldpTlvTally = { discarded: 0, unrecognized: 0 };
    const pdu = parseLldpdu(buf, off, len, tally);
    this.#count(tally);
    return new RemoteSystem(pdu, buf.slice(off, off + pduLen), pduLen < len, tally, msapHash, msapLen, nowUs);
  }

  #count(tally: Readonly<LldpTlvTally>): void {
    if (tally.discarded > 0) this.#counters.statsFramesInErrorsTotal += 1;
    this.#counters.statsTLVsDiscardedTotal += tally.discarded;
    this.#counters.statsTLVsUnrecognizedTotal += tally.unrecognized;
  }

  #update(known: RemoteSystem | null, system: RemoteSystem): number {
    this.enter('UPDATE_INFO', 'rxChanges');
    if (known === null) this.#neighbors.add(system);
    else this.#neighbors.replace(known, system);
    this.enter('RX_WAIT_FOR_FRAME', 'UCT');
    return known === null ? ADDED : CHANGED;
  }
}
