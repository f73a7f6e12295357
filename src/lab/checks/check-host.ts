/** What a check needs of the lab, and what it gives. */
import type { BuiltNode } from '../../nodes/node-kind.ts';

/** Where nodes are found. */
export interface CheckHost {
  /** @throws OperationError ERR_NODE_NOT_FOUND */
  node(name: string): BuiltNode;
}

/** Outcome without the check's name. */
export interface CheckOutcome {
  readonly ok: boolean;
  /** One clause, also for a check that is ok. */
  readonly detail: string;
}

/** The namespace of a node that has one. @throws Error that says which node has none */
export function netnsOf(host: CheckHost, name: string): number {
  const { netnsFd, plan } = host.node(name);
  if (netnsFd === null) throw new Error(`node "${name}" is a ${plan.kind} and has no sockets`);
  return netnsFd;
}
