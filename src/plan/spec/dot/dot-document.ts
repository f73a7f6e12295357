/**
 * A DOT graph to the document that the YAML notation would have been: nodes with their scalar attributes, edges as
 * links, `left_X` and `right_X` as attributes of the ports. What the values may be is the schema's business.
 */
import type { DotAttribute, DotAttributes, DotEdge, DotEnd, DotGraph, DotNode } from '../../dot/dot-graph.ts';
import type { ProblemList } from '../../problem-list.ts';
import { didYouMean } from '../../text/suggest.ts';
import { isMap, type SpecDocument, type SpecPath } from '../document.ts';
import { IMPAIRMENT_KEYS } from '../link.ts';
import { UNBUILT_KIND_ATTRIBUTES } from '../kinds.ts';
import {
  type AttributeForms,
  attributeValue,
  LINK_FORMS,
  NODE_FORMS,
  PORT_FORMS,
} from './attribute-value.ts';
import { GRAPHVIZ_ATTRIBUTES } from './graphviz-attributes.ts';
import { PlaceMap } from './place-map.ts';
import { PtmAttributes } from './ptm-attributes.ts';

type PlainMap = Record<string, unknown>;

/** Prefixes of port attributes on an edge, the tail being written on the left. */
const SIDES = ['left_', 'right_'] as const;

/** Edge attributes that have a meaning beside {@link LINK_FORMS}. */
const PTM_EDGE_WORDS: readonly string[] = ['LLDP', 'BFD'];

/**
 * Makes the document of a graph.
 *
 * @param problems takes ends without port, and attributes that nobody knows
 */
export function dotDocument(graph: DotGraph, problems: ProblemList): SpecDocument {
  return new DotReader(graph, problems).read();
}

class DotReader {
  readonly #graph: DotGraph;
  readonly #problems: ProblemList;
  readonly #ptm: PtmAttributes;
  readonly #locator = new PlaceMap();
  readonly #nodes: PlainMap = newMap();
  readonly #links: PlainMap[] = [];

  constructor(graph: DotGraph, problems: ProblemList) {
    this.#graph = graph;
    this.#problems = problems;
    this.#ptm = new PtmAttributes(graph.attributes, problems);
  }

  read(): SpecDocument {
    for (const node of this.#graph.nodes) this.#readNode(node);
    for (const edge of this.#graph.edges) this.#readEdge(edge);
    for (const [name, attribute] of this.#graph.attributes) {
      if (!this.#ptm.isGraphWord(name)) this.#warnUnknown('graph', name, attribute, []);
    }
    const topology = { nodes: this.#nodes, links: this.#links };
    return { value: { topology }, locator: this.#locator };
  }

  #readNode(node: DotNode): void {
    const path = ['topology', 'nodes', node.name];
    this.#locator.set(path, node.at);
    const body = newMap();
    const kind = node.attributes.get('kind')?.value ?? '';
    for (const [name, attribute] of node.attributes) {
      // On a node that runs no image the word is Graphviz's: a picture.
      if (name === 'image' && !runsImage(kind)) continue;
      if (Object.hasOwn(NODE_FORMS, name)) this.#assign(body, path, name, NODE_FORMS, attribute);
      else this.#warnUnknown('node', name, attribute, Object.keys(NODE_FORMS));
    }
    this.#nodes[node.name] = body;
  }

  #readEdge(edge: DotEdge): void {
    const ends = [edge.tail, edge.head].map((end, index) => this.#readPort(end, SIDES[index] ?? '', edge));
    const { attributes } = edge;
    const path = ['topology', 'links', this.#links.length];
    const link = newMap();
    const impair = newMap();
    for (const [name, attribute] of attributes) {
      if (IMPAIRMENT_KEYS.includes(name)) {
        this.#locator.set([...path, 'impair'], attribute.at);
        this.#assign(impair, [...path, 'impair'], name, LINK_FORMS, attribute);
      } else if (Object.hasOwn(LINK_FORMS, name)) this.#assign(link, path, name, LINK_FORMS, attribute);
      else if (!PTM_EDGE_WORDS.includes(name) && !isPortAttribute(name)) {
        this.#warnUnknown('edge', name, attribute, EDGE_WORDS);
      }
    }
    const lldp = this.#ptm.readLldp(attributes);
    this.#ptm.readBfd(attributes);
    if (ends.some((known) => !known)) return;
    this.#locator.set(path, edge.at);
    for (const [index, end] of [edge.tail, edge.head].entries())
      this.#locator.set([...path, 'endpoints', index], end.at);
    link.endpoints = [edge.tail, edge.head].map((end) => ({ node: end.node, interface: end.port }));
    if (Object.keys(impair).length > 0) link.impair = impair;
    if (Object.keys(lldp).length > 0) link.lldp = lldp;
    this.#links.push(link);
  }

  /** Enters the port of one end; false when the end has none. */
  #readPort(end: DotEnd, prefix: string, edge: DotEdge): boolean {
    if (end.port === null || end.port === '') {
      this.#problems.error(
        end.portAt,
        `Cannot link ${end.node}: the end has no port, must be ${end.node}:PORT`,
      );
      return false;
    }
    const path = ['topology', 'nodes', end.node, 'interfaces', end.port];
    this.#locator.set(path, end.portAt);
    const body = this.#portBody(end.node, end.port);
    for (const [name, attribute] of withPrefix(edge.attributes, prefix)) {
      this.#assign(body, path, name, PORT_FORMS, attribute);
    }
    return true;
  }

  #portBody(node: string, port: string): PlainMap {
    const owner = this.#nodes[node];
    if (!isMap(owner)) return newMap();
    const interfaces = isMap(owner.interfaces) ? owner.interfaces : newMap();
    owner.interfaces = interfaces;
    const body = interfaces[port];
    if (isMap(body)) return body;
    const made = newMap();
    interfaces[port] = made;
    return made;
  }

  #assign(
    body: PlainMap,
    path: SpecPath,
    name: string,
    forms: AttributeForms,
    attribute: DotAttribute,
  ): void {
    // Graphviz knows no way to take a default back but to set it empty.
    if (attribute.value === '') return;
    body[name] = attributeValue(attribute.value, forms[name] ?? 'text');
    this.#locator.set([...path, name], attribute.at, attribute.valueAt);
  }

  #warnUnknown(owner: string, name: string, attribute: DotAttribute, known: readonly string[]): void {
    if (GRAPHVIZ_ATTRIBUTES.has(name)) return;
    this.#problems.warning(
      attribute.at,
      `Attribute "${name}" of ${owner} is unknown${didYouMean(name, known)}`,
    );
  }
}

const EDGE_WORDS: readonly string[] = [
  ...Object.keys(LINK_FORMS),
  ...PTM_EDGE_WORDS,
  ...SIDES.flatMap((side) => Object.keys(PORT_FORMS).map((name) => side + name)),
];

function isPortAttribute(name: string): boolean {
  return SIDES.some((side) => name.startsWith(side) && Object.hasOwn(PORT_FORMS, name.slice(side.length)));
}

function withPrefix(attributes: DotAttributes, prefix: string): [string, DotAttribute][] {
  return [...attributes].flatMap(([name, attribute]) =>
    name.startsWith(prefix) && isPortAttribute(name) ? [[name.slice(prefix.length), attribute]] : [],
  );
}

function runsImage(kind: string): boolean {
  return kind === 'linux' || UNBUILT_KIND_ATTRIBUTES.image.some((known) => known === kind);
}

function newMap(): PlainMap {
  return Object.create(null) as PlainMap;
}
