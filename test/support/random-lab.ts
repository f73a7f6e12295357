/** Random labs for property tests: hosts with plain links, hubs with spokes and cables between them, switches. */
import fc from 'fast-check';
import type { NodeKindName, Plan, PortName } from '../../src/plan/plan.ts';
import { portName } from '../../src/plan/plan.ts';
import { findSegments } from '../../src/plan/verify/segment.ts';
import { labPlan, type NodeOptions } from './lab-plan.ts';

/** A lab, and what a test wants to pick from it. */
export interface RandomLab {
  readonly plan: Plan;
  /** Both ends of each link that joins two speaking ports. */
  readonly plain: readonly (readonly [PortName, PortName])[];
  /** Speaking ports behind hubs with at least two others. */
  readonly shared: readonly PortName[];
  /** Ports of the plan without a link, one a host. */
  readonly spare: readonly PortName[];
}

/** Makes labs of 2 to 6 hosts with at least `plainMin` plain links, of 0 to 2 hubs and 0 or 1 switches. */
export function randomLab(plainMin: number): fc.Arbitrary<RandomLab> {
  const pair = fc.tuple(fc.nat(), fc.nat());
  return fc
    .record({
      hosts: fc.integer({ min: 2, max: 6 }),
      plain: fc.array(pair, { minLength: plainMin, maxLength: plainMin + 5 }),
      spokes: fc.array(fc.array(fc.nat(), { minLength: 2, maxLength: 6 }), { maxLength: 2 }),
      cabledHubs: fc.boolean(),
      passing: fc.boolean(),
      switchPorts: fc.array(fc.nat(), { maxLength: 4 }),
    })
    .map((seed) => {
      const nodes: Record<string, NodeKindName | NodeOptions> = {};
      for (let index = 0; index < seed.hosts; index += 1)
        nodes[host(index, seed.hosts)] = { spare: ['spare1'] };
      const used = new Map<string, number>();
      const next = (node: string): PortName => {
        const number = (used.get(node) ?? 0) + 1;
        used.set(node, number);
        return `${node}:eth${number}`;
      };
      const links: string[] = [];
      for (const [a, b] of seed.plain) {
        const first = a % seed.hosts;
        const second = (first + 1 + (b % (seed.hosts - 1))) % seed.hosts;
        links.push(`${next(host(first, seed.hosts))} -- ${next(host(second, seed.hosts))}`);
      }
      seed.spokes.forEach((spokes, index) => {
        const hub = `hub${index + 1}`;
        nodes[hub] = seed.passing && index === 1 ? { kind: 'switch', lldp: 'pass' } : 'hub';
        for (const spoke of spokes) links.push(`${next(host(spoke, seed.hosts))} -- ${next(hub)}`);
      });
      if (seed.cabledHubs && seed.spokes.length === 2) links.push(`${next('hub1')} -- ${next('hub2')}`);
      if (seed.switchPorts.length > 0) nodes['sw'] = 'switch';
      for (const port of seed.switchPorts) links.push(`${next('sw')} -- ${next(host(port, seed.hosts))}`);
      return describe(labPlan(links, nodes));
    });
}

function host(index: number, hosts: number): string {
  return `vm${(index % hosts) + 1}`;
}

function describe(plan: Plan): RandomLab {
  const segments = findSegments(plan);
  const plain = plan.links
    .map((link) => [portName(link.a), portName(link.b)] as const)
    .filter(([a, b]) => segments.has(a) && segments.has(b));
  const shared = [...segments].filter(([, { members }]) => members.length > 2).map(([port]) => port);
  const spare = plan.nodes.flatMap((node) =>
    node.ports.filter((port) => port.name === 'spare1').map((port) => `${node.name}:${port.name}`),
  );
  const links = plan.links.map((link) => `${portName(link.a)} -- ${portName(link.b)}`);
  // A counterexample is read by its links; the plan itself fills a page.
  return Object.assign(
    { plan, plain, shared, spare },
    { [fc.toStringMethod]: () => `lab(${links.join(', ')})` },
  );
}
