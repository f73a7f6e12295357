/**
 * Starts a long-lived process of a lab: detached from the terminal, in its own session, with its output in a log file.
 * It says `ready` on descriptor 1 once it serves; whatever it prints before it ends without that is in its log.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { OperationError } from '../../base/errors.ts';

/** What the child does; resolves when it is ready. */
export interface StartedProcess {
  readonly pid: number;
  readonly ready: Promise<void>;
}

/**
 * @param entry the compiled entry module
 * @param logFile takes what it prints on descriptor 2
 */
export function startProcess(
  role: string,
  entry: URL,
  args: readonly string[],
  logFile: string,
): StartedProcess {
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(process.execPath, ['--no-warnings', fileURLToPath(entry), ...args], {
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'pipe', log],
    // Closing packet sockets waits in the kernel; a wide pool does many at a time.
    env: { ...process.env, UV_THREADPOOL_SIZE: '64' },
  });
  closeSync(log);
  const output = child.stdout as Readable;
  const failed = (): never => {
    const tail = readFileSync(logFile, 'utf8').trim().split('\n').slice(-5).join('\n');
    throw new OperationError(
      'ERR_START_FAILED',
      `Cannot start ${role}: it ended before it was ready\n${tail}`,
    );
  };
  const ready = Promise.race([
    once(output, 'data').then(() => true),
    once(child, 'exit').then(() => false),
    once(child, 'error').then(() => false),
  ]).then((started) => {
    if (!started) failed();
    output.destroy();
    child.unref();
  });
  return { pid: child.pid ?? 0, ready };
}
