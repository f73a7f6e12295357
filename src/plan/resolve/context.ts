/**
 * What every step of resolution shares: where problems go, and how a value finds its place in the file.
 */
import type { NodeKindName } from '../plan.ts';
import type { ProblemList } from '../problem-list.ts';
import type { SourcePosition } from '../source.ts';
import type { FoundPlace, Locator, SpecPath } from '../spec/document.ts';
import type { LabSpec } from '../spec/lab.ts';
import type { NodeSpec } from '../spec/node.ts';

/** One run of resolution. */
export interface LabContext {
  readonly spec: LabSpec;
  readonly locator: Locator;
  readonly problems: ProblemList;
  /** Absolute folder of the lab file; paths in the file are relative to it. */
  readonly folder: string;
  /** The lab's valid name. */
  readonly labName: string;
}

/** A node while it is resolved. */
export class NodeContext {
  readonly lab: LabContext;
  readonly name: string;
  readonly kind: NodeKindName;
  /** Merged from defaults, kinds and the node's own, without what its kind does not have. */
  readonly spec: NodeSpec;
  readonly #bases: readonly SpecPath[];

  /** @param writtenKind the kind as the file has it: the key of `topology.kinds` */
  constructor(lab: LabContext, name: string, kind: NodeKindName, writtenKind: string, spec: NodeSpec) {
    this.lab = lab;
    this.name = name;
    this.kind = kind;
    this.spec = spec;
    this.#bases = nodeBases(name, writtenKind);
  }

  /** Place of an attribute, wherever the node has it from; the node itself when it is not in the file. */
  valueAt(...path: SpecPath): FoundPlace {
    return this.#nearest((base) => this.lab.locator.valueAt([...base, ...path]), path.length);
  }

  /** Place of an attribute's key; see {@link valueAt}. */
  keyAt(...path: SpecPath): FoundPlace {
    return this.#nearest((base) => this.lab.locator.keyAt([...base, ...path]), path.length);
  }

  /** Reports an error about an attribute. */
  error(at: SourcePosition, message: string): void {
    this.lab.problems.error(at, message);
  }

  #nearest(find: (base: SpecPath) => FoundPlace, wanted: number): FoundPlace {
    let best: FoundPlace | null = null;
    let bestDepth = -1;
    for (const base of this.#bases) {
      const found = find(base);
      const depth = found.depth - base.length;
      if (depth > bestDepth) {
        best = found;
        bestDepth = depth;
      }
      if (depth === wanted) break;
    }
    return best ?? { line: 1, column: 1, depth: 0 };
  }
}

/** Where a node's attributes can stand, the strongest first. */
function nodeBases(name: string, writtenKind: string): readonly SpecPath[] {
  return [
    ['topology', 'nodes', name],
    ['topology', 'kinds', writtenKind],
    ['topology', 'defaults'],
  ];
}
