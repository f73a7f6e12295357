/**
 * What no pattern accounts for: contradictory or half-known neighbours. The port's own words against the plan's,
 * without a guess at the cause, so that no wrong port goes without a sentence.
 */
import type { PortName } from '../../plan.ts';
import { sortNaturally } from '../natural-order.ts';
import { joinNames } from '../words.ts';
import type { Report } from './report.ts';
import type { Scene } from './scene.ts';

/** Says `vm1:eth1 hears vm3:eth1, plan says vm2:eth1` for each live suspect that is left. */
export function reportRemainder(scene: Scene, report: Report): void {
  for (const port of scene.suspects) {
    if (scene.state(port) !== 'live' || report.explains(port)) continue;
    const planned = scene.neighbors(port);
    const heard = sortNaturally(scene.hears(port));
    const strangers = heard.filter((name) => !planned.includes(name));
    if (strangers.length > 0) reportStrangers(port, planned, heard, strangers, report);
    else reportUnheard(scene, port, planned, heard, report);
  }
}

function reportStrangers(
  port: PortName,
  planned: readonly PortName[],
  heard: readonly PortName[],
  strangers: readonly PortName[],
  report: Report,
): void {
  const expected = heard.filter((name) => planned.includes(name));
  const hears = `${port} hears ${joinNames(strangers)}`;
  if (planned.length === 0) {
    report.say('extra-neighbor', `${hears}, which is not in the plan`, [port, ...strangers]);
  } else if (expected.length > 0) {
    report.say('extra-neighbor', `${hears} besides ${joinNames(expected)}`, [
      port,
      ...strangers,
      ...expected,
    ]);
  } else {
    report.say('wrong-node', `${hears}, plan says ${joinNames(planned)}`, [port, ...strangers, ...planned]);
  }
}

function reportUnheard(
  scene: Scene,
  port: PortName,
  planned: readonly PortName[],
  heard: readonly PortName[],
  report: Report,
): void {
  if (scene.isFull(port)) return;
  const unheard = planned.filter((name) => !heard.includes(name) && mightSpeak(scene, name));
  if (unheard.length === 0) return;
  if (unheard.some((name) => report.explains(name))) return;
  report.say('missing', `${port} does not hear ${joinNames(unheard)}`, [port, ...unheard]);
}

function mightSpeak(scene: Scene, port: PortName): boolean {
  const state = scene.state(port);
  return state === 'live' || state === 'unknown';
}
