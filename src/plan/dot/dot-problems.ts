/**
 * Collects what is wrong with a DOT file, and words how the text is shown in a message. All errors of a file come in
 * one run, up to a bound; a file that has more is taken for something else than DOT, and the rest of it is not read.
 */
import { LAB_FILE_ERRORS_MAX } from '../../base/limits.ts';
import type { SourcePosition, SourceProblem } from '../source.ts';

/** Characters of the file that one message shows. */
const SHOWN_LEN_MAX = 40;

/** Ends the reading of a file; thrown by {@link DotProblems} and caught by `parseDot` alone. */
export class StopReading extends Error {
  override name = 'StopReading';
}

/** The findings of one file. */
export class DotProblems {
  readonly #list: SourceProblem[] = [];

  /** Adds an error. */
  error(at: SourcePosition, message: string): void {
    this.#add({ ...at, severity: 'error', message });
  }

  /** Adds a warning. */
  warning(at: SourcePosition, message: string): void {
    this.#add({ ...at, severity: 'warning', message });
  }

  /** Adds an error after which reading on is of no use; never returns. */
  stop(at: SourcePosition, message: string): never {
    this.#list.push({ ...at, severity: 'error', message });
    throw new StopReading();
  }

  /** All findings in the order of the text (an error about a block's start may be found at its end). */
  sorted(): readonly SourceProblem[] {
    return this.#list.toSorted((a, b) => a.line - b.line || a.column - b.column);
  }

  #add(problem: SourceProblem): void {
    if (this.#list.length >= LAB_FILE_ERRORS_MAX) {
      this.stop(
        problem,
        `Found more than ${LAB_FILE_ERRORS_MAX} problems, the rest of the file was not read`,
      );
    }
    this.#list.push(problem);
  }
}

/** Text of the file between double quotes, shortened, with line ends and control characters as `\u` escapes. */
export function quoteForMessage(text: string): string {
  return JSON.stringify(shorten(text));
}

/** Cuts a long text for a message, and marks the cut. */
export function shorten(text: string): string {
  return text.length <= SHOWN_LEN_MAX ? text : `${text.slice(0, SHOWN_LEN_MAX)}…`;
}

/** Names the control character at `offset`, as in `the control character U+0000`. */
export function controlName(text: string, offset: number): string {
  return `the control character U+${text.charCodeAt(offset).toString(16).toUpperCase().padStart(4, '0')}`;
}
