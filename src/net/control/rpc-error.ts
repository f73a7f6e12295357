/** Errors across a control socket: an OperationError keeps its code, text and details on the way. */
import type { ErrorCode, ErrorDetails } from '../../base/errors.ts';
import { ERROR_TABLE, OperationError } from '../../base/errors.ts';

/** An error as a message carries it. */
export interface RpcError {
  readonly code: string;
  readonly message: string;
  readonly details: ErrorDetails;
}

/** Writes an error as plain data. */
export function toRpcError(error: unknown): RpcError {
  if (error instanceof OperationError)
    return { code: error.code, message: error.message, details: error.details };
  const { syscall, code } = error as NodeJS.ErrnoException;
  if (typeof syscall === 'string' && typeof code === 'string') {
    // The system refused a file or a socket: a full disk, a missing folder.
    const what = `Cannot go on: ${(error as Error).message}`;
    return { code: 'ERR_SYSTEM_CALL', message: what, details: { errno: code } };
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 'ERR_PROTOCOL', message: `Internal error: ${stack}`, details: {} };
}

/** Reads an error that came as plain data; one without a code of ours becomes ERR_PROTOCOL. */
export function fromRpcError(value: unknown): OperationError {
  const error = (typeof value === 'object' && value !== null ? value : {}) as Partial<RpcError>;
  const code =
    typeof error.code === 'string' && error.code in ERROR_TABLE ? (error.code as ErrorCode) : 'ERR_PROTOCOL';
  return new OperationError(
    code,
    String(error.message ?? 'The peer failed without a reason'),
    error.details ?? {},
  );
}
