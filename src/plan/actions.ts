/**
 * What has to be done to a machine so that it becomes the plan: an ordered list of actions, each with its reason. The
 * build engine performs it, `wireloom plan` prints it; both read the same list.
 */
import type { Plan, PlanLink, PlanNode } from './plan.ts';
import { portName } from './plan.ts';

/** `+` makes, `~` changes, `-` removes. */
export type ActionSign = '+' | '~' | '-';

/** One step. */
export interface Action {
  readonly sign: ActionSign;
  /** The order of the phases is the order of the list. */
  readonly phase: 'node' | 'link' | 'network' | 'program' | 'verify';
  /** `node vm1`, `link vm1:eth1 -- vm2:eth1`. */
  readonly object: string;
  /** What is done, in a few words. */
  readonly text: string;
  readonly reason: string;
}

/** The actions that build a lab of which nothing exists. */
export function actionsToBuild(plan: Plan): Action[] {
  const reason = 'it is in the lab file and does not exist';
  return [
    ...plan.nodes.map((node) => action('node', nodeObject(node), makeText(plan, node), reason)),
    ...plan.links.map((link) => action('link', linkObject(link), `cable, MTU ${link.mtu}`, reason)),
    ...plan.nodes.flatMap((node) => networkActions(node)),
    ...plan.nodes.flatMap((node) => programActions(node)),
    action(
      'verify',
      `lab ${plan.name}`,
      `check ${plan.links.length} links on the wire`,
      'a lab is up when it is proved',
    ),
  ];
}

/** The actions that turn what `from` describes into what `to` describes; none when they say the same. */
export function actionsBetween(from: Plan | null, to: Plan): Action[] {
  if (from === null) return actionsToBuild(to);
  return samePlan(from, to) ? [] : [...actionsToRemove(from), ...actionsToBuild(to)];
}

/** The actions that take a lab down. */
export function actionsToRemove(plan: Plan): Action[] {
  return plan.nodes.map((node) => ({
    sign: '-' as const,
    phase: 'node' as const,
    object: nodeObject(node),
    text: 'remove it and its links',
    reason: 'the lab is rebuilt',
  }));
}

/** Tells whether two plans describe the same lab; both came from the same resolver, so equal means equal text. */
export function samePlan(one: Plan, other: Plan): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function action(phase: Action['phase'], object: string, text: string, reason: string): Action {
  return { sign: '+', phase, object, text, reason };
}

function nodeObject(node: PlanNode): string {
  return `node ${node.name}`;
}

function linkObject(link: PlanLink): string {
  return `link ${portName(link.a)} -- ${portName(link.b)}`;
}

function makeText(plan: Plan, node: PlanNode): string {
  if (node.kind === 'switch' || node.kind === 'hub') return `${node.kind} in the data plane`;
  return `${node.kind === 'bridge' ? 'kernel bridge' : 'network namespace'} ${plan.name}.${node.name}`;
}

function networkActions(node: PlanNode): Action[] {
  const reason = 'the lab file gives it';
  const addresses = [...node.ports, ...node.bridges].flatMap((port) =>
    port.addresses.map((address) => `${address} on ${port.name}`),
  );
  const parts = [
    ...Object.entries(node.sysctls).map(([key, value]) => `sysctl ${key}=${value}`),
    ...node.bridges.map((bridge) => `bridge ${bridge.name} (${bridge.ports.join(', ')})`),
    ...addresses.map((address) => `address ${address}`),
    ...node.routes.map((route) => `route to ${route.to}`),
  ];
  return parts.map((text) => action('network', nodeObject(node), text, reason));
}

function programActions(node: PlanNode): Action[] {
  const reason = 'the lab file gives it';
  return [
    ...node.files.map((file) => action('program', nodeObject(node), `file ${file.target}`, reason)),
    ...node.privateDirs.map((dir) => action('program', nodeObject(node), `private folder ${dir}`, reason)),
    ...node.exec.map((command) =>
      action('program', nodeObject(node), `run ${command.argv.join(' ')}`, reason),
    ),
    ...node.services.map((service) => action('program', nodeObject(node), `service ${service.name}`, reason)),
  ];
}
