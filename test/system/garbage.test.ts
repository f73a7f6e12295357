/**
 * A port that is flooded with LLDPDUs of every bad kind: all other verdicts stay right and on time, the flood is
 * counted, and the processes of the lab neither end nor grow.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { CounterReport, StatusReport } from '../../src/lab/reports.ts';
import { statusReportSchema } from '../../src/lab/reports.ts';
import type { FloodReport } from '../support/lldp-flood.ts';
import { PROJECT, Sandbox, noLabs } from '../support/sandbox.ts';
import { Watcher } from '../support/watcher.ts';
import { WireHands } from '../support/wire-hands.ts';

const skip = noLabs();
const FLOOD = join(PROJECT, 'dist/test/support/lldp-flood.js');

/** The ring, with room for oversized frames on the link that is flooded. */
const LAB = `
topology:
  nodes: { vm1: {}, vm2: {}, vm3: {}, vm4: {} }
  links:
    - { endpoints: ["vm1:eth1", "vm2:eth1"], mtu: 9000 }
    - endpoints: ["vm2:eth2", "vm3:eth1"]
    - endpoints: ["vm3:eth2", "vm4:eth1"]
    - endpoints: ["vm4:eth2", "vm1:eth2"]
`;

const RATE = 100_000;
const SECONDS = 3;
const LEN_MAX = 8000;
/** Half of the rate at least must come about for the test to mean something, on a slow machine too. */
const SENT_MIN = (RATE * SECONDS) / 2;
/** When the wire is changed, and by when that has to be named, milliseconds. */
const CHANGE_MS = 500;
const SWAP_MS_MAX = 1_500;
const CUT_MS_MAX = 500;
/** How much a process may grow, KiB. */
const GROWTH_KIB_MAX = 64 * 1024;

test('a port that floods bad LLDPDUs harms no other verdict', { skip }, async (t) => {
  const box = new Sandbox();
  after(() => box.end());
  const hands = new WireHands(box);
  await box.ok('up', box.file(`${box.lab}.lab.yml`, LAB));
  const watcher = await Watcher.start(box);
  after(() => watcher.end());
  const before = box.processes();
  const memory = residentKib(before);

  const flood = async (): Promise<FloodReport> => {
    const argv = ['netns', 'exec', `${box.lab}.vm1`, process.execPath, FLOOD];
    const numbers = [RATE, SECONDS, LEN_MAX].map(String);
    const { stdout } = await promisify(execFile)('ip', [...argv, 'eth1', ...numbers], { env: box.env });
    return JSON.parse(stdout) as FloodReport;
  };
  /** Floods, changes the wire meanwhile, and says how long it took until that was named. */
  const floodDuring = async (change: () => void, named: RegExp): Promise<{ ms: number; sent: number }> => {
    const flooding = flood();
    await sleep(CHANGE_MS);
    const start = performance.now();
    change();
    await watcher.diagnosed((texts) => texts.some((text) => named.test(text)));
    const ms = performance.now() - start;
    const { sent } = await flooding;
    return { ms, sent };
  };

  let sentTotal = 0;
  await t.test('nothing but the flooded port changes its verdict', async () => {
    const fromMs = Date.now();
    const { sent } = await flood();
    t.diagnostic(`${sent} frames in ${SECONDS} s`);
    sentTotal += sent;
    assert.ok(sent >= SENT_MIN, `sent ${sent}`);
    const changed = watcher.events
      .filter(({ type, time }) => type === 'verdict' && Date.parse(time) >= fromMs)
      .map(({ node, port }) => `${node}:${port}`);
    assert.deepEqual([...new Set(changed)], ['vm2:eth1']);
    await watcher.healed();
  });

  await t.test('the flood is counted', async () => {
    const report = await box.json<StatusReport>('status', box.lab, '--counters');
    assert.deepEqual(statusReportSchema.parse(report), report);
    const counters = new Map(report.counters?.map((row) => [`${row.node}:${row.port}`, row]));
    const flooded = counters.get('vm2:eth1') as CounterReport;
    t.diagnostic(JSON.stringify(flooded));
    // What a veth drops because the receiver's processor is busy has not arrived; the kernel counts it on the way.
    const onTheWay =
      wireDrops(box, 'vm1', 'eth1') +
      wireDrops(box, '', 'vm1.eth1') +
      wireDrops(box, '', 'vm2.eth1') +
      wireDrops(box, 'vm2', 'eth1');
    t.diagnostic(`${onTheWay} lost on the way`);
    assert.ok(flooded.framesIn + flooded.queueDrops + onTheWay >= sentTotal, JSON.stringify(flooded));
    // Three in four are malformed, and of the rest most find no room.
    assert.ok(flooded.framesDiscarded >= flooded.framesIn / 2);
    assert.ok(flooded.neighborsDropped > 0);
    assert.equal(counters.get('vm3:eth1')?.framesDiscarded, 0);
    assert.match(await box.ok('status', box.lab, '--counters'), /^vm2 +eth1 +\d+ +\d+ +[1-9]\d+/m);
  });

  await t.test('two links that are swapped meanwhile are named in time', async () => {
    const { ms, sent } = await floodDuring(() => {
      hands.join('vm2:eth2', 'vm4:eth1');
      hands.join('vm3:eth2', 'vm3:eth1');
    }, /vm2:eth2|vm4:eth1/);
    t.diagnostic(`named after ${ms.toFixed(0)} ms, ${sent} frames`);
    assert.ok(ms <= SWAP_MS_MAX, `${ms}`);
    hands.join('vm2:eth2', 'vm3:eth1');
    hands.join('vm3:eth2', 'vm4:eth1');
    await watcher.healed();
  });

  await t.test('a link that is cut meanwhile is named in time', async () => {
    const { ms, sent } = await floodDuring(() => hands.setPort('vm3:eth2', 'down'), /vm3:eth2/);
    t.diagnostic(`named after ${ms.toFixed(0)} ms, ${sent} frames`);
    assert.ok(ms <= CUT_MS_MAX, `${ms}`);
    hands.setPort('vm3:eth2', 'up');
    await watcher.healed();
  });

  await t.test('the processes of the lab are the same as before and have not grown', async () => {
    assert.deepEqual(
      before.filter((pid) => !box.processes().includes(pid)),
      [],
    );
    const now = residentKib(before);
    for (const [pid, kib] of now) {
      const growth = kib - (memory.get(pid) ?? 0);
      t.diagnostic(`process ${pid}: ${kib} KiB, grown by ${growth}`);
      assert.ok(growth <= GROWTH_KIB_MAX, `process ${pid} has grown by ${growth} KiB`);
    }
    await watcher.healed();
  });
});

/** Frames that an interface dropped, both ways. */
function wireDrops(box: Sandbox, node: string, dev: string): number {
  interface Stats {
    readonly stats64: {
      readonly rx: { readonly dropped: number };
      readonly tx: { readonly dropped: number };
    };
  }
  const netns = node === '' ? box.lab : `${box.lab}.${node}`;
  const [link] = JSON.parse(box.tool('ip', '-n', netns, '-j', '-s', 'link', 'show', dev)) as Stats[];
  return (link?.stats64.rx.dropped ?? 0) + (link?.stats64.tx.dropped ?? 0);
}

function residentKib(pids: readonly number[]): Map<number, number> {
  return new Map(
    pids.map((pid) => {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      return [pid, Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0)];
    }),
  );
}
