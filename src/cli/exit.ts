/** Exit statuses, and how a failure is told: one or more lines on standard error, with the remedy. */
import { ERROR_TABLE, OperationError } from '../base/errors.ts';
import { paintError } from './paint.ts';

/** The operation failed. */
export const EXIT_FAILED = 1;
/** The wire differs from the plan. */
export const EXIT_DIFFERS = 2;
/** Wrong usage (EX_USAGE of sysexits.h). */
export const EXIT_USAGE = 64;
/** The user interrupted us: 128 + SIGINT, as a shell has it. */
const EXIT_INTERRUPTED = 130;
/** `exec`: we failed, not the command (as `docker exec` has it). */
export const EXIT_EXEC_FAILED = 125;

/** Errors whose message says everything: a remedy below would only repeat it. */
const WITHOUT_REMEDY = new Set([
  'ERR_USAGE',
  'ERR_LAB_FILE',
  'ERR_FILE_NOT_FOUND',
  'ERR_CANCELLED',
  'ERR_LAB_BROKEN',
  'ERR_EXEC_FAILED',
]);

/** Prints why a command failed, and sets the exit status. @param status what a failure of this command gives */
export function fail(error: unknown, status = EXIT_FAILED): void {
  if (isSystemError(error)) {
    // A full disk, a folder of somebody else: the system's own sentence, and no stack, for it is no bug of ours.
    process.stderr.write(`${paintError('error')}: ${error.message}\n`);
    process.exitCode = status;
    return;
  }
  if (!(error instanceof OperationError)) {
    process.stderr.write(
      `${paintError('error')}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exitCode = status;
    return;
  }
  // The lines of a lab file's errors begin with their place, as compilers write it: editors jump there.
  const head = error.code === 'ERR_LAB_FILE' ? '' : `${paintError('error')}: `;
  process.stderr.write(`${head}${error.message}\n`);
  if (!WITHOUT_REMEDY.has(error.code))
    process.stderr.write(`${ERROR_TABLE[error.code].remedy} (${error.code})\n`);
  process.exitCode =
    error.code === 'ERR_USAGE' ? EXIT_USAGE : error.code === 'ERR_CANCELLED' ? EXIT_INTERRUPTED : status;
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}
