/**
 * An exclusive lock on a file, held by this process until released or until it dies, whatever kills it.
 *
 * @see flock(2)
 */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { failed, lastErrno, libc } from './libc.ts';

const LOCK_EX = 2;
const LOCK_NB = 4;
const POLL_MS = 10;

const cFlock = libc.func('int flock(int fd, int operation)');

/** A held lock. */
export interface FileLock {
  release(): void;
}

/**
 * Waits for the lock.
 *
 * @param onWait called once when somebody else holds it
 * @param signal aborting it ends the waiting
 * @returns null when it was not to be had within `timeoutMs`, or when the waiting was aborted
 */
export async function lockFile(
  path: string,
  timeoutMs: number,
  onWait: () => void = () => {},
  signal?: AbortSignal,
): Promise<FileLock | null> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const fd = openSync(path, 'a', 0o600);
  const deadline = performance.now() + timeoutMs;
  for (let waited = false; cFlock(fd, LOCK_EX | LOCK_NB) !== 0; ) {
    if (lastErrno() !== constants.errno.EWOULDBLOCK) failed(`lock ${path}`);
    if (performance.now() > deadline || signal?.aborted === true) {
      closeSync(fd);
      return null;
    }
    if (!waited) onWait();
    waited = true;
    await sleep(POLL_MS);
  }
  return { release: () => closeSync(fd) };
}
