/**
 * The fabric: the namespaces, link ends, switches and agents of one lab, built from its plan. It owns what it has
 * opened; what it has made in the kernel is in the journal and outlives it.
 */
import { closeSync, mkdirSync, writeFileSync } from 'node:fs';
import { setImmediate as yieldToLoop } from 'node:timers/promises';
import { OperationError } from '../../base/errors.ts';
import { Agent } from '../../net/agent/agent.ts';
import type { AgentPort, AgentStitch, AgentSystem } from '../../net/agent/agent-messages.ts';
import { NetnsMaker } from '../../net/netns/netns-maker.ts';
import { DataPlane } from '../../net/data-plane/data-plane.ts';
import { NODE_KINDS } from '../../nodes/kinds.ts';
import { netnsName } from '../../nodes/netns/netns-node.ts';
import type { BuiltNode, FabricHost, Ledger, NodeReporter } from '../../nodes/node-kind.ts';
import type { Plan, PlanEndpoint, PlanNode, PlanPort, PortName } from '../../plan/plan.ts';
import { portName } from '../../plan/plan.ts';
import type { PortObservation } from '../../plan/verify/observation.ts';
import {
  createNetns,
  inNetns,
  namespaceIdentity,
  prepareNetnsDir,
  requireFreeNetnsName,
} from '../../sys/namespace.ts';
import { assignNsid } from '../../sys/netlink/nsid.ts';
import { RouteSocket } from '../../sys/netlink/socket.ts';
import { hostsFileText } from '../hosts-file.ts';
import type { LabPaths } from '../paths.ts';
import type { CounterReport } from '../reports.ts';
import type { LinkEnd, LinkEndPlace } from './links.ts';
import { LinkBuilder } from './links.ts';
import { fabricNetnsName } from './naming.ts';
import type { BuildProgress, FabricEvent, ServiceEvent } from './protocol.ts';

/** Longest stretch of work on the main thread before requests are served, milliseconds. */
const SLICE_MS = 10;
const FABRIC_NSID = -1;

/** A lab's fabric; see the file's head. */
export class Fabric implements FabricHost {
  readonly lab: string;
  readonly ledger: Ledger;
  readonly logDir: string;
  readonly hostsFile: string;
  readonly fabricFd: number;
  readonly fabricSocket: RouteSocket;
  readonly reporter: NodeReporter;
  readonly nodes = new Map<string, BuiltNode>();
  readonly observations = new Map<PortName, PortObservation>();
  /** The last report about each service. */
  readonly services = new Map<string, ServiceEvent>();
  readonly #emit: (event: FabricEvent) => void;
  readonly #portNames: PortName[] = [];
  readonly #netns = new NetnsMaker();
  readonly #stop = new AbortController();
  #agent: Agent | null = null;
  #dataPlane: Promise<DataPlane> | null = null;
  #sliceStart = performance.now();

  /** Makes the fabric's own namespace. @param emit is told everything that happens */
  constructor(lab: string, paths: LabPaths, ledger: Ledger, emit: (event: FabricEvent) => void) {
    this.lab = lab;
    this.ledger = ledger;
    this.logDir = paths.logDir;
    this.hostsFile = paths.hosts;
    this.#emit = emit;
    this.reporter = {
      service: (node, service, state, detail) => {
        const event = { type: 'service', node, service, state, detail } as const;
        this.services.set(`${node} ${service}`, event);
        emit(event);
      },
    };
    prepareNetnsDir();
    this.fabricFd = this.#journaled(fabricNetnsName(lab));
    this.fabricSocket = inNetns(this.fabricFd, () => {
      // Link ends carry the lab's frames only: no neighbour discovery of their own.
      writeFileSync('/proc/sys/net/ipv6/conf/default/disable_ipv6', '1');
      return new RouteSocket();
    });
  }

  /**
   * Builds everything that the plan says.
   *
   * @throws OperationError the first failure; what was made by then is in the journal
   */
  async build(plan: Plan, identity: string, progress: (value: BuildProgress) => void): Promise<void> {
    mkdirSync(this.logDir, { recursive: true, mode: 0o700 });
    writeFileSync(this.hostsFile, hostsFileText(plan), { mode: 0o644 });
    const starting = this.#startAgent();
    await this.#makeNodes(plan, progress);
    const ends = await this.#makeLinks(plan, identity, progress);
    await this.#each(
      plan.nodes,
      'network',
      progress,
      async (node) => await this.#built(node.name).configure(),
    );
    await starting;
    this.#giveToAgent(plan, ends);
    await this.#startPrograms(plan, progress);
  }

  /** The node of that name. @throws OperationError ERR_NODE_NOT_FOUND */
  node(name: string): BuiltNode {
    const node = this.nodes.get(name);
    if (node !== undefined) return node;
    throw new OperationError('ERR_NODE_NOT_FOUND', `Cannot find node "${name}" in lab "${this.lab}"`, {
      node: name,
    });
  }

  async makeNetns(name: string): Promise<number> {
    try {
      return this.#identified(name, await this.#netns.make(name));
    } catch (error) {
      throw this.#disowned(name, error);
    }
  }

  /** LLDP counters of every port that speaks. */
  async counters(): Promise<CounterReport[]> {
    const counted = (await this.#agent?.counters()) ?? [];
    return counted.map(({ port: id, ...counters }) => {
      const [node = '', port = ''] = (this.#portNames[id] ?? '').split(':');
      return { node, port, ...counters };
    });
  }

  async switches(): Promise<DataPlane> {
    this.#dataPlane ??= DataPlane.start();
    return await this.#dataPlane;
  }

  /** Ends services and threads and closes everything; namespaces and what is in them stay. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all([...this.nodes.values()].map((node) => node.stop()));
    await Promise.all([this.#agent?.stop(), this.#dataPlane?.then((plane) => plane.stop())]);
    this.fabricSocket.close();
    for (const node of this.nodes.values()) if (node.netnsFd !== null) closeSync(node.netnsFd);
    closeSync(this.fabricFd);
  }

  /** Makes a namespace at once. */
  #journaled(name: string): number {
    this.#intend([name]);
    try {
      return this.#identified(name, createNetns(name));
    } catch (error) {
      throw this.#disowned(name, error);
    }
  }

  /** Writes down names that are about to be made. @throws OperationError ERR_NAME_IN_USE when one is taken */
  #intend(names: readonly string[]): void {
    for (const name of names) requireFreeNetnsName(name);
    this.ledger.record(names.map((name) => ({ type: 'netns', name, identity: null })));
  }

  #identified(name: string, fd: number): number {
    this.ledger.record([{ type: 'netns', name, identity: namespaceIdentity(fd) }]);
    return fd;
  }

  /** Somebody else made the name in between: the clean-up must not touch it. */
  #disowned(name: string, error: unknown): unknown {
    if (error instanceof OperationError && error.code === 'ERR_NAME_IN_USE') {
      this.ledger.record([{ type: 'foreign', name }]);
    }
    return error;
  }

  #built(name: string): BuiltNode {
    return this.node(name);
  }

  async #startAgent(): Promise<void> {
    this.#agent = await Agent.start(this.fabricFd, {
      observed: (changes) => this.#observed(changes),
      failed: (text) => this.#emit({ type: 'fault', text: `The agent thread has ended: ${text}` }),
    });
  }

  #observed(changes: readonly (readonly [number, PortObservation])[]): void {
    const named = changes.flatMap(([id, observation]) => {
      const name = this.#portNames[id];
      return name === undefined ? [] : [[name, observation] as const];
    });
    for (const [name, observation] of named) this.observations.set(name, observation);
    this.#emit({ type: 'observations', changes: named });
  }

  async #makeNodes(plan: Plan, progress: (value: BuildProgress) => void): Promise<void> {
    const names = plan.nodes.filter(hasNetns).map((node) => netnsName(this.lab, node.name));
    this.#intend(names);
    this.#netns.announce(names);
    let nsid = 0;
    await this.#each(plan.nodes, 'nodes', progress, async (node) => {
      const built = await NODE_KINDS[node.kind].create(node, this);
      this.nodes.set(node.name, built);
      if (built.netnsFd === null) return;
      // Before the first veth: the kernel would choose an id of its own then.
      assignNsid(this.fabricSocket, `number the namespace of node "${node.name}"`, built.netnsFd, nsid);
      nsid += 1;
    });
  }

  async #makeLinks(
    plan: Plan,
    identity: string,
    progress: (value: BuildProgress) => void,
  ): Promise<Map<PortName, LinkEnd>> {
    const builder = new LinkBuilder(this.fabricSocket, this.fabricFd, identity);
    const ports = new Map(
      plan.nodes.flatMap((node) => node.ports.map((port) => [`${node.name}:${port.name}`, port])),
    );
    const ends = new Map<PortName, LinkEnd>();
    const place = (end: PlanEndpoint): LinkEndPlace => ({
      node: end.node,
      port: ports.get(portName(end)) as PlanPort,
      netnsFd: this.#built(end.node).netnsFd,
    });
    await this.#each(plan.links, 'links', progress, async (link) => {
      const made = builder.make(link, place(link.a), place(link.b));
      for (const [index, end] of [link.a, link.b].entries()) {
        const linkEnd = made[index] as LinkEnd;
        ends.set(portName(end), linkEnd);
        await this.#built(end.node).attach({ port: place(end).port, ifindex: linkEnd.ifindex });
      }
    });
    return ends;
  }

  #giveToAgent(plan: Plan, ends: ReadonlyMap<PortName, LinkEnd>): void {
    const systems: AgentSystem[] = [];
    const ports: AgentPort[] = [];
    const nsids = this.#nsids(plan);
    for (const [id, node] of plan.nodes.entries()) {
      if (!speaks(node)) continue;
      const linked = node.ports.filter((port) => ends.has(`${node.name}:${port.name}`));
      const first = linked[0];
      if (first === undefined) continue;
      const netnsFd = this.#built(node.name).netnsFd;
      systems.push({
        id,
        name: node.name,
        description: `Wireloom lab ${this.lab}, ${node.kind}`,
        chassisMac: first.mac,
        netnsFd: netnsFd ?? this.fabricFd,
        nsid: nsids.get(node.name) ?? FABRIC_NSID,
        bridge: node.kind !== 'netns',
      });
      for (const port of linked) {
        const name = `${node.name}:${port.name}`;
        const { ifindex, fabricIfindex } = ends.get(name) as LinkEnd;
        ports.push({
          id: this.#portNames.length,
          system: id,
          ifindex,
          name: port.name,
          mac: port.mac,
          mtu: port.mtu,
          fabricIfindex,
        });
        this.#portNames.push(name);
      }
    }
    this.#agent?.add(systems, ports, this.#stitches(plan, ends, nsids));
  }

  /** Namespace ids in the order in which they were given out. */
  #nsids(plan: Plan): Map<string, number> {
    const entered = plan.nodes.filter((node) => this.#built(node.name).netnsFd !== null);
    return new Map(entered.map((node, index) => [node.name, index]));
  }

  #stitches(
    plan: Plan,
    ends: ReadonlyMap<PortName, LinkEnd>,
    nsids: ReadonlyMap<string, number>,
  ): AgentStitch[] {
    const stitches: AgentStitch[] = [];
    for (const link of plan.links) {
      const [a, b] = [link.a, link.b].map((end) => {
        const nsid = nsids.get(end.node);
        const made = ends.get(portName(end));
        return nsid === undefined || made === undefined ? null : { ...made, nsid };
      });
      if (a && b) stitches.push({ a, b });
    }
    return stitches;
  }

  async #startPrograms(plan: Plan, progress: (value: BuildProgress) => void): Promise<void> {
    let done = 0;
    await Promise.all(
      plan.nodes.map(async (node) => {
        await this.#built(node.name).start(this.#stop.signal);
        done += 1;
        progress({ step: 'programs', done, total: plan.nodes.length });
      }),
    );
  }

  /** Does something for each item, lets requests be served now and then, and tells how far it is. */
  async #each<T>(
    items: readonly T[],
    step: BuildProgress['step'],
    progress: (value: BuildProgress) => void,
    work: (item: T) => Promise<void>,
  ): Promise<void> {
    for (const [index, item] of items.entries()) {
      await work(item);
      if (performance.now() - this.#sliceStart < SLICE_MS) continue;
      if (this.#stop.signal.aborted) throw new OperationError('ERR_CANCELLED', 'Interrupted');
      progress({ step, done: index + 1, total: items.length });
      await yieldToLoop();
      this.#sliceStart = performance.now();
    }
    progress({ step, done: items.length, total: items.length });
  }
}

/** Whether our agent speaks on the node's ports (`design.md`, "Who speaks LLDP"). */
function speaks(node: PlanNode): boolean {
  return node.kind !== 'hub' && (node.kind !== 'switch' || node.lldp === 'speak');
}

/** Whether the node is a network namespace of its own. */
function hasNetns(node: PlanNode): boolean {
  return node.kind === 'netns' || node.kind === 'bridge';
}
