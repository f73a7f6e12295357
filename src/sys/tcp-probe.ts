/**
 * TCP connections made inside a network namespace by this process: the socket is opened there (a socket belongs to
 * the namespace it was made in) and given to Node, which connects and drives it like any other.
 */
import type { SocketConstructorOpts } from 'node:net';
import { Socket } from 'node:net';
import { checked, libc } from './libc.ts';
import { inNetns } from './namespace.ts';

const AF_INET = 2;
const AF_INET6 = 10;
const SOCK_STREAM = 1;
const SOCK_NONBLOCK = 0x800;
const SOCK_CLOEXEC = 0x80000;

const cSocket = libc.func('int socket(int domain, int type, int protocol)');

/** How a connection attempt ended. */
export interface ConnectAnswer {
  readonly connected: boolean;
  /** `ECONNREFUSED`, `ETIMEDOUT` and so on; empty when connected. */
  readonly reason: string;
}

/** Makes an unconnected TCP socket inside a namespace. @param host an address as text, which decides the family */
export function tcpSocketInside(netnsFd: number, host: string): Socket {
  const family = host.includes(':') ? AF_INET6 : AF_INET;
  const fd = inNetns(netnsFd, () =>
    checked(cSocket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), 'open a TCP socket'),
  );
  // Reading begins when the socket is connected; before, the kernel says ENOTCONN. The option is what a server's
  // `pauseOnConnect` sets; its type is not published.
  const options: SocketConstructorOpts & { pauseOnCreate: boolean } = {
    fd,
    readable: true,
    writable: true,
    pauseOnCreate: true,
  };
  const socket = new Socket(options);
  socket.once('connect', () => socket.resume());
  return socket;
}

/** Tries to connect, and closes at once. */
export async function connectTcpInside(
  netnsFd: number,
  host: string,
  port: number,
  timeoutMs: number,
): Promise<ConnectAnswer> {
  const socket = tcpSocketInside(netnsFd, host);
  return await new Promise<ConnectAnswer>((resolve) => {
    const finish = (connected: boolean, reason: string): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ connected, reason });
    };
    const timer = setTimeout(() => finish(false, 'ETIMEDOUT'), timeoutMs);
    socket.once('connect', () => finish(true, ''));
    socket.once('error', (error) => finish(false, (error as NodeJS.ErrnoException).code ?? error.message));
    socket.connect(port, host);
  });
}
