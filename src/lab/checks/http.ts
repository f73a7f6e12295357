/** Check `http`: a GET request from inside a node, with the status and, if asked for, a part of the body. */
import { request } from 'node:http';
import type { PlanCheck } from '../../plan/plan.ts';
import { tcpSocketInside } from '../../sys/tcp-probe.ts';
import type { CheckOutcome } from './check-host.ts';

/** What is read of a body at most, octets. */
const BODY_LEN_MAX = 1024 * 1024;

type HttpCheck = Extract<PlanCheck, { type: 'http' }>;

/** Runs the check. @param netnsFd the node's namespace; the plan's URL has an address as its host */
export async function checkHttp(netnsFd: number, check: HttpCheck): Promise<CheckOutcome> {
  const url = new URL(check.url);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? 80 : Number(url.port);
  return await new Promise<CheckOutcome>((resolve) => {
    const fail = (error: Error): void => {
      const reason = (error as NodeJS.ErrnoException).code ?? error.message;
      resolve({ ok: false, detail: `${check.url}: ${reason}` });
    };
    const socket = tcpSocketInside(netnsFd, host);
    // The request gives a deaf socket no listener before it is connected.
    socket.on('error', fail);
    const message = request(url, {
      // No `agent`, not even `false`: with one, Node connects by itself, from this machine instead of the node.
      signal: AbortSignal.timeout(check.timeoutMs),
      createConnection: () => socket.connect(port, host),
    });
    message.on('error', fail);
    message.on('response', (response) => {
      const chunks: Buffer[] = [];
      let len = 0;
      response.on('data', (chunk: Buffer) => {
        len += chunk.length;
        if (len <= BODY_LEN_MAX) chunks.push(chunk);
        else response.destroy();
      });
      response.on('close', () =>
        resolve(judge(check, response.statusCode ?? 0, Buffer.concat(chunks).toString('utf8'))),
      );
      response.on('error', fail);
    });
    message.end();
  });
}

function judge(check: HttpCheck, status: number, body: string): CheckOutcome {
  if (status !== check.status)
    return { ok: false, detail: `${check.url}: status ${status}, must be ${check.status}` };
  if (check.contains !== null && !body.includes(check.contains)) {
    return { ok: false, detail: `${check.url}: the body does not contain "${check.contains}"` };
  }
  return { ok: true, detail: `${check.url}: status ${status}` };
}
