/**
 * A lab for system tests of the switch: namespaces with one interface each, cabled to packet sockets of a switch in the
 * namespace of the test. Everything carries a random name and is removed by {@link SwitchLab.close}.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PACKET_SOCKET_BUFFER_SIZE } from '../../src/base/limits.ts';
import { DataPlane } from '../../src/net/data-plane/data-plane.ts';
import type { SwitchLldp, SwitchReport } from '../../src/net/data-plane/data-plane.ts';
import { ETH_P_ALL, openPacketSocket } from '../../src/sys/packet-socket.ts';
import type { StationReport, StationRequest } from './station.ts';

/** Why the tests cannot run here, false when they can. */
export function skipReason(): string | false {
  if (process.platform !== 'linux') return 'needs Linux';
  if (process.getuid?.() !== 0) return 'needs root';
  if (!['/sbin/ip', '/usr/sbin/ip', '/bin/ip', '/usr/bin/ip'].some((path) => existsSync(path)))
    return 'needs ip(8)';
  return false;
}

/** Runs ip(8). */
export function ip(...args: string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** The index of an interface. From ip(8), as /sys shows the namespace in which it was mounted. */
function ifindexOf(name: string): number {
  const text = execFileSync('ip', ['-j', 'link', 'show', 'dev', name], { encoding: 'utf8' });
  const [link] = JSON.parse(text) as [{ ifindex: number }];
  return link.ifindex;
}

/** A namespace with the interface eth0 and a station on it. */
export class LabNode {
  readonly namespace: string;
  /** Interface at the switch's end. */
  readonly port: string;
  readonly address: string;
  readonly heard: string[] = [];
  readonly #station: ChildProcess;

  private constructor(namespace: string, port: string, address: string, station: ChildProcess) {
    this.namespace = namespace;
    this.port = port;
    this.address = address;
    this.#station = station;
    station.on('message', (report: StationReport) => {
      if (report.kind === 'heard') this.heard.push(report.frame);
    });
  }

  static async start(prefix: string, number: number): Promise<LabNode> {
    const namespace = `${prefix}n${number}`;
    const port = `${prefix}p${number}`;
    const address = `10.99.0.${number}`;
    ip('netns', 'add', namespace);
    // A fixed index at the far end: equal ones at both ends make the kernel report a lost carrier a second late.
    const far = ['name', 'eth0', 'index', '2', 'address', `02:00:00:00:00:0${number}`, 'netns', namespace];
    ip('link', 'add', 'name', port, 'type', 'veth', 'peer', ...far);
    // The switch's end is a socket and nothing else: no address, so that its kernel sends nothing into the lab.
    ip('link', 'set', 'dev', port, 'addrgenmode', 'none', 'up');
    ip('-n', namespace, 'link', 'set', 'dev', 'eth0', 'addrgenmode', 'none', 'up');
    ip('-n', namespace, 'address', 'add', `${address}/24`, 'dev', 'eth0');
    const script = fileURLToPath(new URL('./station.js', import.meta.url));
    const station = spawn('ip', ['netns', 'exec', namespace, process.execPath, script, '2'], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const node = new LabNode(namespace, port, address, station);
    await node.#next('ready');
    return node;
  }

  /** Sends frames in hexadecimal and returns how many the kernel took. */
  async send(...frames: string[]): Promise<number> {
    const request: StationRequest = { send: frames };
    const sent = this.#next('sent');
    this.#station.send(request);
    const report = await sent;
    return report.kind === 'sent' ? report.count : 0;
  }

  /** Runs a program in the namespace. */
  spawn(...argv: string[]): ChildProcess {
    return spawn('ip', ['netns', 'exec', this.namespace, ...argv], { stdio: ['ignore', 'pipe', 'inherit'] });
  }

  async close(): Promise<void> {
    if (this.#station.exitCode === null && this.#station.connected) {
      const exit = once(this.#station, 'exit');
      this.#station.disconnect();
      await exit;
    }
    ip('netns', 'delete', this.namespace);
  }

  async #next(kind: StationReport['kind']): Promise<StationReport> {
    for (;;) {
      const [report] = (await once(this.#station, 'message', { signal: AbortSignal.timeout(10_000) })) as [
        StationReport,
      ];
      if (report.kind === kind) return report;
    }
  }
}

/** Nodes around one switch. */
export class SwitchLab {
  readonly plane: DataPlane;
  readonly nodes: LabNode[];

  private constructor(plane: DataPlane, nodes: LabNode[]) {
    this.plane = plane;
    this.nodes = nodes;
  }

  static async start(
    nodeCount: number,
    options: { hub?: boolean; lldp?: SwitchLldp } = {},
  ): Promise<SwitchLab> {
    const prefix = `wlt${randomBytes(3).toString('hex')}`;
    const lab = new SwitchLab(await DataPlane.start(), []);
    try {
      await lab.plane.addSwitch({
        id: 'sw',
        name: 'sw',
        hub: options.hub ?? false,
        lldp: options.lldp ?? 'speak',
      });
      for (let number = 1; number <= nodeCount; number += 1) {
        const node = await LabNode.start(prefix, number);
        lab.nodes.push(node);
        await lab.attach(node);
      }
    } catch (error) {
      await lab.close();
      throw error;
    }
    return lab;
  }

  /** Makes the switch's end of a node's cable a port of the switch. */
  async attach(node: LabNode): Promise<void> {
    const bufferSize = PACKET_SOCKET_BUFFER_SIZE;
    const fd = openPacketSocket({
      ifindex: ifindexOf(node.port),
      protocol: ETH_P_ALL,
      vnetHeader: true,
      bufferSize,
    });
    await this.plane.addPort({ switchId: 'sw', name: node.port, fd });
  }

  report(): SwitchReport {
    return this.plane.counters('sw');
  }

  async close(): Promise<void> {
    await this.plane.stop();
    for (const node of this.nodes) await node.close();
  }
}

/** Waits until `check` is true; fails the test after ten seconds. */
export async function until(check: () => boolean, what: string): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!check()) {
    assert.ok(performance.now() < deadline, `not reached in time: ${what}`);
    await delay(5);
  }
}
