/**
 * The contract of a node kind: what the life cycle asks of a node, whatever it is made of. One folder a kind; a kind
 * knows nothing of other kinds, of links beyond its own ports, or of the daemon.
 *
 * Order of calls: `create`, then `attach` for every port that a link ends at, then `configure`, then `start`; `stop`
 * ends what `start` began. What a node made in the kernel and is journaled goes with the lab's clean-up.
 */
import type { PlanNode, PlanPort } from '../plan/plan.ts';
import type { ProcessIdentity } from '../sys/process.ts';
import type { NamespaceIdentity } from '../sys/namespace.ts';
import type { RouteSocket } from '../sys/netlink/socket.ts';

/**
 * Something in the kernel that outlives a process of ours: written down before it is made, and again with its identity;
 * `foreign`: the name turned out to be somebody else's, and what was written about it before is void.
 */
export type LedgerEntry =
  | { readonly type: 'netns'; readonly name: string; readonly identity: NamespaceIdentity | null }
  | { readonly type: 'foreign'; readonly name: string }
  | { readonly type: 'process'; readonly role: string; readonly identity: ProcessIdentity };

/** Where entries are written; returns only when the entry is safe against the death of this process. */
export interface Ledger {
  record(entries: readonly LedgerEntry[]): void;
}

/** Says what happens to a node, for events and logs. */
export interface NodeReporter {
  /** A service changed its state. */
  service(node: string, service: string, state: string, detail: string): void;
}

/** What a node may use of the fabric that it lives in. */
export interface FabricHost {
  readonly lab: string;
  /** The fabric's own network namespace. */
  readonly fabricFd: number;
  readonly fabricSocket: RouteSocket;
  readonly ledger: Ledger;
  readonly reporter: NodeReporter;
  /** Folder for the logs of the lab's nodes. */
  readonly logDir: string;
  /** The lab's `/etc/hosts`, written before any node is entered. */
  readonly hostsFile: string;
  /** Makes a named network namespace, journaled. @returns a descriptor, for the caller to close */
  makeNetns(name: string): Promise<number>;
  /** Hosts the lab's switches; started at first use. */
  switches(): Promise<SwitchHost>;
}

/** What switch nodes need of the data plane. */
export interface SwitchHost {
  addSwitch(options: {
    readonly id: string;
    readonly name: string;
    readonly hub: boolean;
    readonly lldp: 'speak' | 'pass' | 'drop';
  }): Promise<void>;
  addPort(options: { readonly switchId: string; readonly name: string; readonly fd: number }): Promise<void>;
}

/** A port whose link end exists in the kernel now. */
export interface AttachedPort {
  readonly port: PlanPort;
  /** Index of the end that faces the node: in its namespace, or in the fabric for a switch. */
  readonly ifindex: number;
}

/** How to run something inside a node. */
export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds; then the program is killed. */
  readonly timeoutMs?: number;
}

/** What a program in a node did. */
export interface RunResult {
  /** Exit status, or 128 + signal number. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A built node. */
export interface BuiltNode {
  readonly plan: PlanNode;
  /** The network namespace that its ports are moved into; null: they stay in the fabric. */
  readonly netnsFd: number | null;
  /** A port's link end has been made. */
  attach(port: AttachedPort): Promise<void>;
  /** Addresses, bridges, routes, sysctls. */
  configure(): Promise<void>;
  /** Files, commands and services; the links are up. Resolves when all is ready. */
  start(signal: AbortSignal): Promise<void>;
  /** Ends services. */
  stop(): Promise<void>;
  /** Makes sure that the node can be entered. @returns the process whose namespaces are the node's */
  entrance(): Promise<ProcessIdentity>;
  /** Runs a program in the node and collects what it prints. */
  run(argv: readonly string[], options: RunOptions): Promise<RunResult>;
}

/** A node kind: makes nodes. */
export interface NodeKind {
  /** @throws OperationError; what was made by then is in the ledger */
  create(node: PlanNode, host: FabricHost): Promise<BuiltNode>;
}
