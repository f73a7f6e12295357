/**
 * Which port a neighbour is: its own words (System Name, Port ID, Port Description) brought to the `node:port` of
 * the plan. Words decide; a MAC address only fills in where they say nothing, or tells the reader who it may be.
 *
 * Read first: IEEE Std 802.1AB 8.5.3 (Port ID), 8.5.5 (Port Description), 8.5.6 (System Name). A stock lldpd sends
 * its MAC address as Port ID and the interface's name as Port Description.
 */
import { isMac } from '../../base/mac.ts';
import { escapeControls } from '../../base/printable.ts';
import type { Plan, PlanLldpMatch, PortName } from '../plan.ts';
import type { ObservedNeighbor } from './observation.ts';
import { lldpRole } from './segment.ts';

/** The names and addresses of a lab, to look neighbours up in. */
export interface LabNames {
  /** Names of all nodes, with whether they speak LLDP on their ports. */
  readonly speaks: ReadonlyMap<string, boolean>;
  readonly portByMac: ReadonlyMap<string, PortName>;
  /** Planned MTU of every port, octets. */
  readonly mtu: ReadonlyMap<PortName, number>;
}

/** A neighbour with its name; words of strangers are safe to print. */
export interface ResolvedNeighbor {
  /** `node:port`, or the words of a system that is not of the lab. */
  readonly name: PortName;
  /** The system is a node of the lab; its port need not be in the plan. */
  readonly inLab: boolean;
  /** What named the port: a TLV, or the MAC address in one. */
  readonly matchedBy: 'port-id' | 'port-description' | 'mac';
  /** The port of the plan whose MAC address it has, where its words say something else; null otherwise. */
  readonly macOwner: PortName | null;
  /** Octets, announced; null when not. */
  readonly mtu: number | null;
  /** Octets; null for a port that is not in the plan. */
  readonly plannedMtu: number | null;
  /** Announced; null when not. */
  readonly portVlan: number | null;
}

/** Collects the names of a plan once. */
export function labNames(plan: Plan): LabNames {
  const portByMac = new Map<string, PortName>();
  const mtu = new Map<PortName, number>();
  for (const node of plan.nodes) {
    for (const port of node.ports) {
      portByMac.set(port.mac.toLowerCase(), `${node.name}:${port.name}`);
      mtu.set(`${node.name}:${port.name}`, port.mtu);
    }
  }
  const speaks = new Map(plan.nodes.map((node) => [node.name, lldpRole(node) === 'speaks']));
  return { speaks, portByMac, mtu };
}

/**
 * Names a neighbour.
 *
 * @param match which TLV names the port and how the System Name is cut: PTM's `match_type` and `match_hostname`
 */
export function resolveNeighbor(
  neighbor: ObservedNeighbor,
  match: PlanLldpMatch,
  names: LabNames,
): ResolvedNeighbor {
  const system = systemWord(neighbor, match);
  const inLab = names.speaks.has(system);
  const owner = macOwner(neighbor, names);
  const port = portWord(neighbor, match, inLab && owner?.startsWith(`${system}:`) === true ? owner : null);
  const name = `${system}:${port.word}`;
  return {
    name,
    inLab,
    matchedBy: port.by,
    macOwner: inLab || owner === name ? null : owner,
    mtu: neighbor.mtu,
    plannedMtu: names.mtu.get(name) ?? null,
    portVlan: neighbor.portVlan,
  };
}

function systemWord(neighbor: ObservedNeighbor, match: PlanLldpMatch): string {
  // The Chassis ID is mandatory, so there is always a word.
  const name = neighbor.systemName ?? '';
  if (name === '') return escapeControls(neighbor.chassisId);
  const dot = match.hostname === 'hostname' ? name.indexOf('.') : -1;
  return escapeControls(dot > 0 ? name.slice(0, dot) : name);
}

interface PortWord {
  readonly word: string;
  readonly by: ResolvedNeighbor['matchedBy'];
}

function portWord(neighbor: ObservedNeighbor, match: PlanLldpMatch, owner: PortName | null): PortWord {
  const described = neighbor.portDescription !== null && neighbor.portDescription !== '';
  const byDescription =
    match.port === 'portdescr' || (match.port === 'auto' && neighbor.portIdKind === 'mac');
  if (byDescription && described) {
    return { word: escapeControls(neighbor.portDescription), by: 'port-description' };
  }
  // `portdescr` asks for this TLV and no other: the Port ID must not match in its place.
  if (match.port === 'portdescr') return { word: '(no port description)', by: 'port-description' };
  if (byDescription && owner !== null) return { word: owner.slice(owner.indexOf(':') + 1), by: 'mac' };
  return { word: escapeControls(neighbor.portId), by: 'port-id' };
}

function macOwner(neighbor: ObservedNeighbor, names: LabNames): PortName | null {
  for (const text of [neighbor.portId, neighbor.chassisId]) {
    const owner = isMac(text) ? names.portByMac.get(text.toLowerCase()) : undefined;
    if (owner !== undefined) return owner;
  }
  return null;
}
