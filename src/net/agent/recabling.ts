/**
 * Notices at once that a wire may lead elsewhere now. LLDP by itself would tell when a TTL runs out, seconds later.
 * Three things make a port suspect: its fabric end or the redirect on it changed (netlink); it hears a neighbour that
 * it did not hear before, while it heard another; a speaker that it hears is newly heard somewhere else. Then the
 * speakers in question announce a few times quickly, and what is not heard again until a deadline is forgotten.
 */
import type { LldpNeighbor } from '../../agents/lldp/neighbor.ts';
import type { PortRecord } from './port-record.ts';

/** Extra announcements, and the pause between two of them: together they survive 30 % of loss. */
const BURST_COUNT = 5;
const BURST_GAP_US = 30_000;
/** From the first extra announcement until what was not heard is forgotten. */
const PROBE_US = 250_000;

/** Who speaks where. */
export class Recabling {
  /** Speaker by the chassis and port id that it announces. */
  readonly #speakers = new Map<string, PortRecord>();
  readonly #byFabric = new Map<number, PortRecord>();
  /** Which ports hear a speaker. */
  readonly #listeners = new Map<PortRecord, Set<PortRecord>>();
  /**
   * Until when a port is being probed. A neighbour that is heard first during a probe starts no second one: behind a
   * hub of many ports, everybody would make everybody announce. A change of the fabric does: what was heard since the
   * probe began may have come over the wire as it was before this change.
   */
  readonly #probedUntilUs = new Map<PortRecord, number>();

  /** Knows a port from now on. @param chassisMac the Chassis ID that it announces */
  add(record: PortRecord, chassisMac: string): void {
    this.#speakers.set(speakerKey(chassisMac, record.config.name), record);
    this.#byFabric.set(record.config.fabricIfindex, record);
  }

  /** Something about an interface of the fabric, or about traffic control on it, changed. */
  fabricChanged(ifindex: number, nowUs: number): void {
    const record = this.#byFabric.get(ifindex);
    if (record === undefined) return;
    // What the port sends may end elsewhere; so ask everybody who hears it, and the port itself.
    this.#probe(record, nowUs);
    for (const listener of this.#listenersOf(record)) this.#probe(listener, nowUs);
    this.#burst(record, nowUs);
  }

  /** A port heard a neighbour for the first time. */
  neighborAdded(record: PortRecord, neighbor: LldpNeighbor, nowUs: number): void {
    if (record.lldp.neighbors().length > 1) this.#suspect(record, nowUs);
    const speaker = this.#speakerOf(neighbor);
    if (speaker === undefined) return;
    for (const listener of this.#listenersOf(speaker)) this.#suspect(listener, nowUs);
    this.#listenersOf(speaker).add(record);
  }

  /** A port has forgotten a neighbour. */
  neighborRemoved(record: PortRecord, neighbor: LldpNeighbor): void {
    const speaker = this.#speakerOf(neighbor);
    if (speaker !== undefined) this.#listenersOf(speaker).delete(record);
  }

  #suspect(record: PortRecord, nowUs: number): void {
    if ((this.#probedUntilUs.get(record) ?? 0) <= nowUs) this.#probe(record, nowUs);
  }

  /** Asks a port's neighbours to announce themselves, and forgets those that are not heard. */
  #probe(record: PortRecord, nowUs: number): void {
    this.#probedUntilUs.set(record, nowUs + PROBE_US);
    for (const neighbor of record.lldp.neighbors()) {
      const speaker = this.#speakerOf(neighbor);
      // Another LLDP program cannot be asked: its words count until their own TTL.
      if (speaker === undefined || speaker.foreignUntilUs > 0) return;
      this.#burst(speaker, nowUs);
    }
    record.lldp.probe(nowUs, nowUs + PROBE_US);
  }

  #burst(speaker: PortRecord, nowUs: number): void {
    speaker.lldp.burst(nowUs, BURST_COUNT, BURST_GAP_US);
  }

  #speakerOf(neighbor: LldpNeighbor): PortRecord | undefined {
    return this.#speakers.get(speakerKey(neighbor.chassisId, neighbor.portId));
  }

  #listenersOf(speaker: PortRecord): Set<PortRecord> {
    let listeners = this.#listeners.get(speaker);
    if (listeners === undefined) {
      listeners = new Set();
      this.#listeners.set(speaker, listeners);
    }
    return listeners;
  }
}

function speakerKey(chassisId: string, portId: string): string {
  return `${chassisId} ${portId}`;
}
