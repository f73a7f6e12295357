/** Three or more ports that stand in each other's places in a circle. */
import { compareNatural } from '../natural-order.ts';
import { joinNames } from '../words.ts';
import type { Placement } from './placement.ts';
import type { Report } from './report.ts';
import type { Scene } from './scene.ts';
import { otherEnds, segmentMates } from './swapped.ts';

/** Says who is rotated, and in whose place each one is now. */
export function reportRotated(scene: Scene, placement: Placement, report: Report): void {
  for (const cycle of placement.cycles) {
    if (cycle.length < 3) continue;
    const start = cycle.reduce(
      (low, port, index) => (compareNatural(port, cycle[low]!) < 0 ? index : low),
      0,
    );
    const ring = [...cycle.slice(start), ...cycle.slice(0, start)];
    const places = ring.map((port, index) => `${port} in place of ${ring[(index + 1) % ring.length]}`);
    report.say(
      'rotated',
      `${joinNames(ring)} are rotated: ${joinNames(places)}`,
      [...ring, ...otherEnds(scene, ring)],
      segmentMates(scene, ring),
    );
  }
}
