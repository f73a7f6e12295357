/**
 * The LLDP agent of one port: three machines, the table of neighbours, and the frames to send. Pure: the host brings
 * frames and the time, calls `run` at `nextWakeUs`, and takes frames and changes out. Read first: IEEE Std 802.1AB-2016
 * clause 6 for the idea, 9.2 for the machines.
 *
 *     frames in ──► LldpReceive ──► LldpNeighbors ──► takeChange()
 *                        │ new neighbour
 *                        ▼
 *     interval ──► LldpTransmitTimer ──► LldpTransmit ──► takeTransmit() ──► frames out
 *                                            ▲
 *                                        LldpBurst
 *
 * After each call with a time the host drains `takeTransmit` and asks `nextWakeUs` again.
 */
import { LLDP_NEIGHBORS_MAX } from '../../base/limits.ts';
import {
  ETH_HEADER_LEN,
  ETHERTYPE_LLDP,
  getEtherType,
  GROUP_NEAREST_BRIDGE,
  isDst,
} from '../../wire/ethernet.ts';
import { ADDED, DROP_NOT_LLDP, REFRESHED } from './codes.ts';
import { checkLldpTimers, type LldpAdminStatus, type LldpLocal, type LldpPortConfig } from './config.ts';
import { type LldpCounters, newLldpCounters } from './counters.ts';
import { LldpLocalSystem } from './local.ts';
import type { LldpNeighbor } from './neighbor.ts';
import { type LldpChange, LldpNeighbors } from './neighbors.ts';
import { LldpBurst } from './probe.ts';
import { LldpReceive } from './receive.ts';
import type { LldpGlobals } from './state-machine.ts';
import { LldpTransmitTimer } from './transmit-timer.ts';
import { LldpTransmit } from './transmit.ts';

/** One port's agent. It begins with the port down. */
export class LldpPort {
  /** See {@link LldpCounters}; not to be written to. */
  readonly counters: LldpCounters = newLldpCounters();
  /** For inspection and tests; the port drives them. */
  readonly machines: {
    readonly receive: LldpReceive;
    readonly transmitTimer: LldpTransmitTimer;
    readonly transmit: LldpTransmit;
  };

  readonly #destination: Uint8Array;
  readonly #globals: LldpGlobals;
  readonly #local: LldpLocalSystem;
  readonly #neighbors: LldpNeighbors;
  readonly #receive: LldpReceive;
  readonly #timer: LldpTransmitTimer;
  readonly #transmit: LldpTransmit;
  readonly #burst: LldpBurst;
  #adminStatus: LldpAdminStatus;
  #silent = false;

  /** @throws RangeError when a timing variable is out of the standard's range */
  constructor(config: LldpPortConfig) {
    checkLldpTimers(config.timers);
    this.#destination = config.destination ?? GROUP_NEAREST_BRIDGE;
    this.#adminStatus = config.adminStatus ?? 'enabledRxTx';
    this.#globals = { portEnabled: false, adminStatus: this.#adminStatus };
    this.#local = new LldpLocalSystem(config, this.counters);
    this.#neighbors = new LldpNeighbors(config.neighborsMax ?? LLDP_NEIGHBORS_MAX, this.counters);
    const { log, timers, deleteOnPortDown = false } = config;
    this.#receive = new LldpReceive(this.#globals, this.#neighbors, this.counters, deleteOnPortDown, log);
    this.#timer = new LldpTransmitTimer(this.#globals, timers, log);
    this.#transmit = new LldpTransmit(this.#globals, timers, this.#timer, log);
    this.#burst = new LldpBurst(this.#transmit);
    this.machines = { receive: this.#receive, transmitTimer: this.#timer, transmit: this.#transmit };
  }

  /** Tells the agent whether its port can send and receive. */
  setEnabled(portEnabled: boolean, nowUs: number): void {
    this.#globals.portEnabled = portEnabled;
    this.run(nowUs);
  }

  /** Sets adminStatus (9.2.5.1). Whatever ends sending sends a shutdown LLDPDU first, when the port is up. */
  setAdminStatus(status: LldpAdminStatus, nowUs: number): void {
    this.#adminStatus = status;
    this.#applyAdminStatus(nowUs);
  }

  /** Another program speaks on this port, or does not any more. False: speaks again, after reinitDelay. */
  setSilent(silent: boolean, nowUs: number): void {
    this.#silent = silent;
    this.#applyAdminStatus(nowUs);
  }

  /**
   * Another program has sent this LLDPDU on this port: only listens from now on. It says goodbye first, unless the
   * other has the same identity: receivers would forget the other by it, until that speaks again.
   */
  yieldTo(buf: Uint8Array, off: number, len: number, nowUs: number): void {
    const wasSilent = this.#silent;
    this.setSilent(true, nowUs);
    if (!wasSilent && this.#local.sharesIdentity(buf, off, len)) this.#transmit.withdrawShutdown();
  }

  /** Changes what the port says; a change that shows on the wire is sent at once, as far as there is credit. */
  setLocal(change: Partial<LldpLocal>, nowUs: number): void {
    if (this.#local.set(change)) this.announce(nowUs);
  }

  /** Sends an LLDPDU now, or as soon as there is credit for it. */
  announce(nowUs: number): void {
    this.#timer.noteLocalChange();
    this.run(nowUs);
  }

  /** Sends `count` LLDPDUs `gapUs` apart, the first now, outside the credit; why that is right: `probe.ts`. */
  burst(nowUs: number, count: number, gapUs: number): void {
    this.#burst.start(nowUs, count, gapUs);
    this.run(nowUs);
  }

  /** Removes every neighbour that is not heard again until `deadlineUs`; when to ask for it: `probe.ts`. */
  probe(nowUs: number, deadlineUs: number): void {
    this.#neighbors.expect(deadlineUs);
    this.run(nowUs);
  }

  /**
   * Takes in one Ethernet frame without FCS and without VLAN tag.
   *
   * @param buf borrowed
   * @param len octets of the frame at `off`
   * @returns REFRESHED, CHANGED, ADDED, REMOVED, or a negative drop code (`codes.ts`, `wire/lldp.ts`); never throws
   */
  input(buf: Uint8Array, off: number, len: number, nowUs: number): number {
    const isOurs =
      len >= ETH_HEADER_LEN &&
      getEtherType(buf, off) === ETHERTYPE_LLDP &&
      isDst(buf, off, this.#destination);
    const code = isOurs
      ? this.#receive.input(buf, off + ETH_HEADER_LEN, len - ETH_HEADER_LEN, nowUs)
      : DROP_NOT_LLDP;
    if (code < REFRESHED) this.counters.drops[~code]! += 1;
    if (code === ADDED) {
      this.#timer.noteNewNeighbor();
      this.run(nowUs);
    }
    return code;
  }

  /** Does everything that is due. */
  run(nowUs: number): void {
    this.#receive.run(nowUs);
    this.#timer.run(nowUs);
    this.#transmit.run(nowUs);
    this.#burst.run(nowUs);
  }

  /** When to call {@link run} next; Infinity: not before something happens. It may come too early, never too late. */
  nextWakeUs(): number {
    return Math.min(
      this.#receive.nextWakeUs(),
      this.#timer.nextWakeUs(),
      this.#transmit.nextWakeUs(),
      this.#burst.nextWakeUs(),
    );
  }

  /**
   * Copies the next frame to send. The host calls it until it gives 0.
   *
   * @param out overwritten from `off` on; has room for `LLDP_FRAME_LEN_MAX` octets there
   * @returns octets of a whole Ethernet frame without FCS, padded to 60; 0: nothing to send
   */
  takeTransmit(out: Uint8Array, off: number): number {
    const kind = this.#transmit.takeFrame();
    if (kind === null) return 0;
    const frame = kind === 'info' ? this.#local.infoFrame : this.#local.shutdownFrame;
    out.set(frame, off);
    this.counters.statsFramesOutTotal += 1;
    return frame.length;
  }

  /** The oldest change of the neighbours that was not taken yet; null when there is none. */
  takeChange(): LldpChange | null {
    return this.#neighbors.takeChange();
  }

  /** The neighbours in the order they were heard first; borrowed until the next call with a time. */
  neighbors(): readonly LldpNeighbor[] {
    return this.#neighbors.list;
  }

  /** A neighbour was turned away for want of room not long ago (9.2.5.15). */
  tooManyNeighbors(nowUs: number): boolean {
    return this.#receive.tooManyNeighbors(nowUs);
  }

  #applyAdminStatus(nowUs: number): void {
    this.#globals.adminStatus = this.#silent ? withoutTx(this.#adminStatus) : this.#adminStatus;
    this.run(nowUs);
  }
}

function withoutTx(status: LldpAdminStatus): LldpAdminStatus {
  return status === 'enabledRxTx' || status === 'enabledRxOnly' ? 'enabledRxOnly' : 'disabled';
}
