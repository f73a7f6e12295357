/**
 * Where something stands in a lab file, and what is wrong with it. All errors of a file are collected and reported
 * in one run; positions are 1-based lines and columns as editors count them (a column is one UTF-16 unit).
 */

/** A place in a text file. */
export interface SourcePosition {
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
}

/** One finding about a lab file. */
export interface SourceProblem extends SourcePosition {
  readonly severity: 'error' | 'warning';
  /** What was found, as `Cannot …: current value is …, must be …` or a plain statement; one sentence, no full stop. */
  readonly message: string;
}

/** Writes a finding as `FILE:LINE:COLUMN: severity: message`. */
export function formatProblem(file: string, problem: SourceProblem): string {
  return `${file}:${problem.line}:${problem.column}: ${problem.severity}: ${problem.message}`;
}
