/**
 * Reads a lab file from disk into a plan. Loads no FFI: this is all that `validate`, `plan`, `graph` and `export`
 * need, on any system.
 */
import { constants, openSync, closeSync, fstatSync, readFileSync, readdirSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import type { ErrorCode } from '../base/errors.ts';
import { OperationError, UsageError } from '../base/errors.ts';
import { LAB_FILE_SIZE_MAX } from '../base/limits.ts';
import { parseDot } from '../plan/dot/dot-parser.ts';
import { detectFormat, loadPlan } from '../plan/load.ts';
import { decodeLabFile } from '../plan/text/decode-lab-file.ts';
import type { Plan } from '../plan/plan.ts';
import type { SourceProblem } from '../plan/source.ts';
import { formatProblem } from '../plan/source.ts';

/** How a file is read. */
export interface LoadOptions {
  /** Name of the lab; else the file's `name:`, else the file's own name. */
  readonly name?: string;
  /** Warnings are errors. */
  readonly strict?: boolean;
}

/** A file that was read. */
export interface LoadedLabFile {
  readonly path: string;
  /** Null when there are errors. */
  readonly plan: Plan | null;
  readonly problems: readonly SourceProblem[];
}

/**
 * Reads a lab file and says everything that is wrong with it.
 *
 * @throws OperationError ERR_FILE_NOT_FOUND, ERR_FILE_ACCESS, ERR_FILE_TOO_LARGE; errors in the text do not throw
 */
export function readLabFile(file: string, options: LoadOptions = {}): LoadedLabFile {
  const path = resolve(file);
  const decoded = decodeLabFile(readBounded(path));
  if ('problems' in decoded) return { path, plan: null, problems: decoded.problems };
  const format = detectFormat(path);
  if (format === null) {
    throw new UsageError(
      `Cannot tell the notation of ${displayPath(path)}: its name must end in .yml, .yaml, .dot or .gv`,
    );
  }
  const source = {
    text: decoded.text,
    path,
    format,
    ...(options.name === undefined ? {} : { name: options.name }),
  };
  const { plan, problems } = loadPlan(source, parseDot);
  if (!options.strict) return { path, plan, problems };
  const strict = problems.map((problem) => ({ ...problem, severity: 'error' as const }));
  return { path, plan: strict.length > 0 ? null : plan, problems: strict };
}

/**
 * Reads a lab file that has to be right.
 *
 * @param onWarning is given each warning as a line of text
 * @throws OperationError ERR_LAB_FILE whose message has every error, one a line
 */
export function loadLabFile(
  file: string,
  options: LoadOptions = {},
  onWarning: (line: string) => void = () => {},
): Plan {
  const { path, plan, problems } = readLabFile(file, options);
  const shown = displayPath(path);
  for (const problem of problems)
    if (problem.severity === 'warning') onWarning(formatProblem(shown, problem));
  if (plan !== null) return plan;
  const errors = problems
    .filter((problem) => problem.severity === 'error')
    .map((problem) => formatProblem(shown, problem));
  throw new OperationError('ERR_LAB_FILE', errors.join('\n'), { file: path, problems });
}

/** A path as a person would write it here. */
export function displayPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short === '' || short.startsWith('..') ? path : short;
}

/** The one lab file of a folder. @throws UsageError when there is none, or more than one */
export function findLabFile(folder = '.'): string {
  const files = readdirSync(folder)
    .filter((name) => /\.(?:lab|clab)\.ya?ml$|\.dot$|\.gv$/.test(name))
    .sort();
  const [first] = files;
  if (files.length === 1 && first !== undefined) return first;
  if (files.length === 0) {
    throw new UsageError(
      'No lab file given, and there is none in this folder: name one, as in "wireloom up ring.dot"',
    );
  }
  throw new UsageError(`No lab file given, and this folder has several: ${files.join(', ')}`);
}

/** Whether an argument is meant as a file, not as the name of a lab. */
export function looksLikeFile(argument: string): boolean {
  return argument.includes('/') || /\.(?:ya?ml|dot|gv)$/.test(argument);
}

function readBounded(path: string): Uint8Array {
  try {
    // A pipe that nobody writes to must not hold us up.
    const fd = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stat = fstatSync(fd);
      if (stat.isDirectory())
        throw new OperationError('ERR_FILE_ACCESS', `Cannot read ${displayPath(path)}: it is a folder`);
      if (!stat.isFile())
        throw new OperationError(
          'ERR_FILE_ACCESS',
          `Cannot read ${displayPath(path)}: it is no regular file`,
        );
      if (stat.size > LAB_FILE_SIZE_MAX) {
        throw new OperationError(
          'ERR_FILE_TOO_LARGE',
          `Cannot read ${basename(path)}: current size is ${stat.size} octets, must be at most ${LAB_FILE_SIZE_MAX}`,
        );
      }
      return readFileSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch (cause) {
    if (cause instanceof OperationError) throw cause;
    const error = cause as NodeJS.ErrnoException;
    const code: ErrorCode = error.code === 'ENOENT' ? 'ERR_FILE_NOT_FOUND' : 'ERR_FILE_ACCESS';
    const why =
      error.code === 'ENOENT'
        ? 'there is no such file'
        : error.code === 'EACCES'
          ? 'permission denied'
          : error.message;
    throw new OperationError(code, `Cannot read ${displayPath(path)}: ${why}`, { file: path }, { cause });
  }
}
