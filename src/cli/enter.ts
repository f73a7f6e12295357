/**
 * Runs a program inside a node with this terminal's own input and output, and ends with its status.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import type { Lab } from '../api/lab.ts';
import { inNamespacesOf } from '../sys/enter.ts';
import { fail, EXIT_EXEC_FAILED } from './exit.ts';
import { OperationError } from '../base/errors.ts';

/** Signals that are passed on; those of the keyboard reach the program by the terminal itself. */
const FORWARDED = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGCONT'] as const;
const KEYBOARD = ['SIGINT', 'SIGQUIT'] as const;
const STATUS_NOT_FOUND = 127;
const STATUS_NOT_EXECUTABLE = 126;

/** Runs the program to its end and sets the exit status: its own, or 128 + signal. */
export async function enter(
  lab: Lab,
  node: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const entrance = await lab.entrance(node);
  lab.close();
  const [command = '', ...args] = argv;
  const here = process.cwd();
  const terminal = process.env['TERM'] === undefined ? {} : { TERM: process.env['TERM'] };
  const child = inNamespacesOf(entrance.pid, () =>
    spawn(command, args, {
      cwd: existsSync(here) ? here : '/',
      env: { ...terminal, ...entrance.env, ...env },
      stdio: 'inherit',
    }),
  );
  for (const signal of FORWARDED) process.on(signal, () => child.kill(signal));
  for (const signal of KEYBOARD)
    process.on(signal, () => void (process.stdin.isTTY === true || child.kill(signal)));
  await new Promise<void>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      const what = `Cannot run "${command}" in node "${node}": ${error.code === 'ENOENT' ? 'there is no such program' : error.message}`;
      const status =
        { ENOENT: STATUS_NOT_FOUND, EACCES: STATUS_NOT_EXECUTABLE }[error.code ?? ''] ?? EXIT_EXEC_FAILED;
      fail(new OperationError('ERR_EXEC_FAILED', what), status);
      resolve();
    });
    child.once('exit', (code, signal) => {
      process.exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
      resolve();
    });
  });
  for (const signal of [...FORWARDED, ...KEYBOARD]) process.removeAllListeners(signal);
}
