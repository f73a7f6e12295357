/**
 * Node kinds `switch` and `hub`: Wireloom's own, in the data-plane thread. Their ports stay in the fabric namespace,
 * as AF_PACKET sockets on the link ends, and they cannot be entered: nothing runs there.
 */
import { OperationError } from '../../base/errors.ts';
import type { PlanNode } from '../../plan/plan.ts';
import { inNetns } from '../../sys/namespace.ts';
import { openPacketSocket } from '../../sys/packet-socket.ts';
import type { ProcessIdentity } from '../../sys/process.ts';
import type { AttachedPort, BuiltNode, FabricHost, NodeKind, RunResult, SwitchHost } from '../node-kind.ts';

let nextSwitchId = 1;

/** Makes switches and hubs. */
export const switchKind: NodeKind = {
  async create(node, host) {
    const switches = await host.switches();
    const id = nextSwitchId;
    nextSwitchId += 1;
    await switches.addSwitch({ id, name: node.name, hub: node.kind === 'hub', lldp: node.lldp });
    return new SwitchNode(node, host, switches, id);
  },
};

class SwitchNode implements BuiltNode {
  readonly plan: PlanNode;
  readonly netnsFd = null;
  readonly #host: FabricHost;
  readonly #switches: SwitchHost;
  readonly #id: number;

  constructor(plan: PlanNode, host: FabricHost, switches: SwitchHost, id: number) {
    this.plan = plan;
    this.#host = host;
    this.#switches = switches;
    this.#id = id;
  }

  async attach({ port, ifindex }: AttachedPort): Promise<void> {
    const fd = inNetns(this.#host.fabricFd, () => openPacketSocket(ifindex));
    await this.#switches.addPort({ switchId: this.#id, name: port.name, fd });
  }

  async configure(): Promise<void> {}

  async start(): Promise<void> {}

  async stop(): Promise<void> {}

  async entrance(): Promise<ProcessIdentity> {
    throw this.#cannotBeEntered();
  }

  async run(): Promise<RunResult> {
    throw this.#cannotBeEntered();
  }

  #cannotBeEntered(): OperationError {
    const { name, kind } = this.plan;
    return new OperationError(
      'ERR_NODE_KIND',
      `Cannot run a program in node "${name}": a ${kind} has no programs`,
      {
        node: name,
        kind,
      },
    );
  }
}
