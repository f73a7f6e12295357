/** The names, addresses and MTUs of a lab, to look neighbours up in. */
import type { Plan, PlanNode, PortName } from '../plan.ts';
import type { Expectation } from './expectation.ts';
import { lldpRole } from './segment.ts';

/** Look-ups in one plan. */
export class LabNames {
  readonly #nodes: ReadonlyMap<string, PlanNode>;
  readonly #expected: ReadonlyMap<PortName, Expectation>;
  #portByMac: Map<string, PortName> | null = null;

  /** @param expected of the same plan; ports may be added to it later */
  constructor(plan: Plan, expected: ReadonlyMap<PortName, Expectation>) {
    this.#nodes = new Map(plan.nodes.map((node) => [node.name, node]));
    this.#expected = expected;
  }

  /** Tells whether the lab has a node of this name. */
  hasNode(name: string): boolean {
    return this.#nodes.has(name);
  }

  /** Tells whether the lab has a node of this name that speaks LLDP on its ports. */
  speaks(name: string): boolean {
    const node = this.#nodes.get(name);
    return node !== undefined && lldpRole(node) === 'speaks';
  }

  /** The planned MTU of a speaking port, octets; null for any other port. */
  mtuOf(port: PortName): number | null {
    const expectation = this.#expected.get(port);
    return expectation === undefined || expectation.peer === null ? null : expectation.mtu;
  }

  /** The port of the plan with this MAC address, in any case of letters; null when there is none. */
  portOfMac(mac: string): PortName | null {
    // Made at the first need: our own agents speak by name, and a large lab has no stranger in it.
    this.#portByMac ??= new Map(
      [...this.#nodes.values()].flatMap((node) =>
        node.ports.map((port) => [port.mac.toLowerCase(), `${node.name}:${port.name}`] as const),
      ),
    );
    return this.#portByMac.get(mac.toLowerCase()) ?? null;
  }
}
