/** One end of a cable in another hole than the planned one: of the same node, or of another. */
import type { PortName } from '../../plan.ts';
import { joinNames, nodeOf } from '../words.ts';
import type { PlacedWire, Placement } from './placement.ts';
import type { Report } from './report.ts';
import type { Scene } from './scene.ts';

/** Says `the cable from vm1:eth1 is in vm2:eth3, plan says vm2:eth1` for each such end. */
export function reportMoved(scene: Scene, placement: Placement, report: Report): void {
  for (const placed of placement.wires) {
    for (const { stranger, lacking } of placed.replacements) {
      const from = scene.expectation(lacking)?.peer ?? joinNames(placed.staying);
      const bereft = bereftBy(scene, placement, stranger);
      // With a carrier there is a cable, whatever it leads to.
      const loss = bereft !== null && scene.state(bereft) === 'dark' ? 'is left without one' : 'hears nobody';
      const rest = bereft === null ? '' : `, and ${bereft} ${loss}`;
      report.say(
        kindOf(stranger, lacking),
        `the cable from ${from} is in ${stranger}, plan says ${lacking}${rest}`,
        [from, stranger, lacking, ...(bereft === null ? [] : [bereft])],
        placed.home?.members,
      );
    }
  }
  for (const placed of placement.wires) {
    if (placed.home === null && placed.wire.length === 2) reportHomeless(scene, placed, report);
  }
}

// A port that went into another's place has left a plain link of its own behind, whose other end may be silent now.
function bereftBy(scene: Scene, placement: Placement, stranger: PortName): PortName | null {
  const left = scene.neighbors(stranger);
  const [end] = left;
  if (end === undefined || left.length > 1 || placement.wireOf.has(end)) return null;
  const state = scene.state(end);
  const isMute = state === 'live' || state === 'dark';
  return isMute && scene.heard(end).length === 0 ? end : null;
}

// Both ends of a planned link went elsewhere, or two ports are joined that have no link at all.
function reportHomeless(scene: Scene, placed: PlacedWire, report: Report): void {
  const [a, b] = placed.wire;
  if (a === undefined || b === undefined) return;
  const segments = [scene.segmentOf(a), scene.segmentOf(b)];
  if (segments[0] === null && segments[1] === null) {
    const text = `${a} and ${b} are cabled together, which is not in the plan`;
    report.say('extra-neighbor', text, [a, b]);
    return;
  }
  if (segments[0] === segments[1]) return;
  // The sentence is about an end of a plain link, so that it can say where the cable belongs.
  const [stays, stranger] = scene.neighbors(a).length === 1 ? [a, b] : [b, a];
  const [lacking, ...more] = scene.neighbors(stays);
  if (lacking === undefined || more.length > 0) return;
  const text = `the cable from ${stays} is in ${stranger}, plan says ${lacking}`;
  report.say(kindOf(stranger, lacking), text, [stays, stranger, lacking], placed.wire);
}

function kindOf(stranger: PortName, lacking: PortName): 'moved' | 'wrong-node' {
  return nodeOf(stranger) === nodeOf(lacking) ? 'moved' : 'wrong-node';
}
