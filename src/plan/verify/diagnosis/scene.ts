/**
 * The scene of a diagnosis: the ports whose verdict is not a pass, the ports that they hear, and the planned
 * neighbours of all these. Its size follows the trouble, not the lab.
 */
import { LLDP_NEIGHBORS_MAX } from '../../../base/limits.ts';
import type { PortName } from '../../plan.ts';
import type { PortEvaluation } from '../evaluate-port.ts';
import type { Expectation } from '../expectation.ts';
import { compareNatural } from '../natural-order.ts';
import type { ResolvedNeighbor } from '../neighbor-name.ts';
import type { PortObservation } from '../observation.ts';
import type { Segment } from '../segment.ts';

/** Everything known about a lab, by port name. */
export interface Evidence {
  readonly expected: ReadonlyMap<PortName, Expectation>;
  readonly observations: ReadonlyMap<PortName, PortObservation>;
  readonly evaluations: ReadonlyMap<PortName, PortEvaluation>;
}

/**
 * What a port is able to show. `unknown`: nothing was reported. `absent`, `down`, `dark`: it does not exist, is
 * switched off, has no carrier; what it may have heard before is stale then. `live`: it would hear what there is.
 */
export type PortState = 'unknown' | 'absent' | 'down' | 'dark' | 'live';

/** The ports that a diagnosis has to look at. */
export class Scene {
  /** Ports that have something wrong, or nothing to show yet, in plan order. */
  readonly suspects: readonly PortName[];
  /** The suspects, who they hear, and the planned neighbours of both, in plan order. */
  readonly ports: readonly PortName[];
  /** Segments of those ports, in plan order. */
  readonly segments: readonly Segment[];
  readonly #evidence: Evidence;
  readonly #hears = new Map<PortName, readonly PortName[]>();

  /** @param suspects ports whose verdict is not a pass, or that have something else to report */
  constructor(evidence: Evidence, suspects: Iterable<PortName>) {
    this.#evidence = evidence;
    this.suspects = this.inPlanOrder(suspects);
    const ports = new Set<PortName>();
    const segments = new Set<Segment>();
    const enter = (port: PortName): void => {
      ports.add(port);
      const segment = this.segmentOf(port);
      if (segment === null || segments.has(segment)) return;
      segments.add(segment);
      for (const member of segment.members) ports.add(member);
    };
    for (const suspect of this.suspects) {
      enter(suspect);
      for (const port of this.hears(suspect)) enter(port);
    }
    this.ports = this.inPlanOrder(ports);
    this.segments = [...segments].sort((a, b) => this.firstOrder(a.members) - this.firstOrder(b.members));
  }

  expectation(port: PortName): Expectation | undefined {
    return this.#evidence.expected.get(port);
  }

  observation(port: PortName): PortObservation | undefined {
    return this.#evidence.observations.get(port);
  }

  /** The verdict's word; undefined where nothing is checked and nothing is wrong. */
  verdict(port: PortName): 'pass' | 'fail' | 'no-info' | undefined {
    return this.#evidence.evaluations.get(port)?.verdict?.verdict;
  }

  /** The planned segment of a checked port; null for any other. */
  segmentOf(port: PortName): Segment | null {
    return this.expectation(port)?.segment ?? null;
  }

  /** The planned neighbours; none for a port without a checked link. */
  neighbors(port: PortName): readonly PortName[] {
    return this.expectation(port)?.neighbors ?? [];
  }

  /** See {@link PortState}. */
  state(port: PortName): PortState {
    const seen = this.observation(port);
    if (seen === undefined) return 'unknown';
    if (!seen.present) return 'absent';
    if (!seen.adminUp) return 'down';
    return seen.carrier ? 'live' : 'dark';
  }

  /** All that a live port hears and is not merely tolerated there. */
  heard(port: PortName): readonly ResolvedNeighbor[] {
    if (this.state(port) !== 'live') return [];
    const tolerated = this.expectation(port)?.tolerated;
    const heard = this.#evidence.evaluations.get(port)?.heard ?? [];
    return heard.filter((one) => tolerated?.has(one.name) !== true);
  }

  /** The ports of the lab that a port hears, itself left out, without repetition. */
  hears(port: PortName): readonly PortName[] {
    let names = this.#hears.get(port);
    if (names === undefined) {
      const inLab = this.heard(port).filter((one) => one.inLab && one.name !== port);
      names = [...new Set(inLab.map((one) => one.name))];
      this.#hears.set(port, names);
    }
    return names;
  }

  /** The words of systems that are not of the lab, as far as a port hears them. */
  hearsForeign(port: PortName): readonly ResolvedNeighbor[] {
    return this.heard(port).filter((one) => !one.inLab);
  }

  /** The port keeps as many neighbours as it can: that it does not list one more says nothing. */
  isFull(port: PortName): boolean {
    return this.heard(port).length >= LLDP_NEIGHBORS_MAX;
  }

  /** A port hears its own words: its cable, or a hub behind it, leads back to it. */
  hearsItself(port: PortName): boolean {
    return this.heard(port).some((one) => one.name === port);
  }

  /** Place in the plan; ports that are not in it come last. */
  order(port: PortName): number {
    return this.expectation(port)?.order ?? Number.MAX_SAFE_INTEGER;
  }

  /** The smallest place in the plan of these ports. */
  firstOrder(ports: readonly PortName[]): number {
    return ports.reduce((first, port) => Math.min(first, this.order(port)), Number.MAX_SAFE_INTEGER);
  }

  /** A copy in plan order; ports that are not in the plan come last, sorted naturally. */
  inPlanOrder(ports: Iterable<PortName>): PortName[] {
    return [...ports].sort((a, b) => this.order(a) - this.order(b) || compareNatural(a, b));
  }
}
