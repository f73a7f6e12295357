/** The `/etc/hosts` that every node of a lab sees: every node by name. */
import type { Plan } from '../plan/plan.ts';

const HEAD = ['127.0.0.1 localhost', '::1 localhost ip6-localhost ip6-loopback'];

/** One line an address; every address of a node has its name, the first one first. */
export function hostsFileText(plan: Plan): string {
  const lines = plan.nodes.flatMap((node) =>
    [...node.ports, ...node.bridges].flatMap((port) =>
      port.addresses.map((address) => `${address.replace(/\/.*$/, '')} ${node.name}`),
    ),
  );
  return `${[...HEAD, ...lines].join('\n')}\n`;
}
