/** What the command line (or any program) and wireloomd say to each other on the lab's control socket. */
import type { Plan } from '../../plan/plan.ts';
import type { ProcessIdentity } from '../../sys/process.ts';
import type { CleanUpReport } from '../clean-up.ts';
import type { PortReport, DiagnosisReport } from '../reports.ts';

/** Method `up`. Progress: {@link UpProgress}; result: {@link UpResult}. */
export interface UpParams {
  readonly plan: Plan;
  /** How long to wait for every verdict to pass, milliseconds; 0: do not wait. */
  readonly timeoutMs: number;
}

/** How far `up` is. */
export interface UpProgress {
  readonly step: 'nodes' | 'links' | 'network' | 'programs' | 'verify';
  readonly done: number;
  readonly total: number;
}

/** How `up` ended. */
export interface UpResult {
  /** False: the lab was as the file says already. */
  readonly changed: boolean;
  /** Every verdict is a pass. */
  readonly verified: boolean;
  readonly nodes: number;
  readonly links: number;
  readonly ports: readonly PortReport[];
  readonly notChecked: readonly string[];
  readonly diagnosis: readonly DiagnosisReport[];
}

/** Method `status`. Result: StatusReport. */
export interface StatusParams {
  /** With the counters of every port. */
  readonly counters?: boolean;
}

/** Method `verify`. Result: VerifyReport. */
export interface VerifyParams {
  /** Another plan to hold the wire against; absent: the lab's own. */
  readonly plan?: Plan;
  /** How long to wait for ports without information, milliseconds. */
  readonly timeoutMs: number;
  /** Whether to run the lab file's checks. */
  readonly checks: boolean;
}

/** Method `events`: subscribes. Result: the events so far that are kept, when `history` is true. */
export interface EventsParams {
  readonly history: boolean;
}

/** Result of method `down`: what the clean-up did, and who did it; null when the lab was going down already. */
export interface DownResult extends CleanUpReport {
  /** The daemon, which ends a moment after its answer. */
  readonly daemon: ProcessIdentity | null;
}

/** Method `entrance`. Result: {@link Entrance}. */
export interface EntranceParams {
  readonly node: string;
}

/** How to enter a node. */
export interface Entrance {
  /** The process whose namespaces are the node's. */
  readonly pid: number;
  readonly startTime: number;
  readonly env: Readonly<Record<string, string>>;
}
