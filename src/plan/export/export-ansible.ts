/**
 * Writes a lab as an Ansible inventory in YAML (the `yaml` inventory plugin). Ansible has no connection plugin that
 * enters another user's namespaces, so the hosts get no `ansible_connection`: a playbook runs
 * `{{ wireloom_exec }} COMMAND` on the machine of the lab, or gives the nodes an sshd and sets its own.
 */
import { stringify } from 'yaml';
import type { Plan, PlanNode } from '../plan.ts';
import { addressesOf } from './node-addresses.ts';

/**
 * Writes the inventory: a group for each kind in use (`wireloom_netns`), in it the nodes with `wireloom_node`,
 * `wireloom_exec`, `wireloom_addresses` and `wireloom_interfaces`; the lab's name is a variable of all.
 *
 * Group names have the prefix because Ansible warns of a group and a host with one name, and no node name has an
 * underscore.
 */
export function exportAnsible(plan: Plan): string {
  const kinds = [...new Set(plan.nodes.map((node) => node.kind))];
  const groups = kinds.map((kind) => {
    const members = plan.nodes.filter((node) => node.kind === kind);
    return [
      `wireloom_${kind}`,
      { hosts: new Map(members.map((node) => [node.name, hostVars(node)])) },
    ] as const;
  });
  const inventory = { all: { vars: { wireloom_lab: plan.name }, children: new Map(groups) } };
  // Ansible reads YAML 1.1, to which a MAC address can be a number in base 60, and "no" is a boolean.
  // Anchors would be lost on a reader who merges inventories by hand, and a folded line helps nobody.
  return stringify(inventory, { compat: 'yaml-1.1', aliasDuplicateObjects: false, lineWidth: 0 });
}

/** Maps, not objects: they keep the order of the file for names that are numbers. */
function hostVars(node: PlanNode): Record<string, unknown> {
  const interfaces = node.ports.map(({ name, mac, mtu, addresses, dhcp }) => {
    return [name, { mac, mtu, addresses, dhcp }] as const;
  });
  return {
    wireloom_node: node.name,
    wireloom_exec: `wireloom exec ${node.name} --`,
    wireloom_addresses: addressesOf(node).map(({ address }) => address),
    wireloom_interfaces: new Map(interfaces),
  };
}
