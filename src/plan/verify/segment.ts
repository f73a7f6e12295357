/**
 * The planned segments: which ports hear which ports by LLDP when the lab is cabled as the plan says. A hub and a
 * switch with `lldp: pass` are transparent, so the ports around them, and around a tree of them, share one segment;
 * a switch that speaks ends a segment at each of its ports; one that drops ends it in silence.
 *
 * Read first: IEEE Std 802.1AB 7.1 (scope of the destination address), `design.md` "Who speaks LLDP".
 */
import {
  type Plan,
  type PlanEndpoint,
  type PlanLink,
  type PlanNode,
  type PortName,
  portName,
} from '../plan.ts';
import { DisjointSets } from './disjoint-sets.ts';
import { sortNaturally } from './natural-order.ts';

/** Speaking ports that hear each other by plan. Two for a plain link. */
export interface Segment {
  /** Sorted naturally. */
  readonly members: readonly PortName[];
  /** Ports that may be heard too: only links with `verify: off` lead to them. */
  readonly tolerated: ReadonlySet<PortName>;
}

/** What a node does with LLDPDUs. */
export type LldpRole = 'speaks' | 'passes' | 'drops';

/** Tells what the node does with LLDPDUs on its ports. */
export function lldpRole(node: PlanNode): LldpRole {
  switch (node.kind) {
    case 'netns':
    case 'bridge':
      return 'speaks';
    case 'hub':
      return 'passes';
    case 'switch':
      return node.lldp === 'speak' ? 'speaks' : node.lldp === 'pass' ? 'passes' : 'drops';
  }
}

/**
 * Finds the segments of a plan.
 *
 * @returns the segment of each speaking port that is in a checked link; ports of one segment share one object
 */
export function findSegments(plan: Plan): ReadonlyMap<PortName, Segment> {
  const roles = new Map(plan.nodes.map((node) => [node.name, lldpRole(node)]));
  const speaks = (item: string): boolean => roles.get(item.slice(0, item.indexOf(':'))) === 'speaks';
  const found = new Map<PortName, Segment>();
  const enter = (members: readonly PortName[], tolerated: ReadonlySet<PortName>): void => {
    const segment = { members, tolerated };
    for (const port of members) found.set(port, segment);
  };
  const shared: PlanLink[] = [];
  for (const link of plan.links) {
    if (roles.get(link.a.node) === 'passes' || roles.get(link.b.node) === 'passes') shared.push(link);
    // Most links are plain ones: their two ends are the segment, and nothing need be searched.
    else if (link.verify) enter(sortNaturally([portName(link.a), portName(link.b)].filter(speaks)), NOBODY);
  }
  const checked = connect(
    shared.filter((link) => link.verify),
    roles,
  ).sets();
  const reachable = sharedBy(connect(shared, roles).sets());
  for (const set of checked) {
    const own = new Set(set);
    const around = reachable.get(set[0] ?? '') ?? [];
    enter(
      sortNaturally(set.filter(speaks)),
      new Set(around.filter((item) => !own.has(item) && speaks(item))),
    );
  }
  return found;
}

const NOBODY: ReadonlySet<PortName> = new Set();

function connect(links: readonly PlanLink[], roles: ReadonlyMap<string, LldpRole>): DisjointSets<string> {
  const places = new DisjointSets<string>();
  for (const link of links) places.union(place(link.a, roles), place(link.b, roles));
  return places;
}

function sharedBy(sets: readonly string[][]): Map<string, string[]> {
  return new Map(sets.flatMap((set) => set.map((item) => [item, set] as const)));
}

// What passes LLDPDUs is one place with all its ports; any other port is a place of its own. A node's name has no
// colon, so the two kinds of name cannot meet.
function place(end: PlanEndpoint, roles: ReadonlyMap<string, LldpRole>): string {
  return roles.get(end.node) === 'passes' ? end.node : portName(end);
}
