/** The addresses of a node with the interface that has each, as the exports list them. */
import type { PlanNode } from '../plan.ts';

/** An address of a node. */
export interface NodeAddress {
  /** A port, or a bridge inside the node. */
  readonly interfaceName: string;
  /** Canonical text without the prefix length. */
  readonly address: string;
}

/** All addresses that the plan gives a node: of its ports, then of its bridges, in the order of the file. */
export function addressesOf(node: PlanNode): NodeAddress[] {
  return [...node.ports, ...node.bridges].flatMap(({ name, addresses }) =>
    addresses.map((prefix) => ({ interfaceName: name, address: prefix.slice(0, prefix.indexOf('/')) })),
  );
}
