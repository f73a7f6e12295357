/**
 * What the fabric's main thread and the agent thread say to each other. A system is something that speaks LLDP under
 * one name (a node); a port belongs to one. Ports are known by a number that the fabric gives.
 */
import type { PortObservation } from '../../plan/verify/observation.ts';

/** A system: one name, one socket in one namespace. Switches share the fabric's namespace and so its socket. */
export interface AgentSystem {
  readonly id: number;
  /** System Name TLV. */
  readonly name: string;
  readonly description: string;
  /** Chassis ID TLV, a MAC address. */
  readonly chassisMac: string;
  /** Descriptor of the namespace where the ports are. */
  readonly netnsFd: number;
  /** Id of that namespace as seen from the fabric; -1 for the fabric itself. */
  readonly nsid: number;
  /** System Capabilities: bridge or station only. */
  readonly bridge: boolean;
}

/** A port with a speaker. */
export interface AgentPort {
  readonly id: number;
  readonly system: number;
  readonly ifindex: number;
  readonly name: string;
  readonly mac: string;
  readonly mtu: number;
  /** The fabric's end of the port's veth, where the wire can be changed; the port itself for a switch. */
  readonly fabricIfindex: number;
}

/** Two fabric ends that are joined, so that carrier has to be carried from one to the other. */
export interface AgentStitch {
  readonly a: AgentStitchEnd;
  readonly b: AgentStitchEnd;
}

/** One end: the interface in the fabric, and the port of the node behind it. */
export interface AgentStitchEnd {
  readonly fabricIfindex: number;
  readonly nsid: number;
  readonly ifindex: number;
}

/** Commands to the thread. */
export type AgentCommand =
  | {
      readonly type: 'add';
      readonly systems: readonly AgentSystem[];
      readonly ports: readonly AgentPort[];
      readonly stitches: readonly AgentStitch[];
    }
  | { readonly type: 'counters'; readonly call: number }
  | { readonly type: 'stop' };

/** Counters of one port, for inspection. */
export interface AgentPortCounters {
  readonly port: number;
  readonly framesIn: number;
  readonly framesOut: number;
  readonly framesDiscarded: number;
  readonly neighborsDropped: number;
  /** Frames that the kernel dropped because the queue of the port's socket was full; its ports share that one. */
  readonly queueDrops: number;
}

/** Reports of the thread. */
export type AgentReport =
  | { readonly type: 'ready' }
  | { readonly type: 'observations'; readonly changes: readonly (readonly [number, PortObservation])[] }
  | { readonly type: 'counters'; readonly call: number; readonly ports: readonly AgentPortCounters[] }
  | { readonly type: 'stopped'; readonly fds: readonly number[] }
  | { readonly type: 'failed'; readonly message: string };
