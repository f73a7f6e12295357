/** Writes the addresses of a lab as lines for `/etc/hosts` (hosts(5)). */
import type { Plan, PlanNode } from '../plan.ts';
import { addressesOf } from './node-addresses.ts';

/**
 * Writes one line for each address: the address, and its interface as `NODE.PORT`. A node's first address has the
 * bare node name in front. A dot never occurs in a node name, so the two forms cannot collide.
 */
export function exportHosts(plan: Plan): string {
  return [`# Wireloom lab ${plan.name}`, ...plan.nodes.flatMap(linesOf)].map((line) => `${line}\n`).join('');
}

function linesOf(node: PlanNode): string[] {
  return addressesOf(node).map(({ interfaceName, address }, index) => {
    const names = [...(index === 0 ? [node.name] : []), `${node.name}.${hostLabel(interfaceName)}`];
    return `${address}\t${names.join(' ')}`;
  });
}

/** Interface names are freer than host names: a mark such as `#` would end the line. */
function hostLabel(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]/g, '-');
}
