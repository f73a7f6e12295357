/**
 * The error types of the project and the one table of their codes. An operation that fails throws an
 * {@link OperationError} with a stable code; a program matches on the code, a person reads the message and the
 * remedy. `docs/errors.md` lists the same table, and a test keeps both equal.
 */

/** What each code means and what its reader can do: one row a code, never reused for another meaning. */
export const ERROR_TABLE = {
  ERR_USAGE: {
    cause: 'The command line cannot be understood.',
    remedy: 'Run the command with --help.',
  },
  ERR_FILE_NOT_FOUND: { cause: 'A named file does not exist.', remedy: 'Check the path.' },
  ERR_FILE_ACCESS: {
    cause: 'A file cannot be read or written by this user.',
    remedy: 'Check the owner and the mode.',
  },
  ERR_FILE_TOO_LARGE: {
    cause: 'A file is larger than the limit for its kind.',
    remedy: 'Split the lab, or see docs/limits.md.',
  },
  ERR_LAB_FILE: {
    cause: 'The lab file has errors.',
    remedy: 'Each error names line and column, what was found and what is allowed.',
  },
  ERR_LAB_NOT_FOUND: {
    cause: 'No lab of that name is known to this user.',
    remedy: 'List the labs with "wireloom status --all".',
  },
  ERR_LAB_AMBIGUOUS: { cause: 'Several labs or lab files fit.', remedy: 'Name the one that is meant.' },
  ERR_LAB_NAME_TAKEN: {
    cause: 'A lab of this name runs from another file.',
    remedy: 'Take that lab down, or give this one another name.',
  },
  ERR_LAB_CHANGED: {
    cause: 'The lab runs, and its file says something else now.',
    remedy: 'Run "wireloom up --fresh" to rebuild it.',
  },
  ERR_LAB_BUSY: { cause: 'Another command works on this lab.', remedy: 'Wait for it, or end it.' },
  ERR_LAB_BROKEN: {
    cause: 'A process of the lab has died, so the lab cannot answer.',
    remedy: 'Run "wireloom down", then "wireloom up".',
  },
  ERR_NODE_NOT_FOUND: {
    cause: 'The lab has no node of that name.',
    remedy: 'List the nodes with "wireloom status".',
  },
  ERR_PORT_NOT_FOUND: {
    cause: 'The lab has no port of that name.',
    remedy: 'List the ports with "wireloom status".',
  },
  ERR_NODE_KIND: {
    cause: 'The operation does not exist for a node of this kind.',
    remedy: 'See the kinds in the documentation of the lab file.',
  },
  ERR_NAME_IN_USE: {
    cause: 'Something that is not of this lab already has the name that the lab needs.',
    remedy: 'Remove that thing, or rename the lab.',
  },
  ERR_PERMISSION: {
    cause: 'The kernel refuses the operation to this user.',
    remedy: 'Run as root.',
  },
  ERR_PLATFORM: {
    cause: 'The command needs Linux.',
    remedy: 'Run it on Linux; validate, graph, plan and export run everywhere.',
  },
  ERR_SYSTEM_CALL: { cause: 'A system call failed.', remedy: 'The message names the call and the reason.' },
  ERR_NETLINK: {
    cause: 'The kernel refused a network configuration message.',
    remedy: 'The message names the object and the reason.',
  },
  ERR_EXEC_FAILED: {
    cause: 'A command could not be run in a node, or ended with a status other than zero.',
    remedy: 'The message has the last lines of its output.',
  },
  ERR_SERVICE_NOT_READY: {
    cause: 'A service did not become ready in time.',
    remedy: 'The message has the last lines of its output; or give it a longer timeout.',
  },
  ERR_START_FAILED: {
    cause: 'A process of the lab did not start.',
    remedy: 'The message has the last lines of its log.',
  },
  ERR_TIMEOUT: {
    cause: 'An operation did not end in time.',
    remedy: 'Try again, or give a longer --timeout.',
  },
  ERR_CANCELLED: { cause: 'The user interrupted the operation.', remedy: 'Nothing: its work was undone.' },
  ERR_JOURNAL: {
    cause: 'The journal of the lab cannot be written or read.',
    remedy: 'Free space or fix the mode of the state folder.',
  },
  ERR_PROTOCOL: {
    cause: 'A peer on a control socket sent something that is not of the protocol.',
    remedy: 'Use the same version of Wireloom for all commands of a lab.',
  },
  ERR_NOT_SUPPORTED: {
    cause: 'The lab file asks for something that this version does not build.',
    remedy: 'The message names it; see docs/limits.md.',
  },
} as const;

/** A stable error code: a key of {@link ERROR_TABLE}. */
export type ErrorCode = keyof typeof ERROR_TABLE;

/** Plain data about a failure: node, link, step, exit status. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/** An operation failed in a way that the caller can act on. Match on `code`, never on the text. */
export class OperationError extends Error {
  override name = 'OperationError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  /**
   * @param code stable code, a row of {@link ERROR_TABLE}
   * @param message `Cannot <action> <object>: …`, sentence case, no full stop
   * @param details plain data, sent over control sockets as it is
   * @param options `cause`: the error that led to this one
   */
  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
}

/** The command line cannot be understood; the program ends with status 64. */
export class UsageError extends OperationError {
  override name = 'UsageError';

  constructor(message: string, details: ErrorDetails = {}) {
    super('ERR_USAGE', message, details);
  }
}
