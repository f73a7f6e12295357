/** What wireloomd and the fabric say to each other on the fabric's control socket. */
import type { Plan, PlanCheck, PortName } from '../../plan/plan.ts';
import type { PortObservation } from '../../plan/verify/observation.ts';

/** Method `build`: makes everything. Progress: {@link BuildProgress}. */
export interface BuildParams {
  readonly plan: Plan;
  /** Stands in the alias of every interface of the lab. */
  readonly identity: string;
}

/** How far a build is. */
export interface BuildProgress {
  readonly step: 'nodes' | 'links' | 'network' | 'programs';
  readonly done: number;
  readonly total: number;
}

/** Method `check`. */
export interface CheckParams {
  readonly check: PlanCheck;
}

/** Result of a check. */
export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** Methods `entrance` (result: ProcessIdentity) and `run` (result: RunResult). */
export interface NodeParams {
  readonly node: string;
  readonly argv?: readonly string[];
}

/** A service changed its state. */
export interface ServiceEvent {
  readonly type: 'service';
  readonly node: string;
  readonly service: string;
  readonly state: string;
  readonly detail: string;
}

/** Ports changed; each with its whole observation. */
export interface ObservationsEvent {
  readonly type: 'observations';
  readonly changes: readonly (readonly [PortName, PortObservation])[];
}

/** Events of the fabric. Method `subscribe` gives those that say how things are at first. */
export type FabricEvent =
  | ObservationsEvent
  | ServiceEvent
  | { readonly type: 'fault'; readonly text: string };
