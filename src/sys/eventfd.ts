/**
 * An eventfd: wakes a thread that waits in epoll. Read first: eventfd(2).
 */
import { checked, libc } from './libc.ts';

const EFD_CLOEXEC_NONBLOCK = 0o2004000;

const eventfd: (initial: number, flags: number) => number = libc.func('int eventfd(unsigned int, int)');
const eventfdWrite: (fd: number, value: number) => number = libc.func('int eventfd_write(int, uint64_t)');
const eventfdRead: (fd: number, value: BigUint64Array) => number = libc.func(
  'int eventfd_read(int, uint64_t *)',
);

/** Where the count of signals goes that nobody wants to know. */
const SINK = new BigUint64Array(new ArrayBuffer(8));

/** Opens an eventfd that is not signalled; the caller closes the descriptor. */
export function openEventFd(): number {
  return checked(eventfd(0, EFD_CLOEXEC_NONBLOCK), 'open an eventfd');
}

/** Wakes whoever waits for the descriptor. It stays signalled until {@link clearEventFd}. */
export function signalEventFd(fd: number): void {
  checked(eventfdWrite(fd, 1), 'signal an eventfd');
}

/** Takes the signal back; harmless when there is none. */
export function clearEventFd(fd: number): void {
  eventfdRead(fd, SINK);
}
