/**
 * Routes of a node: what the kernel would refuse later is refused here, with its line.
 */
import {
  formatPrefix,
  type IpPrefix,
  networkOf,
  parseIp,
  parsePrefix,
  prefixContains,
} from '../../base/ip.ts';
import type { PlanBridge, PlanPort, PlanRoute } from '../plan.ts';
import type { RouteSpec } from '../spec/port.ts';
import { didYouMean } from '../text/suggest.ts';
import type { NodeContext } from './context.ts';

/** Resolves the routes of a node in file order. */
export function resolveRoutes(
  node: NodeContext,
  ports: readonly PlanPort[],
  bridges: readonly PlanBridge[],
): PlanRoute[] {
  const routes = node.spec.routes ?? [];
  const names = [...ports, ...bridges].map((owner) => owner.name);
  const usesDhcp = ports.some((port) => port.dhcp);
  const reached = [...ports, ...bridges].flatMap((owner) =>
    owner.addresses.flatMap((text) => parsePrefix(text) ?? []),
  );
  return routes.map((route, index) => {
    const to = parsePrefix(route.to);
    checkRoute(node, route, index, to, names);
    const via = route.via === undefined ? null : parseIp(route.via);
    // RFC 1812 5.2.4.3, and Linux fib_check_nh(): a next hop is a neighbour, on a subnet of an own address.
    const fits = via !== null && (to === null || to.octets.length === via.length);
    if (fits && !usesDhcp && !isLinkLocal(via) && !reached.some((prefix) => prefixContains(prefix, via))) {
      const message = `Cannot route ${route.to} of ${node.name} via ${route.via}: no address of ${node.name} is in one subnet with it`;
      node.error(node.valueAt('routes', index, 'via'), message);
    }
    if (route.via === undefined && to !== null) reached.push(to);
    return {
      to: to === null ? 'default' : formatPrefix(networkOf(to)),
      via: route.via ?? null,
      dev: route.dev ?? null,
      metric: route.metric ?? null,
    };
  });
}

function checkRoute(
  node: NodeContext,
  route: RouteSpec,
  index: number,
  to: IpPrefix | null,
  names: readonly string[],
): void {
  const what = `Cannot route ${route.to} of ${node.name}`;
  const via = route.via === undefined ? null : parseIp(route.via);
  if (route.via === undefined && route.dev === undefined) {
    node.error(node.valueAt('routes', index), `${what}: neither via nor dev is given`);
  }
  if (route.dev !== undefined && !names.includes(route.dev)) {
    const hint = didYouMean(route.dev, names);
    node.error(
      node.valueAt('routes', index, 'dev'),
      `${what}: ${node.name} has no port or bridge "${route.dev}"${hint}`,
    );
  }
  if (to !== null && via !== null && to.octets.length !== via.length) {
    const family = to.family === 4 ? 'an IPv4' : 'an IPv6';
    node.error(
      node.valueAt('routes', index, 'via'),
      `${what}: via is ${route.via}, must be ${family} address`,
    );
  }
  if (via !== null && isLinkLocal(via) && route.dev === undefined) {
    node.error(node.valueAt('routes', index), `${what}: via is link-local, so dev must be given`);
  }
  if (to !== null && formatPrefix(networkOf(to)) !== formatPrefix(to)) {
    const at = node.valueAt('routes', index, 'to');
    node.lab.problems.warning(
      at,
      `Route ${route.to} of ${node.name} has host bits, ${formatPrefix(networkOf(to))} is taken`,
    );
  }
}

function isLinkLocal(octets: Uint8Array): boolean {
  return octets.length === 16 && octets[0] === 0xfe && (octets[1]! & 0xc0) === 0x80;
}
