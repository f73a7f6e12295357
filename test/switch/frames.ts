/** Frames and switches for the tests of the data plane, in memory. */
import { FDB_AGEING_TIME_DEFAULT_US } from '../../src/base/limits.ts';
import { PORT_COUNTER_NAMES, SWITCH_COUNTER_NAMES } from '../../src/switch/counters.ts';
import { FramePool, NO_FRAME } from '../../src/switch/frame-pool.ts';
import { clearOffload } from '../../src/switch/offload.ts';
import type { SwitchPort } from '../../src/switch/switch-port.ts';
import { Switch } from '../../src/switch/switch.ts';
import type { SwitchOptions } from '../../src/switch/switch.ts';

/** The address 02:00:00:00:00:NN. */
export function station(number: number): Uint8Array {
  return Uint8Array.of(2, 0, 0, 0, number >> 8, number);
}

/** A frame of `len` octets whose payload names its number. */
export function frameOctets(dst: Uint8Array, src: Uint8Array, len = 60, fill = 0): Uint8Array {
  const out = new Uint8Array(len).fill(fill);
  out.set(dst.subarray(0, Math.min(6, len)));
  out.set(src.subarray(0, Math.max(0, Math.min(6, len - 6))), Math.min(6, len));
  if (len >= 14) out.set([0x88, 0xb5], 12);
  return out;
}

/** Copies octets into a frame of the pool. */
export function load(pool: FramePool, octets: Uint8Array): number {
  const frame = pool.alloc();
  if (frame === NO_FRAME) throw new RangeError('Cannot load a frame: the pool is empty');
  clearOffload(pool, frame);
  pool.slab.set(octets, pool.offset[frame]!);
  pool.len[frame] = octets.length;
  return frame;
}

/** The octets of a frame, copied. */
export function octetsOf(pool: FramePool, frame: number): Uint8Array {
  const offset = pool.offset[frame]!;
  return pool.slab.slice(offset, offset + pool.len[frame]!);
}

/** A switch with ports in memory. */
export class MemorySwitch {
  readonly pool: FramePool;
  readonly device: Switch;
  readonly ports: SwitchPort[];

  constructor(portCount: number, options: Partial<SwitchOptions> = {}, frameCount = 128) {
    this.pool = new FramePool(frameCount);
    this.device = new Switch(this.pool, {
      hub: false,
      passLldp: false,
      fdbCapacity: 64,
      ageingTimeUs: FDB_AGEING_TIME_DEFAULT_US,
      hashSeed: 1,
      counters: new Float64Array(SWITCH_COUNTER_NAMES.length),
      ...options,
    });
    this.ports = Array.from({ length: portCount }, (_, index) => this.addPort(`p${index}`));
  }

  addPort(name: string): SwitchPort {
    return this.device.addPort(name, new Float64Array(PORT_COUNTER_NAMES.length));
  }

  /** Relays one batch and returns what left, by port name, in order. */
  relay(portIndex: number, batch: readonly Uint8Array[], nowUs = 0): Record<string, Uint8Array[]> {
    const frames = Int32Array.from(batch, (octets) => load(this.pool, octets));
    this.device.relay(this.ports[portIndex]!, frames, frames.length, nowUs);
    return this.drain();
  }

  /** Empties every ring. */
  drain(): Record<string, Uint8Array[]> {
    const out: Record<string, Uint8Array[]> = {};
    for (let port = this.device.takeReady(); port !== undefined; port = this.device.takeReady()) {
      const list = (out[port.name] ??= []);
      for (let frame = port.shift(); frame !== NO_FRAME; frame = port.shift()) {
        list.push(octetsOf(this.pool, frame));
        this.pool.release(frame);
      }
    }
    return out;
  }
}
