/**
 * Draws a plan as styled DOT, for Graphviz to lay out. It is a picture, not a lab file: ports are labels at the ends
 * of edges. `exportDot` writes what Wireloom and PTM read.
 */
import { emitDotAttributes, quoteDotId, quoteDotString } from '../dot/dot-text.ts';
import {
  portName,
  type Plan,
  type PlanEndpoint,
  type PlanLink,
  type PlanNode,
  type PlanPort,
  type PortName,
} from '../plan.ts';
import { addressesOfPort, portsByName } from '../plan-ports.ts';
import {
  ADDRESS_FONT_SIZE,
  FONT_NAME,
  linkStyleOf,
  NODE_FONT_SIZE,
  NODE_STYLES,
  PORT_FONT_SIZE,
  type DrawOptions,
} from './style.ts';

/**
 * Draws a plan in the DOT language.
 *
 * Each node and link has an `id` (`node:NAME`, `link:A--B` with ports as `node:port`), which Graphviz hands on to the
 * elements of an SVG.
 *
 * @param options `linkState` colours the links
 */
export function renderDot(plan: Plan, options: DrawOptions = {}): string {
  const ports = portsByName(plan);
  const lines = [
    ...commonStyle(),
    ...plan.nodes.map(drawNode),
    ...plan.links.map((link) => drawLink(link, ports, options)),
  ];
  return `graph ${quoteDotString(plan.name)} {\n${lines.map((line) => `  ${line};\n`).join('')}}\n`;
}

function commonStyle(): string[] {
  const nodeFontSize = String(NODE_FONT_SIZE);
  const portFontSize = String(PORT_FONT_SIZE);
  const addressFontSize = String(ADDRESS_FONT_SIZE);
  const graph = { nodesep: '0.6', ranksep: '0.6', bgcolor: 'transparent' };
  const node = { fontname: FONT_NAME, fontsize: nodeFontSize, style: 'filled' };
  const edge = {
    fontname: FONT_NAME,
    fontsize: addressFontSize,
    labelfontsize: portFontSize,
    labeldistance: '1.6',
  };
  return Object.entries({ graph, node, edge }).map(([what, attributes]) => {
    return `${what}${emitDotAttributes(Object.entries(attributes))}`;
  });
}

function drawNode(node: PlanNode): string {
  const style = NODE_STYLES[node.kind];
  const attributes = {
    id: escapeLabel(`node:${node.name}`),
    label: labelOf(node.kind === 'netns' ? [node.name] : [node.name, node.kind]),
    shape: style.shape,
    fillcolor: style.fill,
    color: style.line,
  };
  return `${quoteDotId(node.name)}${emitDotAttributes(Object.entries(attributes))}`;
}

function drawLink(link: PlanLink, ports: ReadonlyMap<PortName, PlanPort>, options: DrawOptions): string {
  const { a, b } = link;
  const style = linkStyleOf(link, options);
  const attributes = {
    id: escapeLabel(`link:${portName(a)}--${portName(b)}`),
    tooltip: escapeLabel(`${portName(a)} -- ${portName(b)}`),
    taillabel: escapeLabel(a.port),
    headlabel: escapeLabel(b.port),
    // Graphviz keeps room for the label of an edge, not for those at its ends: addresses there would overlap.
    label: [...addressLines(ports, a), ...addressLines(ports, b)]
      .map((line) => `${escapeLabel(line)}\\l`)
      .join(''),
    color: style.color,
    penwidth: String(style.width),
    style: style.graphvizStyle,
  };
  return `${quoteDotId(a.node)} -- ${quoteDotId(b.node)}${emitDotAttributes(Object.entries(attributes))}`;
}

/** `NODE ADDRESS` for each address of the port. */
function addressLines(ports: ReadonlyMap<PortName, PlanPort>, end: PlanEndpoint): string[] {
  return addressesOfPort(ports, end).map((address) => `${end.node} ${address}`);
}

/** Centred lines. */
function labelOf(lines: readonly string[]): string {
  return lines.map(escapeLabel).join('\\n');
}

/** In Graphviz's escString a backslash begins an escape such as `\N`, the node's name. */
function escapeLabel(text: string): string {
  return text.replaceAll('\\', '\\\\');
}
