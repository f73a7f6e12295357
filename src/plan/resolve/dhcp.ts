/**
 * DHCP as the lab file asks for it. It goes into the plan; the service that serves it comes with a later version.
 */
import { formatPrefix, networkOf, parseIp, parsePrefix, prefixContains } from '../../base/ip.ts';
import type { PlanDhcpServer } from '../plan.ts';
import type { NodeContext } from './context.ts';

/** Said once for a lab. */
const NOT_BUILT = 'DHCP is not built by this version: the port comes up without an address';

/** Tells whether a port asks for its address, and warns that nothing answers yet. */
export function resolvePortDhcp(node: NodeContext, port: string): boolean {
  if (node.spec.interfaces?.[port]?.ip !== 'dhcp') return false;
  node.lab.problems.warnOnce(node.valueAt('interfaces', port, 'ip'), NOT_BUILT);
  return true;
}

/** Resolves what a switch serves. */
export function resolveDhcpServer(node: NodeContext): PlanDhcpServer | null {
  const { dhcp } = node.spec;
  if (dhcp === undefined) return null;
  node.lab.problems.warnOnce(
    node.keyAt('dhcp'),
    'DHCP is not built by this version: the switch serves no address',
  );
  const subnet = parsePrefix(dhcp.subnet);
  if (subnet === null) return null;
  const inside = (text: string, ...path: (string | number)[]): void => {
    const octets = parseIp(text);
    if (octets !== null && prefixContains(subnet, octets)) return;
    node.error(
      node.valueAt('dhcp', ...path),
      `Cannot serve DHCP on ${node.name}: ${text} is not in subnet ${dhcp.subnet}`,
    );
  };
  inside(dhcp.range[0], 'range', 0);
  inside(dhcp.range[1], 'range', 1);
  if (dhcp.gateway !== undefined) inside(dhcp.gateway, 'gateway');
  if (compareAddresses(dhcp.range[0], dhcp.range[1]) > 0) {
    const message = `Cannot serve DHCP on ${node.name}: the range ends before it begins`;
    node.error(node.valueAt('dhcp', 'range'), message);
  }
  return {
    subnet: formatPrefix(networkOf(subnet)),
    range: [dhcp.range[0], dhcp.range[1]],
    gateway: dhcp.gateway ?? null,
  };
}

function compareAddresses(a: string, b: string): number {
  const [octetsA, octetsB] = [parseIp(a), parseIp(b)];
  if (octetsA === null || octetsB === null) return 0;
  for (const [index, octet] of octetsA.entries()) {
    const difference = octet - (octetsB[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
