/** Sets that only ever grow together (union-find, with path halving and union by size). */
export class DisjointSets<T> {
  readonly #parent = new Map<T, T>();
  readonly #size = new Map<T, number>();

  /** Puts the item into a set of its own, unless it is known already. */
  add(item: T): void {
    if (this.#parent.has(item)) return;
    this.#parent.set(item, item);
    this.#size.set(item, 1);
  }

  /** The item that stands for the set; an unknown item is added first. */
  find(item: T): T {
    this.add(item);
    let at = item;
    for (;;) {
      const up = this.#parent.get(at) as T;
      if (up === at) return at;
      const next = this.#parent.get(up) as T;
      this.#parent.set(at, next);
      at = next;
    }
  }

  /** Makes one set of the sets of both items. */
  union(a: T, b: T): void {
    const rootA = this.find(a);
    const rootB = this.find(b);
    if (rootA === rootB) return;
    const total = this.sizeOf(rootA) + this.sizeOf(rootB);
    const [root, child] = this.sizeOf(rootA) < this.sizeOf(rootB) ? [rootB, rootA] : [rootA, rootB];
    this.#parent.set(child, root);
    this.#size.set(root, total);
  }

  /** Tells whether both items are in one set. */
  same(a: T, b: T): boolean {
    return this.find(a) === this.find(b);
  }

  /** How many items the set of this item has. */
  sizeOf(item: T): number {
    return this.#size.get(this.find(item)) ?? 1;
  }

  /** All sets, items in the order in which they were added. */
  sets(): T[][] {
    const byRoot = new Map<T, T[]>();
    for (const item of this.#parent.keys()) {
      const root = this.find(item);
      const set = byRoot.get(root);
      if (set === undefined) byRoot.set(root, [item]);
      else set.push(item);
    }
    return [...byRoot.values()];
  }
}
