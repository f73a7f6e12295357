/**
 * Check `via`: frames from one node to an address really pass the named ports. Marked echo requests are sent one
 * after the other, and every one must be seen exactly once at each port.
 */
import { randomBytes } from 'node:crypto';
import type { PlanCheck } from '../../plan/plan.ts';
import { FrameTap } from '../../sys/frame-tap.ts';
import { pingInside } from '../../sys/icmp-probe.ts';
import { inNetns } from '../../sys/namespace.ts';
import { listLinks } from '../../sys/netlink/link.ts';
import { RouteSocket } from '../../sys/netlink/socket.ts';
import type { CheckHost, CheckOutcome } from './check-host.ts';
import { netnsOf } from './check-host.ts';

type ViaCheck = Extract<PlanCheck, { type: 'via' }>;

const MARK_LEN = 16;

interface Witness {
  readonly port: string;
  readonly tap: FrameTap;
  /** How often each mark was seen. */
  readonly seen: Map<string, number>;
}

/** Runs the check. */
export async function checkVia(host: CheckHost, check: ViaCheck): Promise<CheckOutcome> {
  const netnsFd = netnsOf(host, check.from);
  const witnesses: Witness[] = [];
  const marks = Array.from({ length: check.count }, () => randomBytes(MARK_LEN));
  let answered = 0;
  try {
    for (const port of check.ports) witnesses.push({ port, tap: openTap(host, port), seen: new Map() });
    // The first request resolves neighbours on the way; it carries no mark.
    await pingInside(netnsFd, check.to, { count: 1, timeoutMs: check.timeoutMs });
    for (const mark of marks) {
      const answer = await pingInside(netnsFd, check.to, {
        count: 1,
        timeoutMs: check.timeoutMs / check.count,
        payload: mark,
      });
      answered += answer.received;
      for (const witness of witnesses) count(witness, marks);
    }
  } finally {
    for (const { tap } of witnesses) tap.close();
  }
  if (answered < check.count)
    return { ok: false, detail: `${check.to} answered ${answered} of ${check.count} requests` };
  const wrong = witnesses.flatMap(({ port, seen }) => {
    const once = marks.filter((mark) => seen.get(mark.toString('hex')) === 1).length;
    return once === check.count ? [] : [`${port} saw ${once} of ${check.count} frames exactly once`];
  });
  if (wrong.length > 0) return { ok: false, detail: wrong.join(', ') };
  return { ok: true, detail: `${check.count} frames passed ${check.ports.join(', ')}` };
}

/** Echo requests only: an answer carries the same mark. */
function count(witness: Witness, marks: readonly Buffer[]): void {
  const ECHO_TYPES = [8, 128];
  const ICMP_HEADER_LEN = 8;
  witness.tap.read((frame) => {
    for (const mark of marks) {
      const offset = frame.indexOf(mark);
      if (offset < ICMP_HEADER_LEN || !ECHO_TYPES.includes(frame[offset - ICMP_HEADER_LEN] ?? 0)) continue;
      const key = mark.toString('hex');
      witness.seen.set(key, (witness.seen.get(key) ?? 0) + 1);
    }
  });
}

function openTap(host: CheckHost, name: string): FrameTap {
  const [node = '', port = ''] = name.split(':');
  return inNetns(netnsOf(host, node), () => {
    const socket = new RouteSocket();
    try {
      const link = listLinks(socket).find((candidate) => candidate.name === port);
      if (link === undefined) throw new Error(`port "${name}" does not exist`);
      return new FrameTap(link.ifindex);
    } finally {
      socket.close();
    }
  });
}
