/**
 * An exclusive lock on a file, held by this process until released or until it dies, whatever kills it.
 *
 * @see flock(2)
 */
import { closeSync, fstatSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs';
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
  /** Releases it and removes the file; who waits for it takes a new one. */
  remove(): void;
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
  const deadline = performance.now() + timeoutMs;
  for (let waited = false; performance.now() <= deadline && signal?.aborted !== true; ) {
    const fd = openSync(path, 'a', 0o600);
    if (cFlock(fd, LOCK_EX | LOCK_NB) === 0) {
      if (isStill(path, fd)) return heldLock(path, fd);
      closeSync(fd);
      continue;
    }
    const errno = lastErrno();
    closeSync(fd);
    if (errno !== constants.errno.EWOULDBLOCK) failed(`lock ${path}`, errno);
    if (!waited) onWait();
    waited = true;
    await sleep(POLL_MS);
  }
  return null;
}

/** Its last holder may have removed the file between our opening and our locking it. */
function isStill(path: string, fd: number): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && found.ino === fstatSync(fd).ino;
}

function heldLock(path: string, fd: number): FileLock {
  return {
    release: () => closeSync(fd),
    remove: () => {
      rmSync(path, { force: true });
      closeSync(fd);
    },
  };
}
