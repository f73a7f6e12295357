/** Systems on a wire that are not of the lab, or do not speak under the name that they have in it. */
import type { PortName } from '../../plan.ts';
import { joinNames, verb } from '../words.ts';
import type { Placement } from './placement.ts';
import type { Report } from './report.ts';
import type { Scene } from './scene.ts';

interface Foreigner {
  readonly macOwner: PortName | null;
  readonly listeners: PortName[];
}

/** Says `vm1:eth1 hears spine1:swp3, which is not in the lab`, in one sentence for all that hear it. */
export function reportForeignNeighbors(scene: Scene, placement: Placement, report: Report): void {
  const foreigners = new Map<string, Foreigner>();
  for (const port of scene.ports) {
    for (const { name, macOwner } of scene.hearsForeign(port)) {
      const known = foreigners.get(name);
      if (known === undefined) foreigners.set(name, { macOwner, listeners: [port] });
      else if (!known.listeners.includes(port)) known.listeners.push(port);
    }
  }
  for (const [name, { macOwner, listeners }] of foreigners) {
    const disguise =
      macOwner === null
        ? 'which is not in the lab'
        : `which has the MAC address of ${macOwner} but not its name`;
    const mates = listeners.flatMap((port) => scene.neighbors(port));
    report.say(
      'foreign-neighbor',
      `${joinNames(listeners)} ${verb(listeners, 'hears', 'hear')} ${name}, ${disguise}`,
      macOwner === null ? listeners : [...listeners, macOwner],
      mates.filter((mate) => !placement.wireOf.has(mate)),
    );
  }
}
