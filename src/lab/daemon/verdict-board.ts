/**
 * Keeps the verdicts of a running lab: feeds observations to the judge, remembers since when each verdict stands, and
 * tells what changed. The diagnosis is told a little later than the verdicts: one re-cabling reaches several ports
 * within milliseconds, and half of it would be explained wrongly.
 */
import type { Plan, PortName } from '../../plan/plan.ts';
import { Judge } from '../../plan/verify/judge.ts';
import type { Diagnosis, PortObservation, PortVerdict } from '../../plan/verify/observation.ts';
import type { DiagnosisReport, PortReport } from '../reports.ts';

const DIAGNOSIS_DELAY_MS = 60;
const POLL_MS = 50;

/** Is told what changed. */
export interface BoardListener {
  verdictChanged(report: PortReport, before: PortVerdict['verdict']): void;
  diagnosisChanged(diagnosis: readonly Diagnosis[]): void;
}

/** See the file's head. */
export class VerdictBoard {
  readonly #judge: Judge;
  readonly #listener: BoardListener;
  readonly #known = new Map<PortName, PortReport>();
  readonly #waiters = new Set<() => void>();
  #diagnosis = '[]';
  #timer: NodeJS.Timeout | undefined;
  #changedAt = Number.NEGATIVE_INFINITY;

  constructor(plan: Plan, listener: BoardListener) {
    this.#judge = new Judge(plan);
    this.#listener = listener;
    const since = new Date().toISOString();
    for (const verdict of this.#judge.verdicts()) this.#known.set(nameOf(verdict), report(verdict, since));
  }

  /** Takes in what was observed. */
  update(changes: readonly (readonly [PortName, PortObservation])[]): void {
    const names = changes
      .filter(([name, observation]) => this.#judge.update(name, observation))
      .map(([name]) => name);
    const now = new Date().toISOString();
    if (changes.length > 0) this.#changedAt = performance.now();
    let changed = false;
    for (const name of names) {
      const verdict = this.#judge.verdict(name);
      if (verdict === null) {
        // A port outside the plan that has fallen silent again.
        this.#known.delete(name);
        continue;
      }
      const before = this.#known.get(name);
      changed = true;
      const since = before !== undefined && before.verdict === verdict.verdict ? before.since : now;
      const after = report(verdict, since);
      this.#known.set(name, after);
      this.#listener.verdictChanged(after, before?.verdict ?? 'no-info');
    }
    if (changed) for (const wake of this.#waiters) wake();
    this.#timer ??= setTimeout(() => this.#tellDiagnosis(), DIAGNOSIS_DELAY_MS);
  }

  /** All verdicts, in plan order. */
  reports(): PortReport[] {
    return [...this.#known.values()];
  }

  diagnosis(): DiagnosisReport[] {
    return this.#judge.diagnosis().map(({ kind, text, ports }) => ({ kind, text, ports: [...ports] }));
  }

  notChecked(): PortName[] {
    return [...this.#judge.notChecked];
  }

  /** How many verdicts pass, of how many. */
  count(): { readonly passed: number; readonly total: number } {
    let passed = 0;
    for (const { verdict } of this.#known.values()) if (verdict === 'pass') passed += 1;
    return { passed, total: this.#known.size };
  }

  /** How long nothing new has been observed, milliseconds. */
  quietMs(): number {
    return performance.now() - this.#changedAt;
  }

  /**
   * Waits until every verdict passes, the time is over, or `enough` says so.
   *
   * @param onChange is told whenever a verdict changed meanwhile
   */
  async settled(
    timeoutMs: number,
    signal: AbortSignal,
    onChange: () => void,
    enough = (): boolean => false,
  ): Promise<void> {
    const done = (): boolean => {
      const { passed, total } = this.count();
      return passed === total || enough();
    };
    if (done() || timeoutMs <= 0 || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        clearInterval(poll);
        this.#waiters.delete(wake);
        signal.removeEventListener('abort', finish);
        resolve();
      };
      const wake = (): void => {
        onChange();
        if (done()) finish();
      };
      const timer = setTimeout(finish, timeoutMs);
      // Time alone may make it enough.
      const poll = setInterval(wake, POLL_MS);
      signal.addEventListener('abort', finish);
      this.#waiters.add(wake);
    });
  }

  /** Ends its timer. */
  close(): void {
    clearTimeout(this.#timer);
  }

  #tellDiagnosis(): void {
    this.#timer = undefined;
    const diagnosis = this.#judge.diagnosis();
    const text = JSON.stringify(diagnosis);
    if (text === this.#diagnosis) return;
    this.#diagnosis = text;
    this.#listener.diagnosisChanged(diagnosis);
  }
}

function nameOf(verdict: { readonly node: string; readonly port: string }): PortName {
  return `${verdict.node}:${verdict.port}`;
}

function report(verdict: PortVerdict, since: string): PortReport {
  return { ...verdict, expected: [...verdict.expected], observed: [...verdict.observed], since };
}
