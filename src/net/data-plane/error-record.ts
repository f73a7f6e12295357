/** Errors on their way between threads: structured cloning keeps the text of an Error and loses its code. */
import { OperationError } from '../../base/errors.ts';
import type { ErrorRecord } from './messages.ts';

/** What is sent of an error; one without a code is a bug, and its stack is what helps. */
export function errorRecord(error: unknown): ErrorRecord {
  if (error instanceof OperationError) {
    return { code: error.code, message: error.message, details: error.details };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: null, message, details: { stack: error instanceof Error ? error.stack : undefined } };
}

/** Makes an error of what was sent. */
export function errorFromRecord(record: ErrorRecord): Error {
  if (record.code !== null) return new OperationError(record.code, record.message, record.details);
  return new Error(record.message, { cause: record.details });
}
