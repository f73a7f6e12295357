/** Ports that do not exist or are switched off: no cable is at fault. */
import type { Report } from './report.ts';
import type { Scene } from './scene.ts';

/** Says `vm1:eth1 does not exist` or `vm1:eth1 is switched off` for each checked port. */
export function reportPortStates(scene: Scene, report: Report): void {
  for (const port of scene.ports) {
    if (scene.segmentOf(port) === null) continue;
    const state = scene.state(port);
    if (state === 'absent') report.say('port-missing', `${port} does not exist`, [port]);
    if (state === 'down') report.say('port-down', `${port} is switched off`, [port]);
  }
}
