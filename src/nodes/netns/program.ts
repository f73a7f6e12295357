/**
 * Programs inside a node that the fabric starts: one-shot ones whose output is collected, and ones whose output goes
 * to a log file. A log is a plain file descriptor, not a pipe, so that a program outlives the process that started it.
 */
import type { ChildProcess, StdioOptions } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { OperationError } from '../../base/errors.ts';
import { inNamespacesOf } from '../../sys/enter.ts';
import type { ProcessIdentity } from '../../sys/process.ts';
import type { RunOptions, RunResult } from '../node-kind.ts';

/** What is kept of a program's output, octets for each stream; the rest is dropped and said. */
const OUTPUT_LEN_MAX = 1024 * 1024;

/**
 * Starts a program inside the namespaces of `anchor`, in a session of its own.
 *
 * @throws OperationError ERR_EXEC_FAILED when there is no such program (status 127 in details)
 */
export function spawnInNode(
  anchor: ProcessIdentity,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  stdio: StdioOptions,
): ChildProcess {
  const [command = '', ...args] = argv;
  return inNamespacesOf(anchor.pid, () => spawn(command, args, { cwd: '/', env, stdio, detached: true }));
}

/** The exit status as a shell gives it: 128 + signal number for a killed program. */
export function exitStatus(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}

/** Runs a program to its end. @throws OperationError when it cannot be started */
export async function runInNode(
  node: string,
  anchor: ProcessIdentity,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  options: RunOptions,
): Promise<RunResult> {
  const child = spawnInNode(anchor, argv, { ...env, ...options.env }, ['ignore', 'pipe', 'pipe']);
  const stdout = collect(child, 'stdout');
  const stderr = collect(child, 'stderr');
  const timer =
    options.timeoutMs === undefined
      ? undefined
      : setTimeout(() => killGroup(child, 'SIGKILL'), options.timeoutMs);
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    return { status: exitStatus(code, signal), stdout: stdout(), stderr: stderr() };
  } catch (cause) {
    throw new OperationError(
      'ERR_EXEC_FAILED',
      `Cannot run "${argv[0] ?? ''}" in node "${node}": ${(cause as Error).message}`,
      { node, status: 127 },
      { cause },
    );
  } finally {
    clearTimeout(timer);
  }
}

/** Sends a signal to a program and what it started. */
export function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, signal);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause;
  }
}

function collect(child: ChildProcess, stream: 'stdout' | 'stderr'): () => string {
  const chunks: Buffer[] = [];
  let len = 0;
  child[stream]?.on('data', (chunk: Buffer) => {
    if (len < OUTPUT_LEN_MAX) chunks.push(chunk);
    len += chunk.length;
  });
  return () => {
    const text = Buffer.concat(chunks).toString('utf8');
    return len > OUTPUT_LEN_MAX ? `${text}\n[${len - text.length} octets dropped]\n` : text;
  };
}
