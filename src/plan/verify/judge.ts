/**
 * Plan against wire for a whole lab. {@link Judge} is kept up to date by events and costs one port an event;
 * {@link judge} does the same at once for observations that were collected.
 */
import type { Plan, PortName } from '../plan.ts';
import { lackingAddresses } from './diagnosis/address.ts';
import { diagnose } from './diagnosis/diagnose.ts';
import { evaluatePort, type PortEvaluation } from './evaluate-port.ts';
import { type Expectation, expectations, expectSilence, uncheckedPorts } from './expectation.ts';
import { compareNatural } from './natural-order.ts';
import { LabNames } from './lab-names.ts';
import type { Diagnosis, Observations, PortObservation, PortVerdict } from './observation.ts';
import { nodeOf } from './words.ts';

/** All that the comparison of a lab with its plan says. */
export interface Judgement {
  /** Sorted naturally by node and port. */
  readonly verdicts: readonly PortVerdict[];
  readonly diagnosis: readonly Diagnosis[];
  /** Linked ports whose cable nothing proves, in plan order. */
  readonly notChecked: readonly PortName[];
}

/** Judges a lab once. */
export function judge(plan: Plan, observations: Observations): Judgement {
  const keeper = new Judge(plan);
  for (const [port, observation] of observations) keeper.update(port, observation);
  return { verdicts: keeper.verdicts(), diagnosis: keeper.diagnosis(), notChecked: keeper.notChecked };
}

/** Keeps verdicts and diagnosis of one lab while observations come in. */
export class Judge {
  /** Linked ports whose cable nothing proves, in plan order. */
  readonly notChecked: readonly PortName[];
  readonly #expected: Map<PortName, Expectation>;
  readonly #names: LabNames;
  readonly #observations = new Map<PortName, PortObservation>();
  readonly #evaluations = new Map<PortName, PortEvaluation>();
  /** Ports that are not a pass, and ports that lack an address. */
  readonly #suspects = new Set<PortName>();
  #order: PortName[] | null = null;
  #verdicts: readonly PortVerdict[] | null = null;
  #diagnosis: readonly Diagnosis[] | null = null;

  constructor(plan: Plan) {
    this.#expected = new Map(expectations(plan));
    this.#names = new LabNames(plan, this.#expected);
    this.notChecked = uncheckedPorts(this.#expected);
    for (const expectation of this.#expected.values()) this.#evaluate(expectation);
  }

  /**
   * Takes what is known about a port now. A port that is not in the plan, of a node that is, counts once it hears
   * somebody; ports of hubs, of switches that do not speak, and of other nodes have no verdict and are ignored.
   *
   * @param observation kept, not copied
   * @returns whether the port's verdict changed
   */
  update(port: PortName, observation: PortObservation): boolean {
    const expectation = this.#expected.get(port) ?? this.#expectNothing(port);
    if (expectation === null) return false;
    const before = this.verdict(port);
    this.#observations.set(port, observation);
    this.#evaluate(expectation);
    this.#diagnosis = null;
    const changed = !sameVerdict(before, this.verdict(port));
    if (changed) this.#verdicts = null;
    return changed;
  }

  /** The verdict of one port; null where nothing is checked and nothing is wrong. */
  verdict(port: PortName): PortVerdict | null {
    return this.#evaluations.get(port)?.verdict ?? null;
  }

  /** All verdicts, sorted naturally by node and port; the same array until one changes. */
  verdicts(): readonly PortVerdict[] {
    if (this.#verdicts === null) {
      this.#order ??= [...this.#expected.keys()].sort(compareNatural);
      this.#verdicts = this.#order.map((port) => this.verdict(port)).filter((one) => one !== null);
    }
    return this.#verdicts;
  }

  /** What is wrong in the whole lab; the same array until an observation comes in. */
  diagnosis(): readonly Diagnosis[] {
    this.#diagnosis ??= diagnose(
      { expected: this.#expected, observations: this.#observations, evaluations: this.#evaluations },
      this.#suspects,
    );
    return this.#diagnosis;
  }

  #evaluate(expectation: Expectation): void {
    const { name } = expectation;
    const observation = this.#observations.get(name);
    const evaluation = evaluatePort(expectation, observation, this.#names);
    this.#evaluations.set(name, evaluation);
    const passes = evaluation.verdict === null || evaluation.verdict.verdict === 'pass';
    // A port of which nothing was reported yet is not a sign of anything wrong.
    const isWrong = !passes && observation !== undefined;
    if (isWrong || lackingAddresses(expectation, observation).length > 0) this.#suspects.add(name);
    else this.#suspects.delete(name);
  }

  // An interface that somebody added to a node of the lab.
  #expectNothing(port: PortName): Expectation | null {
    if (!this.#names.speaks(nodeOf(port))) return null;
    const expectation = expectSilence(port);
    this.#expected.set(port, expectation);
    this.#order = null;
    return expectation;
  }
}

function sameVerdict(a: PortVerdict | null, b: PortVerdict | null): boolean {
  if (a === null || b === null) return a === b;
  return a.verdict === b.verdict && a.reason === b.reason && a.observed.join(' ') === b.observed.join(' ');
}
