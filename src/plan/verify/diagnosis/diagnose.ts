/**
 * The diagnosis of a lab: from ports that each differ from the plan to the few sentences that say what a hand did to
 * the cables. Patterns that explain most come first; later ones leave explained ports alone.
 */
import type { PortName } from '../../plan.ts';
import type { Diagnosis } from '../observation.ts';
import { reportAddresses } from './address.ts';
import { reportExtraNeighbors } from './extra-neighbor.ts';
import { reportForeignNeighbors } from './foreign-neighbor.ts';
import { reportMissing } from './missing.ts';
import { reportMoved } from './moved.ts';
import { reportMtu } from './mtu.ts';
import { reportOneWay } from './one-way.ts';
import { placePorts } from './placement.ts';
import { reportPortStates } from './port-state.ts';
import { reportRemainder } from './remainder.ts';
import { Report } from './report.ts';
import { reportRotated } from './rotated.ts';
import { type Evidence, Scene } from './scene.ts';
import { reportSwapped } from './swapped.ts';
import { reportVlan } from './vlan.ts';

/**
 * Explains what is wrong.
 *
 * @param suspects ports whose verdict is not a pass or that lack an address; time grows with their number and that
 *   of their planned neighbours, not with the lab
 * @returns sentences, the most telling kind first, each kind in plan order; empty when nothing is known to be wrong
 */
export function diagnose(evidence: Evidence, suspects: Iterable<PortName>): readonly Diagnosis[] {
  const scene = new Scene(evidence, suspects);
  if (scene.suspects.length === 0) return [];
  const report = new Report();
  const placement = placePorts(scene);
  reportSwapped(scene, placement, report);
  reportRotated(scene, placement, report);
  reportMoved(scene, placement, report);
  reportExtraNeighbors(scene, placement, report);
  reportForeignNeighbors(scene, placement, report);
  reportMissing(scene, placement, report);
  reportOneWay(scene, placement, report);
  reportRemainder(scene, report);
  reportPortStates(scene, report);
  reportMtu(scene, report);
  reportVlan(scene, report);
  reportAddresses(scene, report);
  return report.diagnosis;
}
