/**
 * Node kind `netns`: a network namespace with its own host name, `/etc/hosts`, `/run` and `/tmp`, reached by
 * `ip netns exec LAB.NODE` as well. The namespace is made at once; the mount, UTS and PID namespaces when the node is
 * first entered (see `anchor.ts`).
 */
import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { OperationError } from '../../base/errors.ts';
import type { PlanNode } from '../../plan/plan.ts';
import { inNetns } from '../../sys/namespace.ts';
import { RouteSocket } from '../../sys/netlink/socket.ts';
import type { ProcessIdentity } from '../../sys/process.ts';
import { isAlive } from '../../sys/process.ts';
import type { AttachedPort, BuiltNode, FabricHost, NodeKind, RunOptions, RunResult } from '../node-kind.ts';
import { nodeEnvironment, startAnchor } from './anchor.ts';
import { configureNetwork } from './network.ts';
import { runInNode } from './program.ts';
import { Service } from './service.ts';

/** Name of a node's network namespace. */
export function netnsName(lab: string, node: string): string {
  return `${lab}.${node}`;
}

/** Makes netns nodes. */
export const netnsKind: NodeKind = {
  async create(node, host) {
    const fd = await host.makeNetns(netnsName(host.lab, node.name));
    return new NetnsNode(node, host, fd);
  },
};

/** A node that is a network namespace; kind `bridge` builds on it. */
export class NetnsNode implements BuiltNode {
  readonly plan: PlanNode;
  readonly netnsFd: number;
  readonly #host: FabricHost;
  readonly #ports: AttachedPort[] = [];
  readonly #services: Service[] = [];
  #anchor: ProcessIdentity | null = null;
  #entering: Promise<ProcessIdentity> | null = null;

  constructor(plan: PlanNode, host: FabricHost, netnsFd: number) {
    this.plan = plan;
    this.#host = host;
    this.netnsFd = netnsFd;
  }

  async attach(port: AttachedPort): Promise<void> {
    this.#ports.push(port);
  }

  async configure(): Promise<void> {
    const socket = inNetns(this.netnsFd, () => new RouteSocket());
    try {
      configureNetwork(this.plan, this.netnsFd, this.#ports, socket);
    } finally {
      socket.close();
    }
  }

  async start(signal: AbortSignal): Promise<void> {
    const { plan } = this;
    if (plan.files.length + plan.privateDirs.length + plan.exec.length + plan.services.length === 0) return;
    await this.entrance();
    for (const command of plan.exec) await this.#execute(command.argv, signal);
    const env = nodeEnvironment(this.#host.lab, plan);
    for (const service of plan.services) {
      this.#services.push(
        new Service(service, {
          node: plan.name,
          netnsFd: this.netnsFd,
          anchor: async () => await this.entrance(),
          env,
          logFile: join(this.#host.logDir, plan.name, `${service.name}.log`),
          addresses: plan.ports.flatMap((port) =>
            port.addresses.map((address) => address.replace(/\/.*$/, '')),
          ),
          report: (name, state, detail) => this.#host.reporter.service(plan.name, name, state, detail),
        }),
      );
    }
    for (const service of this.#services) service.start();
    await Promise.all(this.#services.map((service) => service.untilReady(signal)));
  }

  async stop(): Promise<void> {
    await Promise.all(this.#services.splice(0).map((service) => service.stop()));
  }

  async entrance(): Promise<ProcessIdentity> {
    if (this.#anchor !== null && isAlive(this.#anchor)) return this.#anchor;
    this.#entering ??= startAnchor(
      this.#host.lab,
      this.plan,
      this.netnsFd,
      this.#host.hostsFile,
      (identity) =>
        this.#host.ledger.record([{ type: 'process', role: `anchor of ${this.plan.name}`, identity }]),
    ).finally(() => {
      this.#entering = null;
    });
    this.#anchor = await this.#entering;
    return this.#anchor;
  }

  async run(argv: readonly string[], options: RunOptions): Promise<RunResult> {
    const anchor = await this.entrance();
    return await runInNode(this.plan.name, anchor, argv, nodeEnvironment(this.#host.lab, this.plan), options);
  }

  /** Gives up the descriptor of the namespace; its name stays until the clean-up. */
  close(): void {
    closeSync(this.netnsFd);
  }

  async #execute(argv: readonly string[], signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new OperationError('ERR_CANCELLED', 'Interrupted');
    const result = await this.run(argv, {});
    if (result.status === 0) return;
    const output = (result.stderr + result.stdout).trim().split('\n').slice(-5).join('\n');
    throw new OperationError(
      'ERR_EXEC_FAILED',
      `Cannot run "${argv.join(' ')}" in node "${this.plan.name}": it ended with status ${result.status}${output === '' ? '' : `\n${output}`}`,
      { node: this.plan.name, argv, status: result.status },
    );
  }
}
