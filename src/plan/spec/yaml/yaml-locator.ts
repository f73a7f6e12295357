/**
 * The way back from a value to its place in YAML text. It walks the nodes of the reader only when something has to
 * be said, so that a good file pays nothing for it; a map that was walked once keeps an index of its keys.
 */
import { isAlias, isMap, isScalar, isSeq, type Alias, type Node, type YAMLMap } from 'yaml';
import type { FoundPlace, Locator, Places, SpecPath } from '../document.ts';
import { type AliasTargets, keyText } from './yaml-converter.ts';

/** A key of a map and what stands behind it. */
interface Entry {
  readonly key: Node | null;
  readonly value: unknown;
}

/** Finds places in one document. */
export class YamlLocator implements Locator {
  readonly #root: unknown;
  readonly #targets: AliasTargets;
  readonly #places: Places;
  readonly #entries = new Map<YAMLMap, ReadonlyMap<string, Entry>>();

  constructor(root: unknown, targets: AliasTargets, places: Places) {
    this.#root = root;
    this.#targets = targets;
    this.#places = places;
  }

  valueAt(path: SpecPath): FoundPlace {
    return this.#find(path, false);
  }

  keyAt(path: SpecPath): FoundPlace {
    return this.#find(path, true);
  }

  #find(path: SpecPath, wantKey: boolean): FoundPlace {
    let node = this.#root;
    let offset = offsetOf(node) ?? 0;
    for (const [depth, segment] of path.entries()) {
      const entry = this.#step(this.#follow(node), segment);
      if (entry === null) return { ...this.#places(offset), depth };
      node = entry.value;
      const isLast = depth === path.length - 1;
      const keyOffset = offsetOf(entry.key);
      // An empty value has no text of its own; then its key is the place.
      const valueOffset = isEmptyScalar(node) ? (keyOffset ?? offsetOf(node)) : offsetOf(node);
      offset = (isLast && wantKey ? (keyOffset ?? valueOffset) : (valueOffset ?? keyOffset)) ?? offset;
    }
    return { ...this.#places(offset), depth: path.length };
  }

  #step(node: unknown, segment: string | number): Entry | null {
    if (isSeq(node)) {
      const index = Number(segment);
      return index < node.items.length ? { key: null, value: node.items[index] } : null;
    }
    if (!isMap(node)) return null;
    return this.#entriesOf(node).get(String(segment)) ?? null;
  }

  #entriesOf(map: YAMLMap): ReadonlyMap<string, Entry> {
    const known = this.#entries.get(map);
    if (known !== undefined) return known;
    const entries = new Map<string, Entry>();
    // Registered first: merge keys cannot loop then, whatever the anchors say.
    this.#entries.set(map, entries);
    const sources: unknown[] = [];
    for (const { key, value } of map.items) {
      if (!isScalar(key)) continue;
      const text = keyText(key);
      if (text === null) continue;
      if (text === '<<' && key.type === 'PLAIN') sources.push(value);
      else if (!entries.has(text)) entries.set(text, { key, value });
    }
    for (const source of sources.flatMap((value) => this.#mergeSources(value))) {
      for (const [text, entry] of this.#entriesOf(source)) {
        if (!entries.has(text)) entries.set(text, entry);
      }
    }
    return entries;
  }

  #mergeSources(value: unknown): YAMLMap[] {
    const target = this.#follow(value);
    const sources = isSeq(target) ? target.items.map((item) => this.#follow(item)) : [target];
    return sources.filter((source) => isMap(source));
  }

  /** What a node stands for: itself, or the target of an alias. */
  #follow(node: unknown): unknown {
    let current = node;
    while (isAlias(current)) current = this.#targets.get(current as Alias);
    return current;
  }
}

function offsetOf(node: unknown): number | null {
  if (isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)) return node.range?.[0] ?? null;
  return null;
}

function isEmptyScalar(node: unknown): boolean {
  return isScalar(node) && node.value === null && (node.source ?? '') === '';
}
