/** Wires that carry one way only: a port is heard and does not hear, or hears and is not heard. */
import type { PortName } from '../../plan.ts';
import { joinNames } from '../words.ts';
import type { Placement } from './placement.ts';
import type { Report } from './report.ts';
import type { Scene } from './scene.ts';

/** Says `vm1:eth1 hears vm2:eth1, but vm2:eth1 does not hear vm1:eth1`; behind a hub, only who is deaf or mute. */
export function reportOneWay(scene: Scene, placement: Placement, report: Report): void {
  for (const { staying } of placement.wires) {
    const unheard = new Map<PortName, PortName[]>();
    for (const port of staying) {
      const missing = notHeardBy(scene, port, staying);
      if (missing.length > 0 && !report.explains(port)) unheard.set(port, missing);
    }
    if (staying.length === 2) reportPair(unheard, report);
    else reportAmongMany(scene, staying, unheard, report);
  }
}

function notHeardBy(scene: Scene, port: PortName, staying: readonly PortName[]): PortName[] {
  if (scene.state(port) !== 'live' || scene.isFull(port)) return [];
  const heard = new Set(scene.hears(port));
  // A port that hears a stranger is not deaf: the words on the rest of its wire may be old ones.
  if ([...heard].some((name) => !staying.includes(name))) return [];
  return staying.filter((other) => other !== port && !heard.has(other));
}

function reportPair(unheard: ReadonlyMap<PortName, readonly PortName[]>, report: Report): void {
  for (const [deaf, [mute]] of unheard) {
    if (mute === undefined) continue;
    report.say('one-way', `${mute} hears ${deaf}, but ${deaf} does not hear ${mute}`, [deaf, mute]);
  }
}

function reportAmongMany(
  scene: Scene,
  staying: readonly PortName[],
  unheard: ReadonlyMap<PortName, readonly PortName[]>,
  report: Report,
): void {
  const isDeaf = (port: PortName): boolean => unheard.get(port)?.length === staying.length - 1;
  const hearing = staying.filter((port) => scene.state(port) === 'live' && !isDeaf(port));
  const isMute = (port: PortName): boolean => {
    const others = hearing.filter((other) => other !== port);
    return others.length > 1 && others.every((other) => unheard.get(other)?.includes(port) === true);
  };
  const mute = new Set(staying.filter(isMute));
  for (const port of mute) {
    report.say('one-way', `${port} hears its neighbours, but none of them hears it`, [port], staying);
  }
  for (const [port, missing] of unheard) {
    const rest = missing.filter((other) => !mute.has(other));
    if (isDeaf(port)) {
      report.say('one-way', `${port} is heard by its neighbours, but hears none of them`, [port], staying);
    } else if (rest.length > 0) {
      report.say('one-way', `${port} does not hear ${joinNames(rest)}`, [port, ...rest]);
    }
  }
}
