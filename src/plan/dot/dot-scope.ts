/**
 * The graph or a subgraph while it is read: its members, its named subgraphs and its default attributes. A default
 * applies to what is created after it in the same scope or deeper; what exists keeps what it has, also when the
 * default is declared in the root (`dot -Tcanon` shows such a node with an empty value).
 */
import type { DotAttribute, DotAttributes } from './dot-graph.ts';

/** What a default can be for. */
export type DefaultKind = 'node' | 'edge';

/** All defaults in force, and the outer ones that they were made from. */
interface DefaultSum {
  readonly base: DotAttributes;
  readonly attributes: DotAttributes;
}

const NO_ATTRIBUTES: DotAttributes = new Map();

/** A graph or subgraph; `Node` is whatever stands for a node. */
export class DotScope<Node> {
  readonly #parent: DotScope<Node> | null;
  readonly #members = new Set<Node>();
  readonly #children = new Map<string, DotScope<Node>>();
  readonly #own: Record<DefaultKind, Map<string, DotAttribute> | null> = { node: null, edge: null };
  /** Own defaults laid over those around, kept as long as neither changes. */
  readonly #sums: Record<DefaultKind, DefaultSum | null> = { node: null, edge: null };

  /** @param parent the enclosing graph; null for the root */
  constructor(parent: DotScope<Node> | null = null) {
    this.#parent = parent;
  }

  /** The subgraph of this name directly below, made at its first mention; null makes an anonymous one. */
  child(name: string | null): DotScope<Node> {
    const known = name === null ? undefined : this.#children.get(name);
    if (known !== undefined) return known;
    const made = new DotScope<Node>(this);
    if (name !== null) this.#children.set(name, made);
    return made;
  }

  /** Makes `node` a member here and in every enclosing graph. */
  add(node: Node): void {
    // A member of a subgraph is one of all graphs around it, so the first that knows it ends the walk.
    if (this.#members.has(node)) return;
    this.#members.add(node);
    this.#parent?.add(node);
  }

  /** The members, in the order of their first mention here. */
  members(): ReadonlySet<Node> {
    return this.#members;
  }

  /** The defaults that were declared in this scope, for the caller to add to. */
  ownDefaults(kind: DefaultKind): Map<string, DotAttribute> {
    this.#own[kind] ??= new Map();
    // The caller is about to change them, so every sum with them is void.
    this.#sums[kind] = null;
    return this.#own[kind];
  }

  /** The defaults in force for what is created now; shared with other callers, not to be changed. */
  defaults(kind: DefaultKind): DotAttributes {
    const base = this.#parent === null ? NO_ATTRIBUTES : this.#parent.defaults(kind);
    const own = this.#own[kind];
    if (own === null) return base;
    const sum = this.#sums[kind];
    if (sum !== null && sum.base === base) return sum.attributes;
    const attributes = new Map([...base, ...own]);
    this.#sums[kind] = { base, attributes };
    return attributes;
  }
}
