/** Ports that announce another port VLAN than the planned one. */
import type { PortName } from '../../plan.ts';
import { announcedVlanDifference } from '../evaluate-port.ts';
import type { Report } from './report.ts';
import type { Scene } from './scene.ts';

/** Says `sw:p1 announces vlan 200, plan 100`, once for a port however many hear it. */
export function reportVlan(scene: Scene, report: Report): void {
  const said = new Set<PortName>();
  for (const port of scene.ports) {
    const expectation = scene.expectation(port);
    if (expectation === undefined) continue;
    for (const neighbor of scene.heard(port)) {
      const clause = announcedVlanDifference(expectation, neighbor);
      if (clause === null || said.has(neighbor.name)) continue;
      said.add(neighbor.name);
      report.say('vlan', `${neighbor.name} announces ${clause}`, [neighbor.name]);
    }
  }
}
