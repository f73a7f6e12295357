/**
 * What the plan lets each speaking port hear and be: the one side of the comparison that `evaluate-port.ts` makes.
 */
import { type Plan, type PlanLink, type PlanLldpMatch, type PortName, portName } from '../plan.ts';
import { findSegments, lldpRole, type Segment } from './segment.ts';

/**
 * What is checked on a port. `neighbors`: it hears all planned neighbours and no other. `silence`: it has none by
 * plan, so whatever it hears is wrong. `off`: `verify: off`.
 */
export type PortCheck = 'neighbors' | 'silence' | 'off';

/** What the plan says about one speaking port. */
export interface Expectation {
  readonly node: string;
  readonly port: string;
  readonly name: PortName;
  /** Place in the plan: by link, first end first; ports without a link come last. */
  readonly order: number;
  readonly check: PortCheck;
  /** The other end of the port's cable, perhaps at a hub; null for a port in no link. */
  readonly peer: PortName | null;
  /** The ports that hear each other here, this one included; null unless `check` is `neighbors`. */
  readonly segment: Segment | null;
  /** Sorted naturally. */
  readonly neighbors: readonly PortName[];
  /** Ports that it may hear, but need not: only unchecked links lead to them. */
  readonly tolerated: ReadonlySet<PortName>;
  readonly match: PlanLldpMatch;
  /** Octets; meant for ports of the plan only. */
  readonly mtu: number;
  /** `ADDRESS/LENGTH` in canonical text. */
  readonly addresses: readonly string[];
  /** The port VLAN that neighbours must announce; null: the plan says none. */
  readonly portVlan: number | null;
}

/** PTM's defaults, with the fallback to the Port Description that a stock lldpd needs. */
const DEFAULT_MATCH: PlanLldpMatch = { port: 'auto', hostname: 'hostname' };

const NOBODY: ReadonlySet<PortName> = new Set();

/**
 * States what the plan expects of every port that speaks LLDP: those of network namespaces and bridges, and those of
 * switches with `lldp: speak`. Ports of hubs and of other switches have no expectation.
 *
 * @returns by port name, nodes and ports in the order of the plan
 */
export function expectations(plan: Plan): ReadonlyMap<PortName, Expectation> {
  const segments = findSegments(plan);
  const ends = linkEnds(plan);
  const result = new Map<PortName, Expectation>();
  for (const node of plan.nodes) {
    if (lldpRole(node) !== 'speaks') continue;
    for (const port of node.ports) {
      const name = `${node.name}:${port.name}`;
      const end = ends.get(name);
      const segment = segments.get(name);
      const neighbors = segment?.members.filter((member) => member !== name) ?? [];
      const check = end?.link.verify === false ? 'off' : neighbors.length > 0 ? 'neighbors' : 'silence';
      result.set(name, {
        node: node.name,
        port: port.name,
        name,
        order: end?.order ?? 2 * plan.links.length + result.size,
        check,
        peer: end?.peer ?? null,
        segment: check === 'neighbors' ? (segment ?? null) : null,
        neighbors,
        tolerated: segment?.tolerated ?? NOBODY,
        match: end?.link.lldpMatch ?? DEFAULT_MATCH,
        mtu: port.mtu,
        addresses: port.addresses,
        portVlan: null,
      });
    }
  }
  return result;
}

/** What the plan says about a port that it does not know, of a node that it knows: that nobody is there. */
export function expectSilence(name: PortName): Expectation {
  const colon = name.indexOf(':');
  return {
    node: name.slice(0, colon),
    port: name.slice(colon + 1),
    name,
    order: Number.MAX_SAFE_INTEGER,
    check: 'silence',
    peer: null,
    segment: null,
    neighbors: [],
    tolerated: NOBODY,
    match: DEFAULT_MATCH,
    mtu: 0,
    addresses: [],
    portVlan: null,
  };
}

/**
 * The ports whose cable nothing proves: `verify: off`, a switch that drops LLDPDUs at the other end, or nobody else
 * behind the hub. They are counted in every output.
 */
export function uncheckedPorts(expected: ReadonlyMap<PortName, Expectation>): PortName[] {
  return [...expected.values()]
    .filter((one) => one.peer !== null && one.check !== 'neighbors')
    .map((one) => one.name);
}

interface LinkEnd {
  readonly link: PlanLink;
  readonly peer: PortName;
  readonly order: number;
}

function linkEnds(plan: Plan): Map<PortName, LinkEnd> {
  const ends = new Map<PortName, LinkEnd>();
  plan.links.forEach((link, index) => {
    const a = portName(link.a);
    const b = portName(link.b);
    ends.set(a, { link, peer: b, order: 2 * index });
    ends.set(b, { link, peer: a, order: 2 * index + 1 });
  });
  return ends;
}
