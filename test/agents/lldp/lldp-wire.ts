/**
 * Ports on a virtual clock, joined by cables of memory: what the tests of the agent run on. Time moves from one wake-up
 * to the next, so an hour takes milliseconds and every run is the same.
 */
import { LLDP_LAB, LLDP_LOCAL_EMPTY, type LldpPortConfig } from '../../../src/agents/lldp/config.ts';
import { LLDP_FRAME_LEN_MAX } from '../../../src/agents/lldp/local.ts';
import type { LldpChange } from '../../../src/agents/lldp/neighbors.ts';
import { LldpPort } from '../../../src/agents/lldp/port.ts';
import { chassisIdOfMac, portIdOfInterfaceName } from '../../../src/wire/lldp-id.ts';

/** Microseconds of a second. */
export const S = 1_000_000;

/** The configuration of port `name` of node number `node`, with the lab's timing. */
export function portConfig(node: number, name: string, more: Partial<LldpPortConfig> = {}): LldpPortConfig {
  const mac = Uint8Array.of(2, 0, 0, 0, node >> 8, node);
  return {
    chassisId: chassisIdOfMac(mac),
    portId: portIdOfInterfaceName(name),
    sourceMac: mac,
    local: { ...LLDP_LOCAL_EMPTY, systemName: `vm${node}`, portDescription: name, mtu: 1500 },
    timers: LLDP_LAB,
    ...more,
  };
}

/** All frames that a port wants to send now. */
export function drain(port: LldpPort): Uint8Array[] {
  const frames: Uint8Array[] = [];
  const out = new Uint8Array(LLDP_FRAME_LEN_MAX);
  for (let len = port.takeTransmit(out, 0); len > 0; len = port.takeTransmit(out, 0))
    frames.push(out.slice(0, len));
  return frames;
}

/** All changes of a port's neighbours since the last call, as words. */
export function changesOf(port: LldpPort): string[] {
  const words: string[] = [];
  for (let change = port.takeChange(); change !== null; change = port.takeChange())
    words.push(wordOf(change));
  return words;
}

function wordOf(change: LldpChange): string {
  const who = `${change.neighbor.systemName}:${change.neighbor.portId}`;
  return change.kind === 'removed' ? `removed ${who} (${change.reason})` : `${change.kind} ${who}`;
}

/** The neighbours of a port, `system:port`. */
export function heardBy(port: LldpPort): string[] {
  return port.neighbors().map(({ systemName, portId }) => `${systemName}:${portId}`);
}

/** Ports, cables between them, and one clock. */
export class LldpWire {
  nowUs = 0;
  /** Asked for each frame; true loses it. */
  loses: () => boolean = () => false;
  /** Frames carried so far. */
  framesCarried = 0;
  readonly #ports: LldpPort[] = [];
  readonly #peers = new Map<LldpPort, LldpPort>();

  /** Makes a port, which is down. */
  add(config: LldpPortConfig): LldpPort {
    const port = new LldpPort(config);
    this.#ports.push(port);
    return port;
  }

  /** Joins two ports, each of which loses the cable that it had. */
  join(left: LldpPort, right: LldpPort): void {
    for (const end of [left, right]) {
      const old = this.#peers.get(end);
      if (old !== undefined) this.#peers.delete(old);
    }
    this.#peers.set(left, right);
    this.#peers.set(right, left);
  }

  /** Takes all ports up. */
  up(): void {
    for (const port of this.#ports) port.setEnabled(true, this.nowUs);
    this.settle();
  }

  /** Moves the clock to `untilUs`, from wake-up to wake-up. */
  runUntil(untilUs: number): void {
    this.settle();
    for (;;) {
      let nextUs = Infinity;
      for (const port of this.#ports) nextUs = Math.min(nextUs, port.nextWakeUs());
      if (nextUs > untilUs) break;
      this.nowUs = Math.max(this.nowUs, nextUs);
      for (const port of this.#ports) if (port.nextWakeUs() <= this.nowUs) port.run(this.nowUs);
      this.settle();
    }
    this.nowUs = untilUs;
  }

  /** Carries frames until no port has one to send. */
  settle(): void {
    for (let busy = true; busy; ) {
      busy = false;
      for (const port of this.#ports) {
        for (const frame of drain(port)) {
          busy = true;
          this.framesCarried += 1;
          if (!this.loses()) this.#peers.get(port)?.input(frame, 0, frame.length, this.nowUs);
        }
      }
    }
  }
}
