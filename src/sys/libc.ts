/**
 * The C library, bound once for a thread: the only place that loads it. Functions are declared next to their use with
 * {@link libc}; all are libc's own, never system-call numbers, so that every architecture works.
 *
 * Memory rule: a buffer that native code knows only by its address is garbage-collected unless a long-lived object
 * holds it. Buffers that are passed for one call are safe.
 */
import { constants } from 'node:os';
import koffi from 'koffi';
import { OperationError } from '../base/errors.ts';

/** The C library of this process. */
export const libc = koffi.load('libc.so.6');

const ERRNO_NAMES = new Map<number, string>(
  Object.entries(constants.errno).map(([name, value]) => [value, name]),
);

const strerror = libc.func('const char *strerror(int errnum)');

/** The number that the last failed call of this thread left; read it before the next call. */
export function lastErrno(): number {
  return koffi.errno();
}

/** `EPERM` and the like; the number itself where the platform has no name for it. */
export function errnoName(errno: number): string {
  return ERRNO_NAMES.get(errno) ?? `errno ${errno}`;
}

/** The address of a buffer's first octet; the caller keeps the buffer alive for as long as the address is used. */
export function addressOf(buffer: ArrayBufferView): number {
  return Number(koffi.address(buffer));
}

/**
 * Throws for a failed call, as ERR_PERMISSION for EPERM and EACCES, else as ERR_SYSTEM_CALL.
 *
 * @param call the call and its object as a person reads it: `open /run/netns/ring.vm1`
 */
export function failed(call: string, errno: number = lastErrno()): never {
  const code =
    errno === constants.errno.EPERM || errno === constants.errno.EACCES
      ? 'ERR_PERMISSION'
      : 'ERR_SYSTEM_CALL';
  throw new OperationError(code, `Cannot ${call}: ${errnoName(errno)}, ${strerror(errno)}`, {
    call,
    errno: errnoName(errno),
  });
}

/** Returns `result`, or throws as {@link failed} does when it is negative. */
export function checked(result: number, call: string): number {
  return result < 0 ? failed(call) : result;
}
