/**
 * The collector of findings about one lab file: each said once, in the order of the file, bounded.
 */
import { LAB_FILE_ERRORS_MAX } from '../base/limits.ts';
import { escapeControls } from '../base/printable.ts';
import type { SourcePosition, SourceProblem } from './source.ts';

/** Collects problems; a second one with the same place and text is dropped (a default that ten nodes inherit). */
export class ProblemList {
  readonly #problems: SourceProblem[] = [];
  readonly #seen = new Set<string>();
  #errorCount = 0;

  /** True once an error was added. */
  get hasErrors(): boolean {
    return this.#errorCount > 0;
  }

  /** Adds an error at a place. */
  error(at: SourcePosition, message: string): void {
    this.add({ line: at.line, column: at.column, severity: 'error', message });
  }

  /** Adds a warning at a place. */
  warning(at: SourcePosition, message: string): void {
    this.add({ line: at.line, column: at.column, severity: 'warning', message });
  }

  /** Adds a warning whose text is said only at its first place in the file. */
  warnOnce(at: SourcePosition, message: string): void {
    if (this.#seen.has(message)) return;
    this.#seen.add(message);
    this.warning(at, message);
  }

  /** Adds a problem. Its text may quote the file, so what would move a terminal's cursor is shown by its number. */
  add(found: SourceProblem): void {
    const problem = { ...found, message: escapeControls(found.message) };
    const key = `${problem.line}:${problem.column}:${problem.severity}:${problem.message}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    if (problem.severity === 'error') this.#errorCount += 1;
    this.#problems.push(problem);
  }

  /** Adds all of another reader's problems. */
  addAll(problems: readonly SourceProblem[]): void {
    for (const problem of problems) this.add(problem);
  }

  /** All problems by place, errors first at one place; beyond {@link LAB_FILE_ERRORS_MAX} they are only counted. */
  sorted(): SourceProblem[] {
    const all = this.#problems.toSorted(comparePlaces);
    const extra = all.length - LAB_FILE_ERRORS_MAX;
    if (extra <= 0) return all;
    // A cap that leaves only warnings would hide why nothing is built.
    const kept = all
      .toSorted((a, b) => rankOf(a) - rankOf(b))
      .slice(0, LAB_FILE_ERRORS_MAX)
      .toSorted(comparePlaces);
    const last = kept[kept.length - 1]!;
    const severity = this.hasErrors ? 'error' : 'warning';
    kept.push({ line: last.line, column: last.column, severity, message: `and ${extra} more problems` });
    return kept;
  }
}

function comparePlaces(a: SourceProblem, b: SourceProblem): number {
  return a.line - b.line || a.column - b.column || rankOf(a) - rankOf(b);
}

function rankOf(problem: SourceProblem): number {
  return problem.severity === 'error' ? 0 : 1;
}
