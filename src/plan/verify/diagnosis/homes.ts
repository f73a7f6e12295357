/**
 * Which planned segment each wire stands for. A wire stands for the segment that it shares most ports with; that
 * leaves the plain cables, where one end is as good as the other: there the choice is made along the chain, so that
 * the ports named as misplaced are those that a hand could have confused, two on one node.
 */
import type { PortName } from '../../plan.ts';
import type { Segment } from '../segment.ts';
import { nodeOf } from '../words.ts';
import type { Scene } from './scene.ts';
import type { Wire } from './wires.ts';

interface Candidate {
  readonly wire: Wire;
  readonly segment: Segment;
  /** Ports of the wire that are of the segment. */
  readonly staying: readonly PortName[];
}

/** Finds the home of each wire. No segment is home to two wires; a wire without a home is left out. */
export function assignHomes(scene: Scene, wires: readonly Wire[]): Map<Wire, Segment> {
  const homes = new Assignment();
  const candidates = wires.flatMap((wire) => candidatesOf(scene, wire));
  const clear = candidates.filter((one) => one.staying.length > 1);
  for (const one of clear.sort((a, b) => b.staying.length - a.staying.length)) homes.assign(one);
  const open = candidates.filter((one) => one.staying.length === 1);
  homes.consider(open);
  const weighed = open.map((one) => ({
    one,
    confused: confusable(one),
    order: scene.firstOrder(one.staying),
  }));
  weighed.sort((a, b) => Number(b.confused) - Number(a.confused) || a.order - b.order);
  for (const { one } of weighed) {
    homes.assign(one);
    homes.settle();
  }
  return homes.byWire;
}

function candidatesOf(scene: Scene, wire: Wire): Candidate[] {
  const bySegment = new Map<Segment, PortName[]>();
  for (const port of wire) {
    const segment = scene.segmentOf(port);
    if (segment === null) continue;
    const staying = bySegment.get(segment);
    if (staying === undefined) bySegment.set(segment, [port]);
    else staying.push(port);
  }
  return [...bySegment].map(([segment, staying]) => ({ wire, segment, staying }));
}

// A stranger on the wire sits on the same node as a port that the wire lacks: one plug went into the wrong hole.
function confusable({ wire, segment }: Candidate): boolean {
  const lacking = segment.members.filter((port) => !wire.includes(port));
  const nodes = new Set(lacking.map(nodeOf));
  return wire.some((port) => !segment.members.includes(port) && nodes.has(nodeOf(port)));
}

// Every choice may leave a wire with one segment to choose: it is taken at once, so that one choice settles a chain.
class Assignment {
  readonly byWire = new Map<Wire, Segment>();
  readonly #taken = new Set<Segment>();
  readonly #ofWire = new Map<Wire, Candidate[]>();
  readonly #ofSegment = new Map<Segment, Candidate[]>();
  readonly #forced: Wire[] = [];

  consider(open: readonly Candidate[]): void {
    for (const one of open) {
      push(this.#ofWire, one.wire, one);
      push(this.#ofSegment, one.segment, one);
    }
    // Taken from the end: the first wire of the plan chooses first.
    this.#forced.push(...[...this.#ofWire.keys()].reverse());
    this.settle();
  }

  assign({ wire, segment }: Candidate): void {
    if (this.byWire.has(wire) || this.#taken.has(segment)) return;
    this.byWire.set(wire, segment);
    this.#taken.add(segment);
    for (const rival of this.#ofSegment.get(segment) ?? []) this.#forced.push(rival.wire);
  }

  settle(): void {
    for (let wire = this.#forced.pop(); wire !== undefined; wire = this.#forced.pop()) {
      const free = (this.#ofWire.get(wire) ?? []).filter((one) => !this.#taken.has(one.segment));
      const only = free[0];
      if (free.length === 1 && only !== undefined) this.assign(only);
    }
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
