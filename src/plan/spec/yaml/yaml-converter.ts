/**
 * YAML nodes to plain values: duplicate keys, aliases (YAML 1.2.2, 7.1), the merge key `<<` of containerlab's files,
 * and numbers. Maps come out without prototype, so that no key of a file meets one of JavaScript's own.
 */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Alias,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { YAML_ALIAS_COUNT_MAX, YAML_ALIAS_VALUES_MAX, YAML_DEPTH_MAX } from '../../../base/limits.ts';
import type { ProblemList } from '../../problem-list.ts';
import { isMap as isPlainMap, type Places } from '../document.ts';

/** What each alias stands for, for the way back to the text. */
export type AliasTargets = ReadonlyMap<Alias, Node>;

/** Converts the nodes of one document; made for one use. */
export class YamlConverter {
  /** Filled while {@link convert} runs. */
  readonly targets = new Map<Alias, Node>();
  readonly #anchors = new Map<string, Node>();
  readonly #problems: ProblemList;
  readonly #places: Places;
  #aliasCount = 0;
  #aliasDepth = 0;
  #depth = 0;
  #aliasValues = 0;
  #isExhausted = false;

  constructor(problems: ProblemList, places: Places) {
    this.#problems = problems;
    this.#places = places;
  }

  /** Converts a node and all below it. The reader bounds the depth of the text, this the depth of its aliases. */
  convert(node: unknown): unknown {
    if (this.#aliasDepth > 0) this.#aliasValues += 1;
    this.#depth += 1;
    const value = isAlias(node) ? this.#convertAlias(node) : this.#convertNode(node);
    this.#depth -= 1;
    return value;
  }

  #convertNode(node: unknown): unknown {
    let value: unknown = null;
    if (isScalar(node)) value = scalarValue(node);
    else if (isMap(node)) value = this.#convertMap(node);
    else if (isSeq(node)) value = node.items.map((item) => this.convert(item));
    // An anchor counts from the end of its node, so an alias inside of its own node has no target.
    if (isScalar(node) || isMap(node) || isSeq(node)) {
      if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    }
    return value;
  }

  #convertAlias(alias: Alias): unknown {
    const at = alias.range?.[0] ?? 0;
    const target = this.#anchors.get(alias.source);
    if (target === undefined) {
      this.#error(at, `Cannot read YAML: alias *${alias.source} has no complete anchor before it`);
      return null;
    }
    this.#aliasCount += 1;
    if (this.#aliasCount > YAML_ALIAS_COUNT_MAX || this.#aliasValues > YAML_ALIAS_VALUES_MAX) {
      // Said once; the rest of the bomb stays folded.
      if (!this.#isExhausted) {
        const limits = `${YAML_ALIAS_COUNT_MAX} aliases and ${YAML_ALIAS_VALUES_MAX} values`;
        this.#error(at, `Cannot read YAML: aliases expand to too much, must be at most ${limits}`);
      }
      this.#isExhausted = true;
      return null;
    }
    if (this.#depth > YAML_DEPTH_MAX) {
      this.#error(at, `Cannot read YAML: aliases nest collections deeper than ${YAML_DEPTH_MAX}`);
      return null;
    }
    this.targets.set(alias, target);
    this.#aliasDepth += 1;
    const value = this.convert(target);
    this.#aliasDepth -= 1;
    return value;
  }

  #convertMap(map: YAMLMap): Record<string, unknown> {
    const out: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    const merges: Pair[] = [];
    const places = new Map<string, number>();
    for (const pair of map.items) {
      const key = this.#keyOf(pair);
      if (key === null) continue;
      if (key.isMerge) {
        merges.push(pair);
        continue;
      }
      const first = places.get(key.text);
      if (first === undefined) {
        places.set(key.text, key.offset);
        out[key.text] = this.convert(pair.value);
      } else {
        const line = this.#places(first).line;
        this.#error(key.offset, `Cannot read YAML: key "${key.text}" is given twice, first in line ${line}`);
      }
    }
    for (const pair of merges) this.#merge(out, pair);
    return out;
  }

  /** The text of a key, null (and an error) where it cannot be one. */
  #keyOf(pair: Pair): { text: string; offset: number; isMerge: boolean } | null {
    const node = pair.key;
    if (isScalar(node)) {
      const offset = node.range?.[0] ?? 0;
      const text = keyText(node);
      if (text === '__proto__') this.#error(offset, 'Cannot read YAML: key "__proto__" is not allowed');
      else if (text !== null) return { text, offset, isMerge: text === '<<' && node.type === 'PLAIN' };
      else this.#error(offset, 'Cannot read YAML: a key is empty');
      return null;
    }
    const offset = (isMap(node) || isSeq(node) || isAlias(node) ? node.range?.[0] : undefined) ?? 0;
    this.#error(offset, 'Cannot read YAML: a key is a collection or an alias, must be text');
    return null;
  }

  /** `<<: *a` or `<<: [*a, *b]`: keys of the map itself win, then those of the earlier source. */
  #merge(out: Record<string, unknown>, pair: Pair): void {
    const value = this.convert(pair.value);
    for (const source of Array.isArray(value) ? value : [value]) {
      if (isPlainMap(source)) {
        for (const key of Object.keys(source)) {
          if (!(key in out)) out[key] = source[key];
        }
      } else if (source !== null) {
        const offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : 0;
        this.#error(offset, 'Cannot read YAML: the value of "<<" must be a map or a list of maps');
      }
    }
  }

  #error(offset: number, message: string): void {
    this.#problems.error(this.#places(offset), message);
  }
}

/** The text of a scalar key as it is written (`8000: x` has the key `8000`); null for an empty one. */
export function keyText(node: Scalar): string | null {
  if (typeof node.value === 'string') return node.value;
  return node.value === null ? null : (node.source ?? null);
}

/**
 * A number is one only where it is written the plain way. `1.10` (a version), `0755` (a mode) and `0x10` are what
 * they look like to whoever wrote them, which is text; a key that wants a number refuses them.
 */
function scalarValue(node: Scalar): unknown {
  const { value, source } = node;
  if (typeof value === 'number' || typeof value === 'bigint') {
    return source !== undefined && String(value) !== source ? source : value;
  }
  return value;
}
