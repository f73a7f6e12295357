/**
 * `npm run bench -- bringup [part…]`: how fast labs come up, are proved and go down, and how fast a changed wire is
 * named; Mininet in the same run. Parts: ring, linear, detect, tools. Needs root, and Mininet for `linear`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { renderDotFile, renderYamlFile } from './support/big-lab.ts';
import { linearLab } from './support/linear-lab.ts';
import type { Row } from './support/measure.ts';
import { median, printTable, seconds } from './support/measure.ts';
import { PROJECT, Sandbox, lineThat } from '../test/support/sandbox.ts';

const parts = process.argv.slice(2);
const rows: Row[] = [];

function wanted(part: string): boolean {
  return parts.length === 0 || parts.includes(part);
}

function row(what: string, value: number, unit: string, limit: number, peer = ''): void {
  rows.push({
    what,
    ours: `${value.toFixed(3)} ${unit}`,
    peer,
    target: `<= ${limit} ${unit}`,
    met: value <= limit,
  });
}

async function withSandbox(work: (box: Sandbox) => Promise<void>): Promise<void> {
  const box = new Sandbox();
  try {
    await work(box);
  } finally {
    await box.end();
  }
}

async function ring(): Promise<void> {
  const ups: number[] = [];
  const downs: number[] = [];
  await withSandbox(async (box) => {
    const file = join(PROJECT, 'examples/ring.dot');
    for (let round = 0; round < 15; round += 1) {
      ups.push(await seconds(() => box.ok('up', file, '--name', box.lab)));
      downs.push(await seconds(() => box.ok('down', box.lab)));
    }
  });
  row('ring of 4: the whole up until verified', median(ups), 's', 0.8);
  row('ring of 4: the whole down', median(downs), 's', 0.5);
}

async function linear(): Promise<void> {
  const COUNT = 100;
  const ours = { up: [] as number[], stop: [] as number[] };
  const theirs = { up: [] as number[], stop: [] as number[] };
  await withSandbox(async (box) => {
    const file = box.file('linear.lab.yml', linearLab(COUNT));
    for (let round = 0; round < 3; round += 1) {
      ours.up.push(await seconds(() => box.ok('up', file, '--name', box.lab)));
      ours.stop.push(await seconds(() => box.ok('down', box.lab)));
      const script = join(PROJECT, 'bench/support/mininet-linear.py');
      const unshare = [
        '--kill-child',
        '-m',
        '-n',
        '-p',
        '-f',
        '--mount-proc',
        'python3',
        script,
        String(COUNT),
      ];
      const printed = execFileSync('unshare', unshare, {
        encoding: 'utf8',
        env: { ...process.env, PATH: `/usr/bin:${process.env['PATH']}` },
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const times = JSON.parse(printed.trim().split('\n').at(-1) ?? '{}') as { up: number; stop: number };
      theirs.up.push(times.up);
      theirs.stop.push(times.stop);
    }
  });
  for (const [what, key, limit] of [
    ['start, verified', 'up', 0.5],
    ['stop', 'stop', 0.2],
  ] as const) {
    const [own, peer] = [median(ours[key]), median(theirs[key])];
    rows.push({
      what: `linear,100 with bridges: ${what}`,
      ours: `${own.toFixed(2)} s, ratio ${(own / peer).toFixed(2)}`,
      peer: `Mininet ${peer.toFixed(2)} s`,
      target: `ratio <= ${limit}`,
      met: own / peer <= limit,
    });
  }
}

async function detect(): Promise<void> {
  const lost: number[] = [];
  const swapped: number[] = [];
  await withSandbox(async (box) => {
    await box.ok('up', join(PROJECT, 'examples/ring.dot'), '--name', box.lab);
    const redirect = (from: string, to: string): void => {
      const filter = ['protocol', 'all', 'pref', '1', 'u32', 'match', 'u32', '0', '0'];
      box.tool('tc', '-n', box.lab, 'filter', 'del', 'dev', from, 'ingress');
      box.tool(
        'tc',
        '-n',
        box.lab,
        'filter',
        'add',
        'dev',
        from,
        'ingress',
        ...filter,
        'action',
        'mirred',
        'egress',
        'redirect',
        'dev',
        to,
      );
    };
    const wire = (one: string, other: string): void => {
      redirect(one, other);
      redirect(other, one);
    };
    for (let round = 0; round < 9; round += 1) {
      const events = box.start(['events', box.lab]);
      const seen = async <T>(
        pick: (event: { type: string; text: string; time: string }) => T | undefined,
      ): Promise<T> =>
        await lineThat(events.stdout as NodeJS.ReadableStream, (line) => pick(JSON.parse(line)));
      await new Promise((resolve) => setTimeout(resolve, 400));
      const cutAt = Date.now();
      box.tool('ip', '-n', `${box.lab}.vm1`, 'link', 'set', 'eth1', 'down');
      // The event's own time is when the verdict changed; the command's start is when the carrier went at the earliest.
      lost.push(
        await seen((event) =>
          event.type === 'verdict' && event.text.startsWith('vm2:eth1')
            ? Date.parse(event.time) - cutAt
            : undefined,
        ),
      );
      box.tool('ip', '-n', `${box.lab}.vm1`, 'link', 'set', 'eth1', 'up');
      events.kill();
      await box.ok('verify', box.lab);
      const watcher = box.start(['events', box.lab]);
      await new Promise((resolve) => setTimeout(resolve, 400));
      wire('vm1.eth1', 'vm4.eth1');
      wire('vm3.eth2', 'vm2.eth1');
      const swappedAt = Date.now();
      swapped.push(
        await lineThat(watcher.stdout as NodeJS.ReadableStream, (line) => {
          const event = JSON.parse(line) as { type: string; text: string; time: string };
          return event.type === 'diagnosis' && /swapped/.test(event.text)
            ? Date.parse(event.time) - swappedAt
            : undefined;
        }),
      );
      wire('vm1.eth1', 'vm2.eth1');
      wire('vm3.eth2', 'vm4.eth1');
      watcher.kill();
      await box.ok('verify', box.lab);
    }
  });
  row('carrier lost -> verdict changed, in events', median(lost), 'ms', 100);
  row('two links swapped by tc -> named as a swap', median(swapped), 'ms', 1000);
}

async function tools(): Promise<void> {
  await withSandbox(async (box) => {
    const time = (...args: string[]): number => {
      const all: number[] = [];
      for (let round = 0; round < 9; round += 1) {
        const start = performance.now();
        const done = spawnSync(process.execPath, [join(PROJECT, 'bin/wireloom.js'), ...args], {
          env: box.env,
          encoding: 'utf8',
        });
        if (done.status !== 0) throw new Error(`${args.join(' ')}: ${done.stderr}`);
        all.push((performance.now() - start) / 1000);
      }
      return median(all);
    };
    const COUNT = 10_000;
    row(
      'validate a DOT file of 10,000 links',
      time('validate', box.file('big.dot', renderDotFile(COUNT))),
      's',
      3,
    );
    row(
      'validate a YAML file of 10,000 links',
      time('validate', box.file('big.lab.yml', renderYamlFile(COUNT))),
      's',
      3,
    );
    row('wireloom --help', time('--help'), 's', 0.25);
    await box.ok('up', join(PROJECT, 'examples/ring.dot'), '--name', box.lab);
    row('status of a small lab', time('status', box.lab), 's', 0.25);
  });
}

if (wanted('ring')) await ring();
if (wanted('linear')) await linear();
if (wanted('detect')) await detect();
if (wanted('tools')) await tools();
printTable(rows);
process.exitCode = rows.every(({ met }) => met) ? 0 : 1;
