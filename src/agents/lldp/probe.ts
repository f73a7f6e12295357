/**
 * The probe: finding out at once that a cable leads elsewhere now.
 *
 * The standard learns that a neighbour is gone in three ways: the port goes down, the neighbour says goodbye, or its TTL
 * runs out. A lab's link is often joined by a redirect inside the fabric, and when that is changed none of the first two
 * happens: both interfaces keep their carrier, both agents speak on, and each is heard by another port from the next
 * LLDPDU on. The new neighbour appears within the interval, the old one stays beside it until its TTL is over, five
 * seconds with the lab's timers. For that long a port that was moved looks as if it had two neighbours.
 *
 * So whoever moves a cable, or wants to know for certain, asks: "who is still there?" A probe marks every neighbour of
 * the port. Hearing a neighbour clears its mark, whatever the LLDPDU says; a neighbour learnt meanwhile never had one.
 * Those that are still marked at the deadline are removed, with the reason `probe` and a counter of their own: it is no
 * ageing, the TTL has not run out.
 *
 * Silence proves something only if there would have been sound. The speakers at the other ends are told to send a few
 * LLDPDUs in quick succession during the probe, a burst, so that a lost one does not remove a neighbour. The host
 * arranges that: bursts on all ports of the lab at once, and probes on all ports with a deadline a little behind the last
 * of the burst. A program of somebody else sends no burst for us; its ports are not probed, and their neighbours age.
 *
 * A frame that was under way when the cable was moved clears the mark wrongly, if the host reads it after the probe
 * began. So the host reads its sockets empty after the move and before the probe. If it does not, nothing breaks: that
 * neighbour goes when its TTL runs out.
 *
 * DEVIATION(802.1AB 9.2.9, rxInfoAge): a neighbour is removed before its TTL has run out. Only a host that arranges
 * bursts asks for it.
 *
 * DEVIATION(802.1AB 9.2.8, txCredit): a burst is sent outside the transmission credit. The credit protects a LAN from a
 * station whose information changes without end; a burst has a fixed number of LLDPDUs and changes nothing. Inside the
 * credit, a port that has just started up, with its fast LLDPDUs behind it, would have none left for a whole second,
 * and the probe would take a silent speaker for a missing one. All else stands: no burst while the port is down, after
 * a shutdown LLDPDU, or where another program speaks.
 */
import { LLDP_BURST_MAX } from '../../base/limits.ts';
import type { LldpTransmit } from './transmit.ts';

/** LLDPDUs sent in quick succession on one port. */
export class LldpBurst {
  readonly #transmit: LldpTransmit;
  #left = 0;
  #gapUs = 0;
  #nextUs = Infinity;

  constructor(transmit: LldpTransmit) {
    this.#transmit = transmit;
  }

  /**
   * Begins a burst, in the place of one that is under way.
   *
   * @param count LLDPDUs, at most `LLDP_BURST_MAX` of them are sent
   * @param gapUs time between two; the first is due now
   */
  start(nowUs: number, count: number, gapUs: number): void {
    this.#left = Math.min(count, LLDP_BURST_MAX);
    this.#gapUs = gapUs;
    this.#nextUs = this.#left > 0 ? nowUs : Infinity;
  }

  /** Queues the LLDPDU that is due; a port that may not send any more ends its burst. */
  run(nowUs: number): void {
    if (nowUs < this.#nextUs) return;
    this.#left = this.#transmit.queueInfo() ? this.#left - 1 : 0;
    this.#nextUs = this.#left > 0 ? nowUs + this.#gapUs : Infinity;
  }

  /** When {@link run} has something to do again. */
  nextWakeUs(): number {
    return this.#nextUs;
  }
}
