/** Small plans for tests that need one and do not care how it was made. */
import type { NodeKindName, Plan, PlanLink, PlanNode, PlanPort } from '../../src/plan/plan.ts';

/** A port with a made-up MAC and no address. */
export function makePort(name: string, given: Partial<PlanPort> = {}): PlanPort {
  return { name, mac: '02:00:00:00:00:01', mtu: 1500, addresses: [], dhcp: false, ...given };
}

/** A node of this kind with nothing but its ports. */
export function makeNode(name: string, kind: NodeKindName, given: Partial<PlanNode> = {}): PlanNode {
  return {
    name,
    kind,
    ports: [],
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
    ...given,
  };
}

/** A link between two ports written `node:port`. */
export function makeLink(a: string, b: string, given: Partial<PlanLink> = {}): PlanLink {
  return {
    a: endpointOf(a),
    b: endpointOf(b),
    mtu: 1500,
    verify: true,
    lldpMatch: { port: 'auto', hostname: 'hostname' },
    ...given,
  };
}

/** A lab of these parts, without checks. */
export function makePlan(name: string, nodes: readonly PlanNode[], links: readonly PlanLink[]): Plan {
  return { schema: 1, name, file: `/labs/${name}.lab.yml`, nodes, links, checks: [] };
}

function endpointOf(text: string): { node: string; port: string } {
  const colon = text.indexOf(':');
  return { node: text.slice(0, colon), port: text.slice(colon + 1) };
}

/** A ring of three nodes of which one is cabled to a switch too; each kind of attribute occurs. */
export function ringPlan(): Plan {
  const nodes = [
    makeNode('vm1', 'netns', {
      ports: [
        makePort('eth1', { addresses: ['10.100.12.1/24', '2001:db8::1/64'] }),
        makePort('eth2', { addresses: ['10.100.31.1/24'] }),
      ],
    }),
    makeNode('vm2', 'netns', {
      ports: [makePort('eth1', { addresses: ['10.100.12.2/24'] }), makePort('eth2', { mtu: 9000 })],
    }),
    makeNode('vm3', 'netns', {
      ports: [
        makePort('eth1', { mtu: 9000 }),
        makePort('eth2'),
        makePort('eth3', { dhcp: true }),
        makePort('eth4'),
      ],
      bridges: [{ name: 'br0', ports: ['eth4'], stp: false, addresses: ['10.100.99.3/24'] }],
    }),
    makeNode('sw', 'switch', { ports: [makePort('p1')], lldp: 'pass' }),
    makeNode('hub', 'hub'),
    makeNode('br', 'bridge', { stp: true }),
  ];
  const links = [
    makeLink('vm1:eth1', 'vm2:eth1', { lldpMatch: { port: 'portdescr', hostname: 'fqdn' } }),
    makeLink('vm2:eth2', 'vm3:eth1', { mtu: 9000 }),
    makeLink('vm3:eth2', 'vm1:eth2', { verify: false }),
    makeLink('vm3:eth3', 'sw:p1'),
  ];
  return makePlan('ring', nodes, links);
}
