/**
 * Where every port of a scene is instead of where it belongs: wires with their homes, cycles of ports that took each
 * other's places, and for each wire who stays, who took whose place, who is too many and who is lacking. The
 * patterns put this into sentences.
 */
import type { PortName } from '../../plan.ts';
import type { Segment } from '../segment.ts';
import { nodeOf } from '../words.ts';
import { findCycles, type Misplaced } from './cycles.ts';
import { assignHomes } from './homes.ts';
import type { Scene } from './scene.ts';
import { findWires, type Wire } from './wires.ts';

/** A stranger on a wire that lacks one of its own. */
export interface Replacement {
  readonly stranger: PortName;
  readonly lacking: PortName;
}

/** A wire against the segment that it stands for. */
export interface PlacedWire {
  readonly wire: Wire;
  /** Null: all segments that it could stand for have a better wire, or it has no planned port. */
  readonly home: Segment | null;
  /** Ports that are where they belong. */
  readonly staying: readonly PortName[];
  readonly replacements: readonly Replacement[];
  /** Strangers in nobody's place. */
  readonly extras: readonly PortName[];
}

/** The whole scene against the plan. */
export interface Placement {
  /** Each port stands where the next one belongs, the last where the first one does. Two: a swap. */
  readonly cycles: readonly (readonly PortName[])[];
  readonly wires: readonly PlacedWire[];
  /** The wire that a port is on. */
  readonly wireOf: ReadonlyMap<PortName, PlacedWire>;
  /** The wire that stands for a segment. */
  readonly wireFor: ReadonlyMap<Segment, PlacedWire>;
}

/** Compares the wires of a scene with the plan. */
export function placePorts(scene: Scene): Placement {
  const wires = findWires(scene);
  const homes = assignHomes(scene, wires);
  const misplaced: Misplaced[] = [];
  for (const wire of wires) {
    const to = homes.get(wire);
    for (const port of wire) {
      const from = scene.segmentOf(port);
      if (from !== null && to !== undefined && from !== to) misplaced.push({ port, from, to });
    }
  }
  const cycles = findCycles(misplaced);
  const settled = new Set(cycles.flat());
  const placed = wires.map((wire) => placeWire(wire, homes.get(wire) ?? null, settled));
  return {
    cycles,
    wires: placed,
    wireOf: new Map(placed.flatMap((one) => one.wire.map((port) => [port, one] as const))),
    wireFor: new Map(placed.flatMap((one) => (one.home === null ? [] : [[one.home, one] as const]))),
  };
}

function placeWire(wire: Wire, home: Segment | null, settled: ReadonlySet<PortName>): PlacedWire {
  const members = home?.members ?? [];
  const isOpen = (port: PortName): boolean => !settled.has(port);
  const strangers = new Set(wire.filter((port) => !members.includes(port) && isOpen(port)));
  const lacking = new Set(members.filter((port) => !wire.includes(port) && isOpen(port)));
  const replacements = [
    // The likeliest slip first: another hole of the same node.
    ...pairUp(strangers, lacking, (stranger, port) => nodeOf(stranger) === nodeOf(port)),
    ...pairUp(strangers, lacking, () => true),
  ];
  const staying = wire.filter((port) => members.includes(port));
  return { wire, home, staying, replacements, extras: [...strangers] };
}

// Takes what it pairs out of both sets.
function pairUp(
  strangers: Set<PortName>,
  lacking: Set<PortName>,
  fits: (stranger: PortName, port: PortName) => boolean,
): Replacement[] {
  const pairs: Replacement[] = [];
  for (const stranger of strangers) {
    const port = [...lacking].find((candidate) => fits(stranger, candidate));
    if (port === undefined) continue;
    strangers.delete(stranger);
    lacking.delete(port);
    pairs.push({ stranger, lacking: port });
  }
  return pairs;
}
