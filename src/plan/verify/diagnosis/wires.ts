/**
 * The wires of a scene: which ports are on one cable, or around one hub, as far as their words tell. Two ports that
 * hear each other are. One direction alone is taken as a wire where nothing contradicts it: information arrives
 * piecemeal after a change, old words linger until their TTL ends, and a wire may really carry one way only.
 */
import type { PortName } from '../../plan.ts';
import { DisjointSets } from '../disjoint-sets.ts';
import type { Scene } from './scene.ts';

/** Ports on one cable, in plan order; at least two. */
export type Wire = readonly PortName[];

interface Hearing {
  readonly by: PortName;
  readonly of: PortName;
  readonly planned: boolean;
}

/** Finds the wires of a scene, in plan order of their first ports. */
export function findWires(scene: Scene): Wire[] {
  const sets = new DisjointSets<PortName>();
  for (const port of scene.ports) sets.add(port);
  const oneWay: Hearing[] = [];
  for (const by of scene.ports) {
    for (const of of scene.hears(by)) {
      if (scene.hears(of).includes(by) || scene.isFull(of)) sets.union(by, of);
      else if (mayShare(scene, of)) oneWay.push({ by, of, planned: scene.neighbors(by).includes(of) });
    }
  }
  joinSilent(scene, sets, oneWay);
  joinContradicted(sets, oneWay);
  joinUnheard(scene, sets, oneWay);
  return sets
    .sets()
    .filter((set) => set.length > 1)
    .map((set) => scene.inPlanOrder(set))
    .sort((a, b) => scene.firstOrder(a) - scene.firstOrder(b));
}

// Words of a port that is gone, off or without carrier are old ones.
function mayShare(scene: Scene, port: PortName): boolean {
  const state = scene.state(port);
  return state === 'live' || state === 'unknown';
}

// The heard port says nothing of its own. Where several claim it, the plan decides.
function joinSilent(scene: Scene, sets: DisjointSets<PortName>, oneWay: readonly Hearing[]): void {
  for (const planned of [true, false]) {
    for (const { by, of, planned: isPlanned } of oneWay) {
      const free = isPlanned === planned && sets.sizeOf(of) === 1;
      if (free && scene.hears(of).length === 0) sets.union(by, of);
    }
  }
}

// The heard port says something else, but nobody confirms it. What differs from the plan goes first: after a change
// it is the newer of the two.
function joinContradicted(sets: DisjointSets<PortName>, oneWay: readonly Hearing[]): void {
  for (const planned of [false, true]) {
    for (const { by, of, planned: isPlanned } of oneWay) {
      if (isPlanned === planned && sets.sizeOf(by) === 1 && sets.sizeOf(of) === 1) sets.union(by, of);
    }
  }
}

// A port that hears all of a wire is on it, though nobody there hears it.
function joinUnheard(scene: Scene, sets: DisjointSets<PortName>, oneWay: readonly Hearing[]): void {
  for (const { by, of } of oneWay) {
    if (sets.sizeOf(by) > 1 || sets.sizeOf(of) === 1) continue;
    const heardThere = scene.hears(by).filter((port) => sets.same(port, of)).length;
    if (heardThere === sets.sizeOf(of)) sets.union(by, of);
  }
}
