/**
 * An eventfd: wakes a thread that waits in epoll. Read first: eventfd(2).
 */
import { checked, libc } from './libc.ts';

const EFD_CLOEXEC_NONBLOCK = 0o2004000;

const eventfd: (initial: number, flags: number) => number = libc.func('int eventfd(unsigned int, int)');
const write: (fd: number, buf: Uint8Array, len: number) => number = libc.func(
  'long write(int, const void *, size_t)',
);
const read: (fd: number, buf: Uint8Array, len: number) => number = libc.func(
  'long read(int, void *, size_t)',
);

/** The number one, as the kernel reads it: eight octets, little-endian. */
const ONE = new Uint8Array(new ArrayBuffer(8));
ONE[0] = 1;
const SINK = new Uint8Array(new ArrayBuffer(8));

/** Opens an eventfd that is not signalled; the caller closes the descriptor. */
export function openEventFd(): number {
  return checked(eventfd(0, EFD_CLOEXEC_NONBLOCK), 'open an eventfd');
}

/** Wakes whoever waits for the descriptor. It stays signalled until {@link clearEventFd}. */
export function signalEventFd(fd: number): void {
  checked(write(fd, ONE, ONE.length), 'signal an eventfd');
}

/** Takes the signal back; harmless when there is none. */
export function clearEventFd(fd: number): void {
  read(fd, SINK, SINK.length);
}
