/** More ports on a wire than planned, none of the planned ones lacking; and a port that hears itself. */
import type { PortName } from '../../plan.ts';
import { joinNames } from '../words.ts';
import type { PlacedWire, Placement } from './placement.ts';
import type { Report } from './report.ts';
import type { Scene } from './scene.ts';

/** Says `vm1:eth1 and vm2:eth1 hear vm3:eth1 besides each other`, in one sentence for all that hear the same. */
export function reportExtraNeighbors(scene: Scene, placement: Placement, report: Report): void {
  for (const placed of placement.wires) {
    if (placed.extras.length > 0 && placed.home !== null) reportExtras(scene, placed, report);
  }
  for (const port of scene.ports) {
    if (!scene.hearsItself(port)) continue;
    const silent = scene.neighbors(port).filter((mate) => !placement.wireOf.has(mate));
    report.say('extra-neighbor', `${port} hears itself`, [port], silent);
  }
}

function reportExtras(scene: Scene, placed: PlacedWire, report: Report): void {
  const extras = new Set(placed.extras);
  const others = placed.wire.filter((port) => !extras.has(port));
  const listeners = new Map<string, { extras: readonly PortName[]; ports: PortName[] }>();
  for (const port of others) {
    const heard = placed.extras.filter((extra) => scene.hears(port).includes(extra));
    if (heard.length === 0) continue;
    const key = heard.join(' ');
    const known = listeners.get(key);
    if (known === undefined) listeners.set(key, { extras: heard, ports: [port] });
    else known.ports.push(port);
  }
  for (const group of listeners.values()) {
    if (group.ports.length === others.length && others.length > 1) {
      const text = `${joinNames(group.ports)} hear ${joinNames(group.extras)} besides each other`;
      report.say('extra-neighbor', text, [...group.ports, ...group.extras]);
      continue;
    }
    for (const port of group.ports) {
      const rest = scene.hears(port).filter((name) => !extras.has(name));
      const besides = rest.length > 0 ? ` besides ${joinNames(rest)}` : '';
      report.say('extra-neighbor', `${port} hears ${joinNames(group.extras)}${besides}`, [
        port,
        ...group.extras,
        ...rest,
      ]);
    }
  }
}
