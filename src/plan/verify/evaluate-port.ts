/**
 * The verdict of one port: what it hears now against what the plan says. Depends on nothing but this port's own
 * observation, so that one event costs one evaluation.
 */
import { LLDP_NEIGHBORS_MAX } from '../../base/limits.ts';
import type { PortName } from '../plan.ts';
import type { Expectation } from './expectation.ts';
import { sortNaturally } from './natural-order.ts';
import type { LabNames } from './lab-names.ts';
import { type ResolvedNeighbor, resolveNeighbor } from './neighbor-name.ts';
import type { PortObservation, PortVerdict, Verdict } from './observation.ts';
import { joinNames } from './words.ts';

/** What came out for one port. */
export interface PortEvaluation {
  /** Null where nothing is checked and nothing is wrong. */
  readonly verdict: PortVerdict | null;
  readonly heard: readonly ResolvedNeighbor[];
}

/** Largest MTU that the Maximum Frame Size TLV can announce: 16 bits less 18 octets of header and FCS (802.3 79.3.4). */
const ANNOUNCED_MTU_MAX = 65_535 - 18;

/**
 * Judges one port.
 *
 * @param observation undefined: nothing was reported about the port yet
 */
export function evaluatePort(
  expectation: Expectation,
  observation: PortObservation | undefined,
  names: LabNames,
): PortEvaluation {
  const heard = (observation?.neighbors ?? []).map((one) => resolveNeighbor(one, expectation.match, names));
  const observed = sortNaturally(heard.map((one) => one.name));
  const finding = find(expectation, observation, heard, observed);
  if (finding === null) return { verdict: null, heard };
  return {
    verdict: {
      node: expectation.node,
      port: expectation.port,
      verdict: finding[0],
      evidence: observed.length > 0 ? 'lldp' : null,
      expected: expectation.neighbors,
      observed,
      reason: finding[1],
    },
    heard,
  };
}

/** The clause for a neighbour whose announced MTU is not the planned one; null when it is, or is not known. */
export function announcedMtuDifference(neighbor: ResolvedNeighbor): string | null {
  const { mtu, plannedMtu } = neighbor;
  if (mtu === null || plannedMtu === null || mtu === Math.min(plannedMtu, ANNOUNCED_MTU_MAX)) return null;
  return `mtu ${mtu}, plan ${plannedMtu}`;
}

/** The clause for a neighbour whose announced port VLAN is not the planned one; null when it is, or is not known. */
export function announcedVlanDifference(expectation: Expectation, neighbor: ResolvedNeighbor): string | null {
  const planned = expectation.portVlan;
  if (planned === null || neighbor.portVlan === null || neighbor.portVlan === planned) return null;
  return `vlan ${neighbor.portVlan}, plan ${planned}`;
}

type Finding = readonly [Verdict, string];

function find(
  expectation: Expectation,
  observation: PortObservation | undefined,
  heard: readonly ResolvedNeighbor[],
  observed: readonly PortName[],
): Finding | null {
  if (expectation.check === 'off') return null;
  const strangers = observed.filter(
    (name) => !expectation.neighbors.includes(name) && !expectation.tolerated.has(name),
  );
  if (expectation.check === 'silence') {
    // Without a carrier, or without the port itself, what was heard is old.
    const live = observation?.present === true && observation.adminUp && observation.carrier;
    if (!live || strangers.length === 0) return null;
    return ['fail', `hears ${joinNames(strangers)}, not in the plan`];
  }
  if (observation === undefined) return ['no-info', 'not observed'];
  if (!observation.present) return ['fail', 'port does not exist'];
  if (!observation.adminUp) return ['fail', 'port is down'];
  if (!observation.carrier) return ['fail', 'no carrier'];
  if (observed.length === 0) return ['no-info', 'no neighbour heard'];
  if (strangers.length > 0) return ['fail', wiringReason(expectation.neighbors, heard, observed, strangers)];
  return differences(expectation, observation, heard) ?? completeness(expectation, heard, observed);
}

function wiringReason(
  planned: readonly PortName[],
  heard: readonly ResolvedNeighbor[],
  observed: readonly PortName[],
  strangers: readonly PortName[],
): string {
  const owners = new Map(heard.map((one) => [one.name, one.macOwner]));
  const described = strangers.map((name) => {
    const owner = owners.get(name) ?? null;
    return owner === null ? name : `${name} (MAC address of ${owner})`;
  });
  const missing = planned.filter((name) => !observed.includes(name));
  if (missing.length === 0) return `hears ${joinNames(described)} besides ${joinNames(planned)}`;
  return `hears ${joinNames(described)}, plan says ${joinNames(missing)}`;
}

function differences(
  expectation: Expectation,
  observation: PortObservation,
  heard: readonly ResolvedNeighbor[],
): Finding | null {
  if (observation.mtu !== null && observation.mtu !== expectation.mtu) {
    return ['fail', `mtu ${observation.mtu}, plan ${expectation.mtu}`];
  }
  for (const neighbor of heard) {
    const difference = announcedMtuDifference(neighbor) ?? announcedVlanDifference(expectation, neighbor);
    if (difference !== null) return ['fail', `${difference}, at ${neighbor.name}`];
  }
  return null;
}

function completeness(
  expectation: Expectation,
  heard: readonly ResolvedNeighbor[],
  observed: readonly PortName[],
): Finding {
  const missing = expectation.neighbors.filter((name) => !observed.includes(name));
  // A port keeps no more neighbours than this: behind a larger hub, a full table of the right ones is all there is.
  if (missing.length > 0 && heard.length < LLDP_NEIGHBORS_MAX) {
    return ['no-info', `does not hear ${joinNames(missing)}`];
  }
  return ['pass', passRemark(heard)];
}

function passRemark(heard: readonly ResolvedNeighbor[]): string {
  if (heard.some((one) => one.matchedBy === 'mac')) return 'matched by MAC address';
  return heard.some((one) => one.matchedBy === 'port-description') ? 'matched by Port Description' : '';
}
