/**
 * The network configuration of a netns node: sysctls, bridges, addresses, interfaces up, routes, in the order that
 * makes each step possible. Everything goes over one netlink socket of the node's namespace.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { OperationError } from '../../base/errors.ts';
import type { IpPrefix } from '../../base/ip.ts';
import { parseIp, parsePrefix } from '../../base/ip.ts';
import type { PlanNode, PlanRoute } from '../../plan/plan.ts';
import { inNetns } from '../../sys/namespace.ts';
import { addAddress } from '../../sys/netlink/address.ts';
import { createBridge, listLinks, setLinkMaster, setLinkUp } from '../../sys/netlink/link.ts';
import { addRoute } from '../../sys/netlink/route.ts';
import type { RouteSocket } from '../../sys/netlink/socket.ts';
import type { AttachedPort } from '../node-kind.ts';

const LOOPBACK_IFINDEX = 1;

/** Configures the whole node. @throws OperationError that names the node, the interface and the kernel's reason */
export function configureNetwork(
  node: PlanNode,
  netnsFd: number,
  ports: readonly AttachedPort[],
  socket: RouteSocket,
): void {
  skipDuplicateAddressDetection(node, netnsFd);
  writeSysctls(node, netnsFd);
  const indexes = new Map(ports.map(({ port, ifindex }) => [port.name, ifindex]));
  setLinkUp(socket, `set "lo" of node "${node.name}" up`, LOOPBACK_IFINDEX, true);
  for (const bridge of node.bridges) {
    // Neighbours keep what they learnt when a port leaves the bridge.
    const mac = node.ports.find((port) => port.name === bridge.ports[0])?.mac ?? null;
    createBridge(socket, `make bridge "${bridge.name}" in node "${node.name}"`, bridge.name, bridge.stp, mac);
  }
  if (node.bridges.length > 0) {
    for (const link of listLinks(socket)) if (!indexes.has(link.name)) indexes.set(link.name, link.ifindex);
  }
  for (const bridge of node.bridges) enslave(node, bridge.name, bridge.ports, indexes, socket);
  const addressed = [...node.ports, ...node.bridges];
  for (const { name, addresses } of addressed) addAddresses(node, name, addresses, indexes, socket);
  for (const { name } of addressed) {
    const ifindex = indexes.get(name);
    if (ifindex !== undefined) setLinkUp(socket, `set "${node.name}:${name}" up`, ifindex, true);
  }
  for (const route of node.routes) addNodeRoute(node, route, indexes, socket);
}

/**
 * The link-local addresses that the kernel makes are tentative for about two seconds (RFC 4862 5.4), and meanwhile a
 * node asks for no IPv6 neighbour on behalf of what it forwards: the first packet across a router took 2.05 s. MAC
 * addresses of a lab are distinct, so link-local ones are too. The kernel looks at `all` and at the interface.
 */
function skipDuplicateAddressDetection(node: PlanNode, netnsFd: number): void {
  const owners = [...node.ports, ...node.bridges];
  if (!owners.some(({ addresses }) => addresses.some((address) => address.includes(':')))) return;
  inNetns(netnsFd, () => {
    // A bridge is made later and takes what is in `default`.
    for (const name of ['all', 'default', ...node.ports.map((port) => port.name)]) {
      const path = `/proc/sys/net/ipv6/conf/${name}/accept_dad`;
      if (existsSync(path)) writeFileSync(path, '0');
    }
  });
}

function writeSysctls(node: PlanNode, netnsFd: number): void {
  const entries = Object.entries(node.sysctls);
  if (entries.length === 0) return;
  inNetns(netnsFd, () => {
    for (const [key, value] of entries) {
      try {
        writeFileSync(`/proc/sys/${key.replaceAll('.', '/')}`, value);
      } catch (cause) {
        throw new OperationError(
          'ERR_SYSTEM_CALL',
          `Cannot set sysctl "${key}" of node "${node.name}" to "${value}": ${(cause as Error).message}`,
          { node: node.name, key },
          { cause },
        );
      }
    }
  });
}

function enslave(
  node: PlanNode,
  bridge: string,
  ports: readonly string[],
  indexes: ReadonlyMap<string, number>,
  socket: RouteSocket,
): void {
  const master = indexes.get(bridge) ?? 0;
  for (const port of ports) {
    const ifindex = indexes.get(port);
    if (ifindex !== undefined) {
      setLinkMaster(socket, `make "${node.name}:${port}" a port of bridge "${bridge}"`, ifindex, master);
    }
  }
}

function addAddresses(
  node: PlanNode,
  name: string,
  addresses: readonly string[],
  indexes: ReadonlyMap<string, number>,
  socket: RouteSocket,
): void {
  const ifindex = indexes.get(name);
  if (ifindex === undefined) return;
  for (const text of addresses) {
    addAddress(socket, `add address ${text} to "${node.name}:${name}"`, ifindex, prefixOf(text));
  }
}

function addNodeRoute(
  node: PlanNode,
  route: PlanRoute,
  indexes: ReadonlyMap<string, number>,
  socket: RouteSocket,
): void {
  const via = route.via === null ? null : parseIp(route.via);
  const to = route.to === 'default' ? null : prefixOf(route.to);
  const octets = via ?? to?.octets;
  addRoute(socket, `add route to ${route.to} in node "${node.name}"`, {
    family: octets === undefined || octets.length === 4 ? 4 : 6,
    to,
    via,
    ifindex: route.dev === null ? 0 : (indexes.get(route.dev) ?? 0),
    metric: route.metric,
  });
}

/** The plan holds checked text; anything else is a bug. */
function prefixOf(text: string): IpPrefix {
  const prefix = parsePrefix(text);
  if (prefix === null) throw new RangeError(`Cannot read prefix "${text}" of the plan`);
  return prefix;
}
