/** Ports whose MTU is not the planned one: their own interface's, or what they announce. */
import type { PortName } from '../../plan.ts';
import { announcedMtuDifference } from '../evaluate-port.ts';
import type { Report } from './report.ts';
import type { Scene } from './scene.ts';

/** Says `vm1:eth1 has mtu 1500, plan 9000`; both ends of a link in one sentence where they are wrong alike. */
export function reportMtu(scene: Scene, report: Report): void {
  const own = new Map<PortName, string>();
  for (const port of scene.ports) {
    const mtu = scene.state(port) === 'absent' ? null : (scene.observation(port)?.mtu ?? null);
    const planned = scene.expectation(port)?.mtu;
    if (scene.segmentOf(port) === null || mtu === null || mtu === planned) continue;
    own.set(port, `mtu ${mtu}, plan ${planned}`);
  }
  const said = new Set<PortName>();
  for (const [port, clause] of own) {
    if (said.has(port)) continue;
    const alike = scene.neighbors(port).filter((mate) => own.get(mate) === clause);
    const pair = scene.neighbors(port).length === 1 && alike.length === 1 ? [port, ...alike] : [port];
    for (const one of pair) said.add(one);
    report.say('mtu', `${pair.join(' and ')} ${pair.length === 1 ? 'has' : 'have'} ${clause}`, pair);
  }
  reportAnnounced(scene, said, report);
}

// What a neighbour says of itself counts where its interface cannot be looked at, or disagrees with its agent.
function reportAnnounced(scene: Scene, said: Set<PortName>, report: Report): void {
  for (const port of scene.ports) {
    for (const neighbor of scene.heard(port)) {
      const clause = announcedMtuDifference(neighbor);
      if (clause === null || said.has(neighbor.name)) continue;
      said.add(neighbor.name);
      report.say('mtu', `${neighbor.name} announces ${clause}`, [neighbor.name]);
    }
  }
}
