/**
 * What was seen on the wire and on the ports, as the agents report it: the input of verdicts and diagnosis. Plain
 * data; times are integer microseconds of one clock.
 */
import type { PortName } from '../plan.ts';

/** One neighbour that a port hears now. */
export interface ObservedNeighbor {
  /** System Name TLV; null when absent. */
  readonly systemName: string | null;
  /** Port ID TLV as text: an interface name, or a MAC address with colons. */
  readonly portId: string;
  /** `ifname`, `mac`, or another subtype of IEEE 802.1AB 8.5.3. */
  readonly portIdKind: 'ifname' | 'mac' | 'local' | 'other';
  /** Port Description TLV; null when absent. */
  readonly portDescription: string | null;
  readonly chassisId: string;
  /** IEEE 802.3 Maximum Frame Size TLV less 18 octets of header and FCS; null when absent. */
  readonly mtu: number | null;
  /** IEEE 802.1 Port VLAN ID TLV; null when absent, 0 when the port has none. */
  readonly portVlan: number | null;
}

/** The state of one port of the plan. A port that does not exist has `present: false` and the rest at its zero. */
export interface PortObservation {
  readonly present: boolean;
  /** Administratively up. */
  readonly adminUp: boolean;
  readonly carrier: boolean;
  /** MTU of the interface, octets; null when it is not known. */
  readonly mtu: number | null;
  /** `ADDRESS/LENGTH` in canonical text, without link-local ones; null when they are not known. */
  readonly addresses: readonly string[] | null;
  readonly mac: string | null;
  readonly neighbors: readonly ObservedNeighbor[];
  /** Another LLDP program speaks on this port, and ours is silent there. */
  readonly foreignSpeaker: boolean;
}

/** All observations of a lab, by port name. */
export type Observations = ReadonlyMap<PortName, PortObservation>;

/** Verdict of one port (`design.md`, Words). */
export type Verdict = 'pass' | 'fail' | 'no-info';

/** What a verdict rests on; null for `no-info` without any. */
export type Evidence = 'lldp' | 'bfd' | 'mac' | null;

/** One port's verdict. `since` is added by the keeper of the history, not here. */
export interface PortVerdict {
  readonly node: string;
  readonly port: string;
  readonly verdict: Verdict;
  readonly evidence: Evidence;
  /** The planned neighbours, `node:port`, sorted naturally. More than one behind a hub. */
  readonly expected: readonly PortName[];
  /** The heard neighbours, `node:port`, sorted naturally. A neighbour that is not of the lab keeps its own words. */
  readonly observed: readonly PortName[];
  /** One clause, empty for a pass without remark. */
  readonly reason: string;
}

/** One sentence about what is wrong in the whole lab. */
export interface Diagnosis {
  readonly kind:
    | 'swapped'
    | 'rotated'
    | 'moved'
    | 'missing'
    | 'no-carrier'
    | 'extra-neighbor'
    | 'wrong-node'
    | 'foreign-neighbor'
    | 'one-way'
    | 'mtu'
    | 'vlan'
    | 'address'
    | 'port-missing'
    | 'port-down';
  readonly text: string;
  /** Every port that the sentence speaks of, `node:port`. */
  readonly ports: readonly PortName[];
}
