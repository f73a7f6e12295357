/** Two ports that stand in each other's place: two cables whose ends were exchanged. */
import type { PortName } from '../../plan.ts';
import { sortNaturally } from '../natural-order.ts';
import { joinNames } from '../words.ts';
import type { Placement } from './placement.ts';
import type { Report } from './report.ts';
import type { Scene } from './scene.ts';

/** Says `vm3:eth1 and vm3:eth2 are swapped` for each pair. */
export function reportSwapped(scene: Scene, placement: Placement, report: Report): void {
  for (const cycle of placement.cycles) {
    if (cycle.length !== 2) continue;
    const pair = sortNaturally(cycle);
    report.say(
      'swapped',
      `${joinNames(pair)} are swapped`,
      [...pair, ...otherEnds(scene, pair)],
      segmentMates(scene, pair),
    );
  }
}

/** The far ends of plain links among these ports. Behind a hub there are many, and none of them was touched. */
export function otherEnds(scene: Scene, ports: readonly PortName[]): PortName[] {
  return ports.flatMap((port) => (scene.neighbors(port).length === 1 ? scene.neighbors(port) : []));
}

/** All planned neighbours of these ports: they look wrong as well. */
export function segmentMates(scene: Scene, ports: readonly PortName[]): PortName[] {
  return ports.flatMap((port) => scene.neighbors(port));
}
