/**
 * Which port a neighbour is: its own words (System Name, Port ID, Port Description) brought to the `node:port` of
 * the plan. Words decide; a MAC address only fills in where they say nothing, or tells the reader who it may be.
 *
 * Read first: IEEE Std 802.1AB 8.5.3 (Port ID), 8.5.5 (Port Description), 8.5.6 (System Name). A stock lldpd sends
 * its MAC address as Port ID and the interface's name as Port Description.
 */
import { isMac } from '../../base/mac.ts';
import { escapeControls } from '../../base/printable.ts';
import type { PlanLldpMatch, PortName } from '../plan.ts';
import type { LabNames } from './lab-names.ts';
import type { ObservedNeighbor } from './observation.ts';

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
  const inLab = names.hasNode(system);
  const port = portWord(neighbor, match, inLab ? system : null, names);
  const name = `${system}:${port.word}`;
  return {
    name,
    inLab,
    matchedBy: port.by,
    macOwner: inLab ? null : (ownerOf(neighbor.portId, names) ?? ownerOf(neighbor.chassisId, names)),
    mtu: neighbor.mtu,
    plannedMtu: names.mtuOf(name),
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

function portWord(
  neighbor: ObservedNeighbor,
  match: PlanLldpMatch,
  node: string | null,
  names: LabNames,
): PortWord {
  const described = neighbor.portDescription !== null && neighbor.portDescription !== '';
  const byDescription =
    match.port === 'portdescr' || (match.port === 'auto' && neighbor.portIdKind === 'mac');
  if (byDescription && described) {
    return { word: escapeControls(neighbor.portDescription), by: 'port-description' };
  }
  // `portdescr` asks for this TLV and no other: the Port ID must not match in its place.
  if (match.port === 'portdescr') return { word: '(no port description)', by: 'port-description' };
  const owner = byDescription ? ownerOf(neighbor.portId, names) : null;
  if (node !== null && owner?.startsWith(`${node}:`) === true) {
    return { word: owner.slice(node.length + 1), by: 'mac' };
  }
  return { word: escapeControls(neighbor.portId), by: 'port-id' };
}

function ownerOf(text: string, names: LabNames): PortName | null {
  return isMac(text) ? names.portOfMac(text) : null;
}
