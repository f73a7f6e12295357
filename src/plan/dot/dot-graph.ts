/**
 * A DOT file after parsing: nodes and edges with their effective attributes (defaults of the graph and of enclosing
 * subgraphs applied as Graphviz applies them), each with its place in the text.
 */
import type { SourcePosition, SourceProblem } from '../source.ts';

/** An attribute's value with the places of its name and its value. */
export interface DotAttribute {
  readonly value: string;
  /** Place of the attribute's name where it was written (an inherited default points at the default). */
  readonly at: SourcePosition;
  readonly valueAt: SourcePosition;
}

/** Attributes by name, in the order of first assignment. */
export type DotAttributes = ReadonlyMap<string, DotAttribute>;

/** A node; created by its first mention anywhere. */
export interface DotNode {
  readonly name: string;
  readonly at: SourcePosition;
  readonly attributes: DotAttributes;
}

/** One end of an edge, with the port part of `node:port` (and of `node:port:compass`). */
export interface DotEnd {
  readonly node: string;
  readonly port: string | null;
  readonly compass: string | null;
  readonly at: SourcePosition;
  /** Place of the port name, or of the node name when there is no port. */
  readonly portAt: SourcePosition;
}

/** An edge; a chain `a -- b -- c` is two, a subgraph as an end is one for each of its nodes. */
export interface DotEdge {
  readonly tail: DotEnd;
  readonly head: DotEnd;
  readonly at: SourcePosition;
  readonly attributes: DotAttributes;
}

/** The graph. */
export interface DotGraph {
  readonly directed: boolean;
  readonly strict: boolean;
  readonly name: string | null;
  /** Attributes of the root graph. */
  readonly attributes: DotAttributes;
  readonly nodes: readonly DotNode[];
  readonly edges: readonly DotEdge[];
}

/** What the parser returns: with errors, `graph` holds what could be read all the same. */
export interface DotResult {
  readonly graph: DotGraph;
  readonly problems: readonly SourceProblem[];
}
