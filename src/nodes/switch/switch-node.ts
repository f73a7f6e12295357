/**
 * Node kinds `switch` and `hub`: Wireloom's own, in the data-plane thread. Their ports stay in the fabric namespace,
 * as AF_PACKET sockets on the link ends, and they cannot be entered: nothing runs there.
 */
import { OperationError } from '../../base/errors.ts';
import { PACKET_SOCKET_BUFFER_SIZE } from '../../base/limits.ts';
import type { PlanNode } from '../../plan/plan.ts';
import { inNetns } from '../../sys/namespace.ts';
import { ETH_P_ALL, openPacketSocket } from '../../sys/packet-socket.ts';
import type { ProcessIdentity } from '../../sys/process.ts';
import type { AttachedPort, BuiltNode, FabricHost, NodeKind, RunResult, SwitchHost } from '../node-kind.ts';

/** Makes switches and hubs. */
export const switchKind: NodeKind = {
  async create(node, host) {
    const switches = await host.switches();
    await switches.addSwitch({ id: node.name, name: node.name, hub: node.kind === 'hub', lldp: node.lldp });
    return new SwitchNode(node, host, switches);
  },
};

class SwitchNode implements BuiltNode {
  readonly plan: PlanNode;
  readonly netnsFd = null;
  readonly #host: FabricHost;
  readonly #switches: SwitchHost;

  constructor(plan: PlanNode, host: FabricHost, switches: SwitchHost) {
    this.plan = plan;
    this.#host = host;
    this.#switches = switches;
  }

  async attach({ port, ifindex }: AttachedPort): Promise<void> {
    const fd = inNetns(this.#host.fabricFd, () =>
      openPacketSocket({
        ifindex,
        protocol: ETH_P_ALL,
        vnetHeader: true,
        bufferSize: PACKET_SOCKET_BUFFER_SIZE,
      }),
    );
    await this.#switches.addPort({ switchId: this.plan.name, name: port.name, fd });
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
