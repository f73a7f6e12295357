/**
 * Runs one check of the lab file, with our own sockets inside the node: no ping, curl or ip is needed there. A check
 * that cannot be carried out fails with the reason; it never throws.
 */
import type { PlanCheck } from '../../plan/plan.ts';
import { pingInside } from '../../sys/icmp-probe.ts';
import { connectTcpInside } from '../../sys/tcp-probe.ts';
import type { CheckResult } from '../fabric/protocol.ts';
import type { CheckHost, CheckOutcome } from './check-host.ts';
import { netnsOf } from './check-host.ts';
import { checkHttp } from './http.ts';
import { checkVia } from './via.ts';

/** Runs a check to its end. */
export async function runCheck(host: CheckHost, check: PlanCheck): Promise<CheckResult> {
  try {
    return { name: check.name, ...(await outcome(host, check)) };
  } catch (error) {
    return { name: check.name, ok: false, detail: (error as Error).message };
  }
}

async function outcome(host: CheckHost, check: PlanCheck): Promise<CheckOutcome> {
  switch (check.type) {
    case 'ping': {
      const { from, to, count, timeoutMs } = check;
      const answer = await pingInside(netnsOf(host, from), to, { count, timeoutMs });
      if (answer.received >= count)
        return { ok: true, detail: `${to} answered in ${(answer.rttMs ?? 0).toFixed(1)} ms` };
      const why = answer.reason === '' ? '' : ` (${answer.reason})`;
      return {
        ok: false,
        detail: `${to} answered ${answer.received} of ${answer.sent} requests within ${timeoutMs} ms${why}`,
      };
    }
    case 'isolated': {
      const { from, to, timeoutMs } = check;
      const answer = await pingInside(netnsOf(host, from), to, { count: 1, timeoutMs });
      if (answer.received === 0) return { ok: true, detail: `${to} did not answer ${answer.sent} requests` };
      return { ok: false, detail: `${to} answered, and must not` };
    }
    case 'tcp': {
      const { from, to, port, timeoutMs } = check;
      const answer = await connectTcpInside(netnsOf(host, from), to, port, timeoutMs);
      if (answer.connected) return { ok: true, detail: `${to} port ${port} accepts` };
      return { ok: false, detail: `${to} port ${port}: ${answer.reason}` };
    }
    case 'http':
      return await checkHttp(netnsOf(host, check.from), check);
    case 'via':
      return await checkVia(host, check);
    case 'exec': {
      const { node, command, status, stdout, timeoutMs } = check;
      const result = await host.node(node).run(command.argv, { timeoutMs });
      if (result.status !== status) {
        return {
          ok: false,
          detail: `ended with status ${result.status}, must be ${status}: ${result.stderr.trim()}`,
        };
      }
      const printed = result.stdout.trim();
      if (stdout !== null && printed !== stdout.trim()) {
        return { ok: false, detail: `printed "${printed}", must be "${stdout.trim()}"` };
      }
      return { ok: true, detail: `ended with status ${status}` };
    }
  }
}
