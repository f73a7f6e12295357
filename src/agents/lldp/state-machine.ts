/**
 * What the three machines of an agent have in common: one state with one writer, a count for each state entered, and a
 * log of transitions with their reasons. The machines run on conditions rather than on events, as the figures of the
 * standard do: `run` takes transitions until none is due, and actions belong to the entry of a state.
 */
import type { LldpAdminStatus, TransitionLog } from './config.ts';

/** Microseconds of a second; the standard counts in seconds, the machines in microseconds. */
export const US_PER_S = 1_000_000;

/** The global variables of 9.2.5 that all machines of one agent read; only the port writes them. */
export interface LldpGlobals {
  /** The port can send and receive: administratively up, with carrier. */
  portEnabled: boolean;
  adminStatus: LldpAdminStatus;
}

/** A machine with its state. */
export abstract class LldpMachine<State extends string> {
  readonly #name: string;
  readonly #log: TransitionLog | undefined;
  readonly #entered: Record<State, number>;
  #state: State;

  /** @param states all states; the machine begins in the first, which counts as entered once */
  constructor(name: string, states: readonly [State, ...State[]], log: TransitionLog | undefined) {
    this.#name = name;
    this.#log = log;
    this.#state = states[0];
    this.#entered = Object.fromEntries(states.map((state) => [state, 0])) as Record<State, number>;
    this.#entered[this.#state] = 1;
  }

  get state(): State {
    return this.#state;
  }

  /** How many times each state was entered. */
  get entered(): Readonly<Record<State, number>> {
    return this.#entered;
  }

  /** Changes the state; the only place that does. */
  protected enter(state: State, reason: string): void {
    this.#log?.(this.#name, this.#state, state, reason);
    this.#state = state;
    this.#entered[state] += 1;
  }
}

/** Tells whether adminStatus lets the agent send. */
export function maySend(globals: LldpGlobals): boolean {
  return globals.adminStatus === 'enabledRxTx' || globals.adminStatus === 'enabledTxOnly';
}

/** Tells whether adminStatus lets the agent receive. */
export function mayReceive(globals: LldpGlobals): boolean {
  return globals.adminStatus === 'enabledRxTx' || globals.adminStatus === 'enabledRxOnly';
}
