/**
 * The plan: what a lab file says, resolved, validated and complete. It is plain data (it crosses control sockets as
 * JSON and is kept in the lab's state), it has no defaults left to fill in, and it is the only form that travels
 * inward: builders, agents and verdicts read nothing else.
 */

/** Node kinds that this version builds. */
export type NodeKindName = 'netns' | 'switch' | 'hub' | 'bridge';

/** `node:port`, the name of a port everywhere outside the plan. */
export type PortName = string;

/** How a switch speaks LLDP on its ports (`design.md`, "Who speaks LLDP"). */
export type LldpMode = 'speak' | 'pass' | 'drop';

/** A command as an argument array; a shell only where the lab file asked for one with `sh:`. */
export interface PlanCommand {
  readonly argv: readonly string[];
}

/** A port of a node: one end of at most one link. */
export interface PlanPort {
  readonly name: string;
  /** Lower-case text with colons; assigned from lab, node and port name where the file gives none. */
  readonly mac: string;
  /** Octets; the same at both ends of a link. */
  readonly mtu: number;
  /** `ADDRESS/LENGTH` in canonical text, in file order. */
  readonly addresses: readonly string[];
  /** True: the address comes by DHCP. */
  readonly dhcp: boolean;
}

/** A route of a node; `to` is `default` or a prefix in canonical text. */
export interface PlanRoute {
  readonly to: string;
  readonly via: string | null;
  readonly dev: string | null;
  readonly metric: number | null;
}

/** A kernel bridge inside a node. */
export interface PlanBridge {
  readonly name: string;
  readonly ports: readonly string[];
  readonly stp: boolean;
  readonly addresses: readonly string[];
}

/** A file that is copied into a node; `source` is absolute. Exactly one of `source` and `content` is set. */
export interface PlanFile {
  readonly target: string;
  readonly source: string | null;
  readonly content: string | null;
}

/** When a service counts as ready. */
export interface PlanReady {
  /** A TCP port that accepts a connection on a loopback or port address of the node. */
  readonly tcp: number | null;
  /** A command that ends with status 0. */
  readonly exec: PlanCommand | null;
  readonly timeoutMs: number;
}

/** A program that is kept running in a node. */
export interface PlanService {
  readonly name: string;
  readonly command: PlanCommand;
  readonly env: Readonly<Record<string, string>>;
  readonly ready: PlanReady | null;
  readonly restart: 'always' | 'on-failure' | 'never';
}

/** What a switch or hub serves by DHCP; built with the switch's DHCP service. */
export interface PlanDhcpServer {
  readonly subnet: string;
  readonly range: readonly [string, string];
  readonly gateway: string | null;
}

/** A node. Lists that its kind does not use are empty. */
export interface PlanNode {
  readonly name: string;
  readonly kind: NodeKindName;
  /** In the order of the file, then of first use by a link. */
  readonly ports: readonly PlanPort[];
  readonly routes: readonly PlanRoute[];
  /** Key in dotted form, `net.…` only: others are not per namespace. */
  readonly sysctls: Readonly<Record<string, string>>;
  readonly bridges: readonly PlanBridge[];
  readonly files: readonly PlanFile[];
  /** Absolute folders that the node sees empty and may write. */
  readonly privateDirs: readonly string[];
  readonly exec: readonly PlanCommand[];
  readonly services: readonly PlanService[];
  readonly env: Readonly<Record<string, string>>;
  /** Switches only, `speak` elsewhere. */
  readonly lldp: LldpMode;
  /** Kind `bridge`: whether the kernel bridge runs STP. */
  readonly stp: boolean;
  readonly dhcpServer: PlanDhcpServer | null;
}

/** One end of a link. */
export interface PlanEndpoint {
  readonly node: string;
  readonly port: string;
}

/** A link joins two ports. `a` is the end that the file names first. */
export interface PlanLink {
  readonly a: PlanEndpoint;
  readonly b: PlanEndpoint;
  readonly mtu: number;
  /** False: `verify: off`, the link is not checked and is counted as such. */
  readonly verify: boolean;
  /** PTM's LLDP attribute of the edge: which TLV names the neighbour's port, and how its system name is cut. */
  readonly lldpMatch: PlanLldpMatch;
}

/** How a neighbour's announcement is compared (PTM: `match_type`, `match_hostname`). */
export interface PlanLldpMatch {
  /** `auto`: the Port ID, or the Port Description where the Port ID is a MAC address. */
  readonly port: 'auto' | 'ifname' | 'portdescr';
  readonly hostname: 'hostname' | 'fqdn';
}

/** A check of the lab file, run after the wiring. */
export type PlanCheck =
  | {
      readonly type: 'ping';
      readonly name: string;
      readonly from: string;
      readonly to: string;
      readonly count: number;
      readonly timeoutMs: number;
    }
  | {
      readonly type: 'isolated';
      readonly name: string;
      readonly from: string;
      readonly to: string;
      readonly timeoutMs: number;
    }
  | {
      readonly type: 'tcp';
      readonly name: string;
      readonly from: string;
      readonly to: string;
      readonly port: number;
      readonly timeoutMs: number;
    }
  | {
      readonly type: 'http';
      readonly name: string;
      readonly from: string;
      readonly url: string;
      readonly status: number;
      readonly contains: string | null;
      readonly timeoutMs: number;
    }
  | {
      readonly type: 'via';
      readonly name: string;
      readonly from: string;
      readonly to: string;
      readonly ports: readonly PortName[];
      readonly count: number;
      readonly timeoutMs: number;
    }
  | {
      readonly type: 'exec';
      readonly name: string;
      readonly node: string;
      readonly command: PlanCommand;
      readonly status: number;
      readonly stdout: string | null;
      readonly timeoutMs: number;
    };

/** The whole lab. */
export interface Plan {
  /** Version of this shape. */
  readonly schema: 1;
  readonly name: string;
  /** Absolute path of the lab file; part of the lab's identity. */
  readonly file: string;
  readonly nodes: readonly PlanNode[];
  readonly links: readonly PlanLink[];
  readonly checks: readonly PlanCheck[];
}

/** Writes an endpoint as `node:port`. */
export function portName(end: PlanEndpoint): PortName {
  return `${end.node}:${end.port}`;
}
