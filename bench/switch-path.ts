/**
 * The switch's packet-socket path against a kernel bridge, in one run, alternating: 60-octet frames a second, unpaced
 * and counted at the receiver, and one TCP stream. Needs root and ip(8). Read the ratios; the numbers are the
 * machine's. Run: `node dist/bench/switch-path.js [rounds]`.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { PACKET_SOCKET_BUFFER_SIZE } from '../src/base/limits.ts';
import { DataPlane } from '../src/net/data-plane/data-plane.ts';
import { ETH_P_ALL, openPacketSocket } from '../src/sys/packet-socket.ts';

const SECONDS = 2;
const PREFIX = `wlb${process.pid.toString(36)}`;
const BRIDGE = `${PREFIX}br`;
const SENDER = { namespace: `${PREFIX}n1`, port: `${PREFIX}p1`, mac: '020000000001', address: '10.98.0.1' };
const RECEIVER = { namespace: `${PREFIX}n2`, port: `${PREFIX}p2`, mac: '020000000002', address: '10.98.0.2' };
const NODES = [SENDER, RECEIVER];

type Path = 'switch' | 'bridge';

function ip(...args: string[]): string {
  return execFileSync('ip', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function buildNodes(): void {
  for (const { namespace, port, mac, address } of NODES) {
    const colons = mac.replace(/..(?=.)/g, '$&:');
    ip('netns', 'add', namespace);
    const far = ['name', 'eth0', 'index', '2', 'address', colons, 'netns', namespace];
    ip('link', 'add', 'name', port, 'type', 'veth', 'peer', ...far);
    ip('link', 'set', 'dev', port, 'addrgenmode', 'none', 'up');
    ip('-n', namespace, 'link', 'set', 'dev', 'eth0', 'addrgenmode', 'none', 'up');
    ip('-n', namespace, 'address', 'add', `${address}/24`, 'dev', 'eth0');
  }
}

function removeNodes(): void {
  for (const { namespace } of NODES) {
    try {
      ip('netns', 'delete', namespace);
    } catch {
      // It was not made: the run failed before it.
    }
  }
}

/** Runs `body` while the two ends are joined in one of the two ways. */
async function joined(path: Path, body: () => Promise<number>): Promise<number> {
  if (path === 'bridge') {
    ip('link', 'add', 'name', BRIDGE, 'type', 'bridge');
    ip('link', 'set', 'dev', BRIDGE, 'addrgenmode', 'none', 'up');
    for (const { port } of NODES) ip('link', 'set', 'dev', port, 'master', BRIDGE);
    const result = await body().finally(() => ip('link', 'delete', 'dev', BRIDGE));
    return result;
  }
  const plane = await DataPlane.start();
  try {
    await plane.addSwitch({ id: 's', name: 's', hub: false, lldp: 'speak' });
    for (const { port } of NODES) {
      const ifindex = Number(readFileSync(`/sys/class/net/${port}/ifindex`, 'utf8'));
      const bufferSize = PACKET_SOCKET_BUFFER_SIZE;
      const fd = openPacketSocket({ ifindex, protocol: ETH_P_ALL, vnetHeader: true, bufferSize });
      await plane.addPort({ switchId: 's', name: port, fd });
    }
    return await body();
  } finally {
    await plane.stop();
  }
}

function start(namespace: string, script: string, ...args: string[]): ReturnType<typeof spawn> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  return spawn('ip', ['netns', 'exec', namespace, process.execPath, path, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

function receivedFrames(): number {
  const [link] = JSON.parse(ip('-n', RECEIVER.namespace, '-j', '-s', 'link', 'show', 'dev', 'eth0')) as [
    { stats64: { rx: { packets: number } } },
  ];
  return link.stats64.rx.packets;
}

/** Thousands of 60-octet frames a second that arrive. */
async function measureFrames(): Promise<number> {
  const before = receivedFrames();
  // The receiver speaks once, so that both ways know where it lives; its burst is too short to matter.
  await once(start(RECEIVER.namespace, './frame-load.js', '2', SENDER.mac, RECEIVER.mac, '0.01'), 'close');
  await once(
    start(SENDER.namespace, './frame-load.js', '2', RECEIVER.mac, SENDER.mac, String(SECONDS)),
    'close',
  );
  return (receivedFrames() - before) / SECONDS / 1000;
}

/** Gbit/s of one TCP stream, payload only. */
async function measureTcp(): Promise<number> {
  const listener = start(RECEIVER.namespace, './tcp-load.js', 'listen', RECEIVER.address);
  const lines = createInterface({ input: listener.stdout! })[Symbol.asyncIterator]();
  await lines.next();
  await once(start(SENDER.namespace, './tcp-load.js', 'send', RECEIVER.address, String(SECONDS)), 'close');
  const { value } = await lines.next();
  return (Number(value) * 8) / SECONDS / 1e9;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

async function compare(title: string, measure: () => Promise<number>, rounds: number): Promise<void> {
  const results: Record<Path, number[]> = { switch: [], bridge: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const path of ['switch', 'bridge'] as const) results[path].push(await joined(path, measure));
  }
  const ours = median(results.switch);
  const kernel = median(results.bridge);
  console.log(
    `${title}: switch ${ours.toFixed(1)}, kernel bridge ${kernel.toFixed(1)}, ratio ${(ours / kernel).toFixed(2)}`,
  );
}

const rounds = Number(process.argv[2] ?? 3);
try {
  buildNodes();
  await compare('60-octet frames, thousands a second', measureFrames, rounds);
  await compare('TCP, Gbit/s', measureTcp, rounds);
} finally {
  removeNodes();
}
