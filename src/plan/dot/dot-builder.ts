/**
 * Builds the graph while its text is read: nodes at their first mention, edges one for each pair of ends, attributes
 * laid over the defaults in force. What a repeated edge means follows cgraph (`newedge` in the documentation of
 * agedge): in a strict graph, or with the same `key`, it is the edge that exists.
 */
import { DOT_ATTRIBUTES_MAX, LAB_LINKS_MAX, LAB_NODES_MAX } from '../../base/limits.ts';
import type { SourcePosition } from '../source.ts';
import type { DotAttribute, DotAttributes, DotEdge, DotEnd, DotGraph, DotNode } from './dot-graph.ts';
import type { DotProblems } from './dot-problems.ts';
import { DotScope, type DefaultKind } from './dot-scope.ts';

/** A node being built. `own` is set once it differs from the defaults, which many nodes share. */
export interface NodeDraft {
  readonly index: number;
  readonly name: string;
  readonly at: SourcePosition;
  attributes: DotAttributes;
  own: Map<string, DotAttribute> | null;
}

/** One side of an edge statement: nodes as written, or all nodes of a subgraph. */
export type Operand =
  | { readonly ends: readonly DotEnd[] }
  | { readonly subgraph: DotScope<NodeDraft>; readonly at: SourcePosition };

interface EdgeDraft {
  tail: DotEnd;
  head: DotEnd;
  readonly at: SourcePosition;
  attributes: DotAttributes;
  readonly key: string | undefined;
}

/** Collects one graph. */
export class DotGraphBuilder {
  readonly root = new DotScope<NodeDraft>();
  directed = false;
  strict = false;
  name: string | null = null;

  readonly #problems: DotProblems;
  readonly #attributes = new Map<string, DotAttribute>();
  readonly #nodes = new Map<string, NodeDraft>();
  readonly #edges: EdgeDraft[] = [];
  /** Edges that a later statement may name again, by their ends and key. */
  readonly #repeatable = new Map<string, EdgeDraft>();
  #joinCount = 0;

  /** @param problems kept; too large graphs are reported to it */
  constructor(problems: DotProblems) {
    this.#problems = problems;
  }

  /** The node of this name, made with the defaults of `scope` at its first mention, and now a member of `scope`. */
  node(scope: DotScope<NodeDraft>, name: string, at: SourcePosition): NodeDraft {
    let node = this.#nodes.get(name);
    if (node === undefined) {
      const index = this.#nodes.size;
      if (index === LAB_NODES_MAX) this.#problems.stop(at, `Found more than ${LAB_NODES_MAX} nodes`);
      node = { index, name, at, attributes: scope.defaults('node'), own: null };
      this.#nodes.set(name, node);
    }
    scope.add(node);
    return node;
  }

  /** Gives `attributes` to the nodes of a node statement. A subgraph takes none; Graphviz ignores them there too. */
  setNodeAttributes(operand: Operand, attributes: DotAttributes): void {
    if ('subgraph' in operand || attributes.size === 0) return;
    for (const end of operand.ends) {
      const node = this.#nodes.get(end.node);
      if (node === undefined) continue;
      node.own ??= new Map(node.attributes);
      node.attributes = node.own;
      this.#assign(node.own, attributes);
    }
  }

  /** Declares defaults of `scope`, or attributes of the root graph; those of subgraphs only draw, and are dropped. */
  setDefaults(scope: DotScope<NodeDraft>, kind: DefaultKind | 'graph', attributes: DotAttributes): void {
    if (kind === 'graph') {
      if (scope === this.root) this.#assign(this.#attributes, attributes);
      return;
    }
    for (const [name, attribute] of attributes) {
      // A key belongs to one edge; cgraph never takes it as a default.
      if (kind === 'edge' && name === 'key') continue;
      this.assign(scope.ownDefaults(kind), name, attribute);
    }
  }

  /** Joins each tail with each head: the edges of `tails -- heads [attributes]` in `scope`. */
  join(scope: DotScope<NodeDraft>, tails: Operand, heads: Operand, attributes: DotAttributes): void {
    if (countOf(tails) === 0 || countOf(heads) === 0) return;
    const headEnds = endsOf(heads);
    const effective = new Map(scope.defaults('edge'));
    this.#assign(effective, attributes);
    for (const tail of endsOf(tails))
      for (const head of headEnds) this.#edge(tail, head, attributes, effective);
  }

  /** Sets one attribute, within the bound for one thing. */
  assign(target: Map<string, DotAttribute>, name: string, attribute: DotAttribute): void {
    if (target.size >= DOT_ATTRIBUTES_MAX && !target.has(name)) {
      this.#problems.stop(attribute.at, `Found more than ${DOT_ATTRIBUTES_MAX} attributes of one thing`);
    }
    target.set(name, attribute);
  }

  /** The graph as far as it was read. */
  graph(): DotGraph {
    const nodes = Array.from(
      this.#nodes.values(),
      ({ name, at, attributes }): DotNode => ({ name, at, attributes }),
    );
    const edges = this.#edges.map(
      ({ tail, head, at, attributes }): DotEdge => ({ tail, head, at, attributes }),
    );
    const { directed, strict, name } = this;
    return { directed, strict, name, attributes: this.#attributes, nodes, edges };
  }

  #edge(tail: DotEnd, head: DotEnd, attributes: DotAttributes, effective: DotAttributes): void {
    // Repeated edges count too: two subgraphs of a short text can name any number of them.
    this.#joinCount += 1;
    if (this.#joinCount > LAB_LINKS_MAX)
      this.#problems.stop(tail.at, `Found more than ${LAB_LINKS_MAX} edges`);
    const key = attributes.get('key')?.value;
    const edge: EdgeDraft = { tail, head, at: tail.at, attributes: effective, key };
    if (!this.strict && key === undefined) {
      this.#edges.push(edge);
      return;
    }
    const identity = this.#identityOf(tail, head, key);
    const known = this.#repeatable.get(identity);
    if (known !== undefined) {
      this.#repeat(known, edge, attributes);
      return;
    }
    this.#repeatable.set(identity, edge);
    this.#edges.push(edge);
  }

  /** Applies a repeated edge to the one that exists: later ports and attributes override, defaults do not. */
  #repeat(known: EdgeDraft, edge: EdgeDraft, attributes: DotAttributes): void {
    // A strict graph has room for one edge; cgraph refuses a second one under another key.
    if (edge.key !== undefined && edge.key !== known.key) return;
    const sameWay = known.tail.node === edge.tail.node;
    const [tail, head] = sameWay ? [edge.tail, edge.head] : [edge.head, edge.tail];
    if (tail.port !== null) known.tail = tail;
    if (head.port !== null) known.head = head;
    const own = new Map(known.attributes);
    this.#assign(own, attributes);
    known.attributes = own;
  }

  /** A text that is equal for edges that cgraph takes for the same one. */
  #identityOf(tail: DotEnd, head: DotEnd, key: string | undefined): string {
    const ends = [this.#nodes.get(tail.node)?.index ?? -1, this.#nodes.get(head.node)?.index ?? -1];
    if (!this.directed) ends.sort((a, b) => a - b);
    return this.strict ? ends.join() : `${ends.join()},${key ?? ''}`;
  }

  #assign(target: Map<string, DotAttribute>, attributes: DotAttributes): void {
    for (const [name, attribute] of attributes) this.assign(target, name, attribute);
  }
}

function countOf(operand: Operand): number {
  return 'subgraph' in operand ? operand.subgraph.members().size : operand.ends.length;
}

/** The ends that an operand stands for; the nodes of a subgraph come in the order of their creation, as in cgraph. */
function endsOf(operand: Operand): readonly DotEnd[] {
  if (!('subgraph' in operand)) return operand.ends;
  const { at } = operand;
  const members = [...operand.subgraph.members()].sort((a, b) => a.index - b.index);
  return members.map(({ name }) => ({ node: name, port: null, compass: null, at, portAt: at }));
}
