/**
 * The spec to the plan: every name looked up, every default filled in, every contradiction said. It runs to its end
 * also with errors, so that one run reports all of them.
 */
import { LAB_NODES_MAX } from '../../base/limits.ts';
import type { Plan, PlanNode, PlanPort } from '../plan.ts';
import { AddressBook } from './addresses.ts';
import { resolveBridges } from './bridges.ts';
import { resolveChecks } from './checks.ts';
import { resolveEnv, resolveExec, resolveServices, resolveSysctls } from './commands.ts';
import type { LabContext, NodeContext } from './context.ts';
import { resolveDhcpServer, resolvePortDhcp } from './dhcp.ts';
import { resolveLinks } from './links.ts';
import { assignMacs } from './mac-addresses.ts';
import { isNodeName, NODE_NAME_RULE } from './names.ts';
import { resolveFiles, resolvePrivateDirs } from './node-files.ts';
import { checkKindNames, openNode, warnIgnoredNodeKeys } from './node-kind.ts';
import { type PortDraft, PortTable } from './port-table.ts';
import { resolveRoutes } from './routes.ts';

/**
 * Resolves a lab.
 *
 * @param file absolute path of the lab file
 * @returns a plan that is complete only if no error was added to the problems of `lab`
 */
export function resolvePlan(lab: LabContext, file: string): Plan {
  warnIgnoredNodeKeys(lab);
  checkKindNames(lab);
  const contexts = openNodes(lab);
  const ports = new PortTable();
  for (const node of contexts.values()) ports.addNode(node);
  const links = resolveLinks(lab, contexts, ports);
  assignMacs(lab.labName, ports);
  const addresses = new AddressBook();
  const nodes = [...contexts.values()].map((node) => resolveNode(node, ports, addresses));
  return { schema: 1, name: lab.labName, file, nodes, links, checks: resolveChecks(lab, nodes) };
}

function openNodes(lab: LabContext): Map<string, NodeContext> {
  const { spec, problems, locator } = lab;
  if (spec.nodes.size === 0)
    problems.error(locator.valueAt(['topology', 'nodes']), 'Cannot build lab: it has no nodes');
  if (spec.nodes.size > LAB_NODES_MAX) {
    const at = locator.valueAt(['topology', 'nodes']);
    problems.error(at, `Cannot build lab: it has ${spec.nodes.size} nodes, must be at most ${LAB_NODES_MAX}`);
  }
  const contexts = new Map<string, NodeContext>();
  for (const [name, own] of spec.nodes) {
    if (!isNodeName(name)) {
      const at = locator.keyAt(['topology', 'nodes', name]);
      problems.error(
        at,
        `Cannot name node: current value is ${JSON.stringify(name)}, must be ${NODE_NAME_RULE}`,
      );
    }
    contexts.set(name, openNode(lab, name, own));
  }
  return contexts;
}

function resolveNode(node: NodeContext, table: PortTable, addresses: AddressBook): PlanNode {
  const drafts = table.of(node.name);
  const ports = [...drafts.values()].map((draft) => resolvePort(draft, addresses));
  const bridges = resolveBridges(node, drafts, addresses);
  return {
    name: node.name,
    kind: node.kind,
    ports,
    routes: resolveRoutes(node, ports, bridges),
    sysctls: resolveSysctls(node),
    bridges,
    files: resolveFiles(node),
    privateDirs: resolvePrivateDirs(node),
    exec: resolveExec(node),
    services: resolveServices(node),
    env: resolveEnv(node, node.spec.env, ['env']),
    lldp: node.spec.lldp ?? 'speak',
    stp: node.spec.stp ?? false,
    dhcpServer: resolveDhcpServer(node),
  };
}

function resolvePort(draft: PortDraft, book: AddressBook): PlanPort {
  const { node, name, spec, mtu } = draft;
  const path = ['interfaces', name, 'ip'];
  if (spec.ip !== undefined && node.kind !== 'netns') {
    // Behind such a port is no IP stack that could answer for the address.
    node.error(
      node.keyAt(...path),
      `Cannot give an address to ${node.name}:${name}: ${node.name} is of kind ${node.kind}`,
    );
  }
  const addresses = book.resolve({ node, name, path, mtu }, spec.ip);
  return { name, mac: draft.mac ?? '', mtu, addresses, dhcp: resolvePortDhcp(node, name) };
}
