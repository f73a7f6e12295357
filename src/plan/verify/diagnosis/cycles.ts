/**
 * Ports that took each other's places: cycles in the graph whose nodes are segments and whose edges are misplaced
 * ports, from the segment where a port belongs to the one where it is.
 */
import type { PortName } from '../../plan.ts';
import type { Segment } from '../segment.ts';
import { nodeOf } from '../words.ts';

/** A port on a wire of another segment. */
export interface Misplaced {
  readonly port: PortName;
  readonly from: Segment;
  readonly to: Segment;
}

/**
 * Finds disjoint cycles: all swaps first, then the shortest longer ones.
 *
 * @param misplaced in plan order, which decides where there is a choice
 * @returns ports of each cycle; each stands where the next one belongs
 */
export function findCycles(misplaced: readonly Misplaced[]): PortName[][] {
  const leaving = new Map<Segment, Set<Misplaced>>();
  for (const one of misplaced) {
    const set = leaving.get(one.from) ?? new Set();
    leaving.set(one.from, set.add(one));
  }
  const cycles: PortName[][] = [];
  const take = (cycle: readonly Misplaced[]): void => {
    for (const one of cycle) leaving.get(one.from)?.delete(one);
    cycles.push(cycle.map((one) => one.port));
  };
  const isFree = (one: Misplaced): boolean => leaving.get(one.from)?.has(one) === true;
  for (const one of misplaced) {
    if (!isFree(one)) continue;
    const back = [...(leaving.get(one.to) ?? [])].filter((other) => other.to === one.from);
    const other = back.find(({ port }) => nodeOf(port) === nodeOf(one.port)) ?? back[0];
    if (other !== undefined) take([one, other]);
  }
  trimDeadEnds(leaving);
  for (const one of misplaced) {
    const way = isFree(one) ? shortestWay(leaving, one) : null;
    if (way !== null) take(way);
  }
  return cycles;
}

// Chains that end somewhere are not in a cycle. Without them the search below stays short: in plain links every
// segment that is left has one way in and one way out.
function trimDeadEnds(leaving: Map<Segment, Set<Misplaced>>): void {
  const arriving = new Map<Segment, Set<Misplaced>>();
  for (const set of leaving.values()) {
    for (const one of set) arriving.set(one.to, (arriving.get(one.to) ?? new Set()).add(one));
  }
  const ends = [...arriving.keys()];
  for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
    if ((leaving.get(end)?.size ?? 0) > 0) continue;
    for (const one of arriving.get(end) ?? []) {
      leaving.get(one.from)?.delete(one);
      ends.push(one.from);
    }
    arriving.delete(end);
  }
}

// Breadth first from where the port is, back to where it belongs.
function shortestWay(
  leaving: ReadonlyMap<Segment, ReadonlySet<Misplaced>>,
  start: Misplaced,
): Misplaced[] | null {
  const cameBy = new Map<Misplaced, Misplaced | null>([[start, null]]);
  const seen = new Set<Segment>([start.from]);
  const queue = [start];
  for (const at of queue) {
    if (at.to === start.from) {
      const way: Misplaced[] = [];
      for (let step: Misplaced | null = at; step !== null; step = cameBy.get(step) ?? null) way.unshift(step);
      return way;
    }
    if (seen.has(at.to)) continue;
    seen.add(at.to);
    for (const next of leaving.get(at.to) ?? []) {
      cameBy.set(next, at);
      queue.push(next);
    }
  }
  return null;
}
