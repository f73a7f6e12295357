/**
 * Kernel bridges inside a node.
 */
import type { PlanBridge } from '../plan.ts';
import { didYouMean } from '../text/suggest.ts';
import type { AddressBook } from './addresses.ts';
import type { NodeContext } from './context.ts';
import { portNameFault } from './names.ts';
import type { NodePorts } from './port-table.ts';

/** Resolves the bridges of a node. A port is in one bridge at most, and a bridge is not called like a port. */
export function resolveBridges(node: NodeContext, ports: NodePorts, addresses: AddressBook): PlanBridge[] {
  const bridgeOf = new Map<string, string>();
  return Object.entries(node.spec.bridges ?? {}).map(([name, spec]) => {
    checkName(node, name, ports);
    for (const [index, port] of spec.ports.entries()) {
      const at = node.valueAt('bridges', name, 'ports', index);
      const other = bridgeOf.get(port);
      const draft = ports.get(port);
      if (draft === undefined) {
        const hint = didYouMean(port, ports.keys());
        node.error(
          at,
          `Cannot add ${port} to bridge ${name} of ${node.name}: ${node.name} has no such port${hint}`,
        );
      } else if (other !== undefined) {
        node.error(
          at,
          `Cannot add ${port} to bridge ${name} of ${node.name}: it is in bridge ${other} already`,
        );
      } else if (draft.spec.ip !== undefined) {
        const message = `Address of ${node.name}:${port} has no effect, because the port is in bridge ${name}`;
        node.lab.problems.warning(node.keyAt('interfaces', port, 'ip'), message);
      }
      bridgeOf.set(port, name);
    }
    const path = ['bridges', name, 'ip'];
    return {
      name,
      ports: spec.ports,
      stp: spec.stp ?? false,
      addresses: addresses.resolve({ node, name, path, mtu: null }, spec.ip),
    };
  });
}

function checkName(node: NodeContext, name: string, ports: NodePorts): void {
  const at = node.keyAt('bridges', name);
  const fault = portNameFault(name);
  if (fault !== null) {
    node.error(
      at,
      `Cannot name bridge of ${node.name}: current value is ${JSON.stringify(name)}, must be ${fault}`,
    );
  }
  if (ports.has(name)) node.error(at, `Cannot name bridge ${name} of ${node.name}: a port has this name`);
}
