/**
 * Node kind `bridge`: a kernel bridge with every port of the node in it, in a network namespace of its own. It is a
 * netns node whose plan has that one bridge; our LLDP agent speaks on its ports, as on an 802.1D bridge.
 */
import type { PlanNode } from '../../plan/plan.ts';
import type { NodeKind } from '../node-kind.ts';
import { netnsKind } from '../netns/netns-node.ts';

/** Name of the bridge inside the node's namespace. */
export const BRIDGE_NAME = 'br0';

/** Makes bridge nodes. */
export const bridgeKind: NodeKind = {
  async create(node, host) {
    return await netnsKind.create(withBridge(node), host);
  },
};

function withBridge(node: PlanNode): PlanNode {
  const ports = node.ports.map((port) => port.name);
  return { ...node, bridges: [{ name: BRIDGE_NAME, ports, stp: node.stp, addresses: [] }, ...node.bridges] };
}
