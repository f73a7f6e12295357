/**
 * All ports of the lab while it is resolved, by node and name, in the order of the file and then of first use by a
 * link.
 */
import { formatMac, parseMac } from '../../base/mac.ts';
import { SWITCH_PORTS_MAX } from '../../base/limits.ts';
import type { SourcePosition } from '../source.ts';
import type { SpecPath } from '../spec/document.ts';
import { namesInOrder } from '../spec/read-spec.ts';
import type { PortSpec } from '../spec/port.ts';
import type { NodeContext } from './context.ts';
import { portNameFault } from './names.ts';

/** MTU of a port that nobody set: Ethernet's own (IEEE Std 802.3, 3.2.7). */
export const DEFAULT_MTU = 1500;

/** A port while its lab is resolved. */
export interface PortDraft {
  readonly node: NodeContext;
  readonly name: string;
  readonly spec: PortSpec;
  /** Explicit MAC address in canonical text; null until one is assigned. */
  mac: string | null;
  mtu: number;
  /** The end of the link that uses the port; null when none does. */
  linkEnd: SpecPath | null;
}

/** The ports of one node by name. */
export type NodePorts = ReadonlyMap<string, PortDraft>;

/** The ports of all nodes. */
export class PortTable {
  readonly #nodes = new Map<string, Map<string, PortDraft>>();

  /** Adds a node with the ports it declares. */
  addNode(node: NodeContext): void {
    this.#nodes.set(node.name, new Map());
    const interfaces = node.spec.interfaces ?? {};
    const names = namesInOrder(interfaces, ['topology', 'nodes', node.name, 'interfaces'], node.lab.locator);
    for (const name of names) {
      this.declare(node, name, interfaces[name] ?? {}, () => node.keyAt('interfaces', name));
    }
  }

  /**
   * Declares a port, or finds it. A faulty name is reported, and kept: it may be used again.
   *
   * @param at tells where the port is mentioned; places are looked up only for an error, there may be 20,000 ports
   */
  declare(node: NodeContext, name: string, spec: PortSpec, at: () => SourcePosition): PortDraft {
    const ports = this.#nodes.get(node.name) ?? new Map<string, PortDraft>();
    const known = ports.get(name);
    if (known !== undefined) return known;
    const fault = portNameFault(name);
    if (fault !== null)
      node.error(
        at(),
        `Cannot name port of ${node.name}: current value is ${JSON.stringify(name)}, must be ${fault}`,
      );
    if (ports.size === SWITCH_PORTS_MAX) {
      node.error(at(), `Cannot add port ${node.name}:${name}: a node has at most ${SWITCH_PORTS_MAX} ports`);
    }
    const mac = spec.mac === undefined ? null : formatMac(parseMac(spec.mac));
    const draft: PortDraft = { node, name, spec, mac, mtu: spec.mtu ?? DEFAULT_MTU, linkEnd: null };
    ports.set(name, draft);
    return draft;
  }

  /** The ports of a node that was added. */
  of(node: string): NodePorts {
    return this.#nodes.get(node) ?? new Map<string, PortDraft>();
  }

  /** Finds `node:port`, null when there is none. */
  find(node: string, port: string): PortDraft | null {
    return this.#nodes.get(node)?.get(port) ?? null;
  }

  /** All ports in order. */
  *all(): Generator<PortDraft> {
    for (const ports of this.#nodes.values()) yield* ports.values();
  }
}
