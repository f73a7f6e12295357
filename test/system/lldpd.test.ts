/** The real lldpd, started by hand in a node of a ring: ours falls silent there, and lldpd's words count. */
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StatusReport } from '../../src/lab/reports.ts';
import { captureLldp } from '../support/lldp-capture.ts';
import { requirePeer } from '../support/peers.ts';
import { PROJECT, Sandbox, noLabs } from '../support/sandbox.ts';
import { Watcher } from '../support/watcher.ts';

const peers = [requirePeer('lldpd', 'lldpd'), requirePeer('tshark', 'tshark')];
const skip = noLabs() || (peers.find((peer) => peer.skip !== false)?.skip ?? false);

const SOCKET = '/run/lldpd.socket';
const PATIENCE_MS = 15_000;
const POLL_MS = 100;
/** Less than lldpd's interval: nothing waits for its next announcement. */
const GAP_MS_MAX = 500;
const FIELDS = ['lldp.tlv.system.desc', 'lldp.port.id.mac', 'lldp.port.id', 'lldp.port.desc'];

/** A neighbour in `lldpcli -f json0`: every element is a list, and a value is called `value`. */
interface Neighbor {
  readonly name: string;
  readonly chassis: readonly { readonly name: readonly { readonly value: string }[] }[];
  readonly port: readonly {
    readonly id: readonly { readonly type: string; readonly value: string }[];
    readonly descr: readonly { readonly value: string }[];
  }[];
}

test('a real lldpd in vm1 of the ring', { skip }, async (t) => {
  const box = new Sandbox();
  after(() => box.end());
  await box.ok('up', join(PROJECT, 'examples/ring.dot'), '--name', box.lab);
  const node = `${box.lab}.vm1`;
  const inVm1 = async (...argv: string[]): Promise<string> => await box.ok('exec', node, '--', ...argv);
  const lldpcli = async (...words: string[]): Promise<string> =>
    await inVm1('lldpcli', '-u', SOCKET, ...words);

  /** All eight verdicts are passes; the observed neighbours and reasons of those that vm1 has a part in. */
  const words = async (): Promise<Record<string, string>> => {
    const { ports, diagnosis } = await box.json<StatusReport>('status', box.lab);
    assert.deepEqual(
      ports.filter(({ verdict }) => verdict !== 'pass'),
      [],
    );
    assert.deepEqual(diagnosis, []);
    const ours = ports.filter(({ node: name, expected }) => name === 'vm1' || /vm1:/.test(expected.join()));
    return Object.fromEntries(
      ours.map(({ node: name, port, observed, reason }) => [
        `${name}:${port}`,
        `${observed.join()} ${reason}`,
      ]),
    );
  };
  const watcher = await Watcher.start(box);
  after(() => watcher.end());
  /** How long each verdict that was a pass was none, milliseconds. */
  const losses = (): readonly number[] =>
    watcher.events.flatMap((event, index) => {
      if (event.before !== 'pass' || event.verdict === 'pass') return [];
      const back = watcher.events.slice(index).find(({ node: name, port, verdict }) => {
        return name === event.node && port === event.port && verdict === 'pass';
      });
      return [Date.parse(back?.time ?? '9999-01-01') - Date.parse(event.time)];
    });

  const lldpd: ChildProcess = box.start([
    'exec',
    node,
    '--',
    'sh',
    '-c',
    `mkdir -p /run/lldpd && exec lldpd -d -u ${SOCKET}`,
  ]);
  lldpd.stdout?.resume();
  lldpd.stderr?.resume();
  await until('lldpd answers', async () => {
    return (await box.run('exec', node, '--', 'lldpcli', '-u', SOCKET, 'show', 'chassis')).status === 0;
  });
  await lldpcli('configure', 'lldp', 'tx-interval', '1');

  await t.test('the verdicts of vm1 and its neighbours stay pass, on lldpd’s words', async () => {
    // Ours is forgotten after its TTL of five seconds at the latest.
    await until('vm2 and vm4 go by the Port Description', async () => {
      const found = await words();
      return ['vm2:eth1', 'vm4:eth2'].every((name) => /matched by Port Description/.test(found[name] ?? ''));
    });
    assert.deepEqual(await words(), {
      'vm1:eth1': 'vm2:eth1 ',
      'vm1:eth2': 'vm4:eth2 ',
      'vm2:eth1': 'vm1:eth1 matched by Port Description',
      'vm4:eth2': 'vm1:eth2 matched by Port Description',
    });
  });

  await t.test('only lldpd speaks on the wire', async () => {
    const { mac } = await address(box, 'vm1', 'eth1');
    const rows = await captureLldp(box, 'vm2:eth1', 4, `ether proto 0x88cc and ether src ${mac}`, FIELDS);
    assert.equal(rows.length, 4);
    for (const row of rows) {
      assert.doesNotMatch(row['lldp.tlv.system.desc'] ?? '', /Wireloom/);
      assert.equal(row['lldp.port.id.mac'], mac);
      assert.equal(row['lldp.port.desc'], 'eth1');
    }
  });

  await t.test('lldpcli sees our neighbours by their names and ports', async () => {
    const seen = async (): Promise<string[]> => {
      const text = await lldpcli('-f', 'json0', 'show', 'neighbors');
      const { lldp } = JSON.parse(text) as { lldp: readonly { interface?: readonly Neighbor[] }[] };
      return lldp.flatMap(({ interface: list = [] }) => list.map(describe)).sort();
    };
    await until('both are seen', async () => (await seen()).length === 2);
    assert.deepEqual(await seen(), [
      'eth1 hears vm2, port ifname eth1 (eth1)',
      'eth2 hears vm4, port ifname eth2 (eth2)',
    ]);
  });

  assert.deepEqual(losses(), [], 'no verdict is lost while lldpd comes and speaks');

  await t.test('with `configure lldp portidsubtype ifname` the Port ID itself fits', async () => {
    await lldpcli('configure', 'lldp', 'portidsubtype', 'ifname');
    await until('the Port ID is matched', async () => {
      const { ports } = await box.json<StatusReport>('status', box.lab);
      return ports.every(({ verdict, reason }) => verdict === 'pass' && reason === '');
    });
    // lldpd says goodbye under its old identity before it speaks under the new one, milliseconds later.
    assert.ok(Math.max(0, ...losses()) < GAP_MS_MAX, losses().join());
    const { mac } = await address(box, 'vm1', 'eth1');
    const rows = await captureLldp(box, 'vm2:eth1', 2, `ether proto 0x88cc and ether src ${mac}`, FIELDS);
    for (const row of rows) {
      assert.doesNotMatch(row['lldp.tlv.system.desc'] ?? '', /Wireloom/);
      assert.equal(row['lldp.port.id'], 'eth1');
    }
  });

  await t.test('ours speaks again when lldpd has ended', async () => {
    lldpd.kill('SIGTERM');
    if (lldpd.exitCode === null && lldpd.signalCode === null) await once(lldpd, 'exit');
    const { mac } = await address(box, 'vm1', 'eth1');
    await until('ours speaks', async () => {
      const rows = await captureLldp(box, 'vm2:eth1', 1, `ether proto 0x88cc and ether src ${mac}`, FIELDS);
      return rows.some((row) => /Wireloom/.test(row['lldp.tlv.system.desc'] ?? ''));
    });
    assert.equal((await box.run('verify', box.lab)).status, 0);
    assert.ok(Math.max(0, ...losses()) < GAP_MS_MAX, losses().join());
  });
});

async function address(box: Sandbox, node: string, port: string): Promise<{ mac: string }> {
  const text = box.tool('ip', '-j', '-n', `${box.lab}.${node}`, 'link', 'show', port);
  return { mac: (JSON.parse(text) as { address: string }[])[0]?.address ?? '' };
}

function describe({ name, chassis, port }: Neighbor): string {
  const { id, descr } = port[0] ?? { id: [], descr: [] };
  return `${name} hears ${chassis[0]?.name[0]?.value}, port ${id[0]?.type} ${id[0]?.value} (${descr[0]?.value})`;
}

async function until(what: string, done: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await done())) {
    assert.ok(performance.now() < deadline, `Not within ${PATIENCE_MS} ms: ${what}`);
    await sleep(POLL_MS);
  }
}
