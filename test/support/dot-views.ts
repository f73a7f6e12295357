/**
 * A DOT graph in a form that two readers can be compared by: names and effective attributes, without places and
 * without what only drawing knows. An attribute with an empty value counts as none, because cgraph gives every node
 * each attribute that any node has.
 */
import type { DotAttributes, DotEnd, DotGraph } from '../../src/plan/dot/dot-graph.ts';

/** Attributes by name, sorted. */
export type AttributeView = readonly (readonly [name: string, value: string])[];

/** What two readers have to agree on. */
export interface GraphView {
  readonly directed: boolean;
  readonly strict: boolean;
  readonly attributes: AttributeView;
  readonly nodes: readonly { readonly name: string; readonly attributes: AttributeView }[];
  readonly edges: readonly EdgeView[];
}

/** An edge; a port is written `port` or `port:compass`, and empty for none. */
export interface EdgeView {
  readonly tail: readonly [node: string, port: string];
  readonly head: readonly [node: string, port: string];
  readonly attributes: AttributeView;
}

/** Drops empty values and names in `without`, and sorts. */
export function viewOfAttributes(
  entries: Iterable<readonly [string, string]>,
  without: ReadonlySet<string>,
): AttributeView {
  const kept = [...entries].filter(([name, value]) => value !== '' && !without.has(name));
  return kept.toSorted(([a], [b]) => compareText(a, b));
}

/** Sorts nodes and edges, which readers list in orders of their own. */
export function sortedView(view: GraphView): GraphView {
  return { ...view, nodes: view.nodes.toSorted(compareJson), edges: view.edges.toSorted(compareJson) };
}

/** The view of our own reading. */
export function viewOfDot(graph: DotGraph, without: ReadonlySet<string> = new Set()): GraphView {
  const view = (attributes: DotAttributes): AttributeView => {
    return viewOfAttributes(
      Array.from(attributes, ([name, { value }]) => [name, value] as const),
      without,
    );
  };
  return sortedView({
    directed: graph.directed,
    strict: graph.strict,
    attributes: view(graph.attributes),
    nodes: graph.nodes.map(({ name, attributes }) => ({ name, attributes: view(attributes) })),
    edges: graph.edges.map(({ tail, head, attributes }) => {
      return { tail: viewOfEnd(tail), head: viewOfEnd(head), attributes: view(attributes) };
    }),
  });
}

function viewOfEnd({ node, port, compass }: DotEnd): [string, string] {
  return [node, [port, compass].filter((part) => part !== null).join(':')];
}

function compareJson(a: unknown, b: unknown): number {
  return compareText(JSON.stringify(a), JSON.stringify(b));
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
