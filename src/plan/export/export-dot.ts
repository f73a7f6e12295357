/**
 * Writes the wiring of a lab as a `topology.dot` that PTM, Graphviz and Wireloom itself read. PTM knows edges only and
 * passes over all attributes but its own; node kinds, addresses and frame sizes are there for Wireloom.
 */
import { emitDotAttributes, quoteDotString } from '../dot/dot-text.ts';
import { addressesOfPort, portsByName } from '../plan-ports.ts';
import {
  portName,
  type Plan,
  type PlanEndpoint,
  type PlanLink,
  type PlanNode,
  type PlanPort,
  type PortName,
} from '../plan.ts';

/** An MTU that needs no mention, and the one that a DOT file without `mtu` means. */
const MTU_DEFAULT = 1500;

/**
 * Writes the plan as DOT. Read back, it has the same nodes with their kinds, and the same links with the addresses and
 * MTU of their ports. What DOT has no word for is named in comments.
 */
export function exportDot(plan: Plan): string {
  const ports = portsByName(plan);
  const linked = new Set(plan.links.flatMap(({ a, b }) => [portName(a), portName(b)]));
  const lost = [...ports.keys()].filter((name) => !linked.has(name));
  const lines = [
    '// The wiring only: routes, services, files, bridges in nodes and checks stay in the lab file.',
    ...lost.map((name) => `// Not here, because it has no link: ${JSON.stringify(name)}`),
    ...plan.nodes.map((node) => `${quoteDotString(node.name)}${emitDotAttributes(nodeAttributes(node))};`),
    ...plan.links.map((link) => {
      return `${quoteEnd(link.a)} -- ${quoteEnd(link.b)}${emitDotAttributes(linkAttributes(link, ports))};`;
    }),
  ];
  return `graph ${quoteDotString(plan.name)} {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;
}

function quoteEnd({ node, port }: PlanEndpoint): string {
  return `${quoteDotString(node)}:${quoteDotString(port)}`;
}

/** Attributes as written; null is left out. */
function present(attributes: Readonly<Record<string, string | null>>): [string, string][] {
  return Object.entries(attributes).filter((entry): entry is [string, string] => entry[1] !== null);
}

function nodeAttributes(node: PlanNode): [string, string][] {
  return present({
    kind: node.kind === 'netns' ? null : node.kind,
    lldp: node.lldp === 'speak' ? null : node.lldp,
    stp: node.kind === 'bridge' ? String(node.stp) : null,
  });
}

function linkAttributes(link: PlanLink, ports: ReadonlyMap<PortName, PlanPort>): [string, string][] {
  return present({
    LLDP: lldpText(link),
    left_ip: addressText(ports, link.a),
    right_ip: addressText(ports, link.b),
    mtu: link.mtu === MTU_DEFAULT ? null : String(link.mtu),
    verify: link.verify ? null : 'off',
  });
}

/** PTM's own attribute; without it PTM compares the Port ID, and Wireloom what the neighbour gives. */
function lldpText({ lldpMatch }: PlanLink): string | null {
  const pairs = [
    ...(lldpMatch.port === 'auto' ? [] : [`match_type=${lldpMatch.port}`]),
    ...(lldpMatch.hostname === 'hostname' ? [] : [`match_hostname=${lldpMatch.hostname}`]),
  ];
  return pairs.length === 0 ? null : pairs.join(',');
}

function addressText(ports: ReadonlyMap<PortName, PlanPort>, end: PlanEndpoint): string | null {
  const addresses = addressesOfPort(ports, end);
  return addresses.length === 0 ? null : addresses.join(',');
}
