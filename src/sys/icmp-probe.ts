/**
 * Echo requests sent from inside a network namespace by this process, through an ICMP datagram socket ("ping socket")
 * of that namespace, driven by Node as any datagram socket. No ping program is needed.
 *
 * ```
 *  0                   1                   2                   3
 * |     Type (8)  |   Code (8)    |         Checksum (16)         |
 * |       Identifier (16)         |      Sequence number (16)     |
 * |                            Data …                             |
 * ```
 * @see icmp(7); RFC 792, RFC 4443 section 4.1
 */
import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { checked, libc } from './libc.ts';
import { inNetns } from './namespace.ts';

const AF_INET = 2;
const AF_INET6 = 10;
const SOCK_DGRAM = 2;
const SOCK_NONBLOCK = 0x800;
const SOCK_CLOEXEC = 0x80000;
const IPPROTO_ICMP = 1;
const IPPROTO_ICMPV6 = 58;
const ECHO_REQUEST = 8;
const ECHO_REQUEST_V6 = 128;
const ECHO_REPLY = 0;
const ECHO_REPLY_V6 = 129;
const HEADER_LEN = 8;
/** While an answer is missing, the request is sent again after this time. */
const INTERVAL_MS = 200;

const cSocket = libc.func('int socket(int domain, int type, int protocol)');

/** What came of the requests. */
export interface PingAnswer {
  readonly sent: number;
  readonly received: number;
  /** Of the first answer, milliseconds; null without any. */
  readonly rttMs: number | null;
  /** Why sending failed, as errno name; empty when it did not. */
  readonly reason: string;
}

function openPingSocket(netnsFd: number, v6: boolean): Socket {
  const fd = inNetns(netnsFd, () => {
    // The kernel allows these sockets to no group until told otherwise; it is a setting of this namespace alone.
    writeFileSync('/proc/sys/net/ipv4/ping_group_range', `0 ${process.getegid?.() ?? 0}`);
    const type = SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
    return checked(
      cSocket(v6 ? AF_INET6 : AF_INET, type, v6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP),
      'open an ICMP socket',
    );
  });
  const socket = createSocket(v6 ? 'udp6' : 'udp4');
  socket.bind({ fd });
  return socket;
}

/**
 * Sends echo requests until `count` have been answered or the time is over.
 *
 * @param to address as text
 * @param payload octets after the header; copied
 */
export async function pingInside(
  netnsFd: number,
  to: string,
  options: { readonly count: number; readonly timeoutMs: number; readonly payload?: Uint8Array },
): Promise<PingAnswer> {
  const v6 = to.includes(':');
  const socket = openPingSocket(netnsFd, v6);
  const answered = new Set<number>();
  const sentAt = new Map<number, number>();
  let rttMs: number | null = null;
  let reason = '';
  let wake: () => void = () => {};
  socket.on('message', (message) => {
    if (message.length < HEADER_LEN || message[0] !== (v6 ? ECHO_REPLY_V6 : ECHO_REPLY)) return;
    const seq = message.readUInt16BE(6);
    const started = sentAt.get(seq);
    if (started === undefined) return;
    rttMs ??= performance.now() - started;
    answered.add(seq);
    wake();
  });
  socket.on('error', (error) => {
    reason = (error as NodeJS.ErrnoException).code ?? error.message;
  });
  const deadline = performance.now() + options.timeoutMs;
  try {
    while (answered.size < options.count && performance.now() < deadline) {
      const seq = (sentAt.size + 1) & 0xffff;
      sentAt.set(seq, performance.now());
      socket.send(echoRequest(v6, seq, options.payload ?? new Uint8Array(32)), 1, to, (error) => {
        if (error !== null) reason = (error as NodeJS.ErrnoException).code ?? error.message;
      });
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await Promise.race([woken, sleep(Math.min(INTERVAL_MS, Math.max(1, deadline - performance.now())))]);
    }
  } finally {
    socket.close();
  }
  return { sent: sentAt.size, received: answered.size, rttMs, reason };
}

/** The kernel fills in identifier and checksum. */
function echoRequest(v6: boolean, seq: number, payload: Uint8Array): Buffer {
  const message = Buffer.alloc(HEADER_LEN + payload.length);
  message[0] = v6 ? ECHO_REQUEST_V6 : ECHO_REQUEST;
  message.writeUInt16BE(seq, 6);
  message.set(payload, HEADER_LEN);
  return message;
}
