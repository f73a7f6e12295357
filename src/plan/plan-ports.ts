/** Looks up ports of a plan. */
import { portName, type Plan, type PlanEndpoint, type PlanPort, type PortName } from './plan.ts';

/** All ports of a plan by `node:port`, in the order of its nodes. */
export function portsByName(plan: Plan): ReadonlyMap<PortName, PlanPort> {
  const entries = plan.nodes.flatMap((node) => {
    return node.ports.map((port) => [portName({ node: node.name, port: port.name }), port] as const);
  });
  return new Map(entries);
}

/** The addresses of a port as a lab file writes them: `ADDRESS/LENGTH`, and `dhcp` where one comes by DHCP. */
export function addressesOfPort(ports: ReadonlyMap<PortName, PlanPort>, end: PlanEndpoint): string[] {
  const port = ports.get(portName(end));
  return [...(port?.dhcp === true ? ['dhcp'] : []), ...(port?.addresses ?? [])];
}
