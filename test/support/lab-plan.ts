/** Plans for tests, written as a list of links: nodes and ports come into being by being named. */
import { type NodeKindName, type Plan, type PlanLink, type PlanNode, portName } from '../../src/plan/plan.ts';

/** What a test may say about a node; the rest is at its default. */
export type NodeOptions = Partial<Omit<PlanNode, 'name' | 'ports'>> & {
  /** Ports without a link. */
  readonly spare?: readonly string[];
};

/** A link as `a:eth1 -- b:eth1`, or with options. */
export type LinkText = string | ({ readonly ends: string } & Partial<Omit<PlanLink, 'a' | 'b'>>);

/**
 * Makes a plan.
 *
 * @param addresses of a port, `ADDRESS/LENGTH`, by port name
 */
export function labPlan(
  links: readonly LinkText[],
  nodes: Readonly<Record<string, NodeKindName | NodeOptions>> = {},
  addresses: Readonly<Record<string, readonly string[]>> = {},
): Plan {
  const planLinks = links.map(readLink);
  const ports = new Map<string, Map<string, number>>(Object.keys(nodes).map((name) => [name, new Map()]));
  for (const link of planLinks) {
    for (const end of [link.a, link.b]) {
      const known = ports.get(end.node) ?? new Map<string, number>();
      ports.set(end.node, known.set(end.port, link.mtu));
    }
  }
  let serial = 0;
  const planNodes = [...ports].map(([name, linked]): PlanNode => {
    const given = nodes[name];
    const { spare = [], ...options } = typeof given === 'string' ? { kind: given } : (given ?? {});
    for (const port of spare) linked.set(port, 1500);
    return {
      ...emptyNode(name),
      ...options,
      ports: [...linked].map(([port, mtu]) => {
        serial += 1;
        return {
          name: port,
          mac: `02:00:00:00:${hex(serial >> 8)}:${hex(serial & 0xff)}`,
          mtu,
          addresses: addresses[portName({ node: name, port })] ?? [],
          dhcp: false,
        };
      }),
    };
  });
  return { schema: 1, name: 'test', file: '/test.lab.yml', nodes: planNodes, links: planLinks, checks: [] };
}

function readLink(text: LinkText): PlanLink {
  const { ends, ...options } = typeof text === 'string' ? { ends: text } : text;
  const [a, b] = ends.split(' -- ').map((end) => {
    const [node = '', port = ''] = end.split(':');
    return { node, port };
  });
  if (a === undefined || b === undefined) throw new RangeError(`Cannot read link "${ends}"`);
  return { a, b, mtu: 1500, verify: true, lldpMatch: { port: 'auto', hostname: 'hostname' }, ...options };
}

function emptyNode(name: string): Omit<PlanNode, 'ports'> {
  return {
    name,
    kind: 'netns',
    routes: [],
    sysctls: {},
    bridges: [],
    files: [],
    privateDirs: [],
    exec: [],
    services: [],
    env: {},
    lldp: 'speak',
    stp: false,
    dhcpServer: null,
  };
}

function hex(octet: number): string {
  return octet.toString(16).padStart(2, '0');
}
