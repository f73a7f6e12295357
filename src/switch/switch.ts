/**
 * The switch: takes a batch of frames from one port and puts each on the rings of the ports it leaves by. Read first:
 * IEEE Std 802.1Q, 8.6 (forwarding), 8.7 (learning), 8.6.3 (reserved addresses).
 *
 * A batch is sorted into three classes, each then handled in one straight loop. That keeps the order that 802.1Q
 * 6.5.3 asks for: frames of one source and destination never lie in two classes of one batch, because the clock and
 * the destination's entry do not change within it (only addresses of the batch's own port are learned, and what goes
 * there is filtered).
 *
 * VLAN tags are octets like others for now: every frame is in VLAN 0, tagged or not, and leaves as it came.
 */
import { FRAME_BATCH_MAX, SWITCH_PORTS_MAX } from '../base/limits.ts';
import {
  COUNT_AGED,
  COUNT_FDB_FULL,
  COUNT_FLOOD,
  COUNT_FLUSHED,
  COUNT_LEARNED,
  COUNT_MOVED,
  COUNT_UNICAST,
  DROP_FILTERED,
  DROP_NO_EGRESS,
  DROP_RESERVED,
  DROP_RING_FULL,
  DROP_RUNT,
  PORT_RX_DROPS,
  PORT_RX_FRAMES,
  PORT_RX_OCTETS,
  PORT_TX_DROPS,
} from './counters.ts';
import { FDB_FULL, FDB_LEARNED, FDB_MOVED, FilteringDatabase, NO_PORT } from './filtering-database.ts';
import type { FdbEntry } from './filtering-database.ts';
import { NO_FRAME } from './frame-pool.ts';
import type { FramePool } from './frame-pool.ts';
import { SwitchPort } from './switch-port.ts';

const ETHERNET_HEADER_LEN = 14;

/** The reserved group addresses of IEEE Std 802.1Q, Table 8-1, are 01-80-C2-00-00-00 to -0F. */
const RESERVED_HI = 0x0180;
const RESERVED_LO = 0xc2000000 | 0;
/** Nearest Bridge: where LLDPDUs go (IEEE Std 802.1AB, Table 7-1). */
const NEAREST_BRIDGE = 0x0e;

/** The one VLAN of a switch that knows none. */
const VID_ANY = 0;

/** A frame's class when it goes to all other ports; any smaller number is the one port it goes to. */
const FLOOD = SWITCH_PORTS_MAX;

/** How a switch is made. */
export interface SwitchOptions {
  /** A hub repeats every frame on all other ports, learns nothing and consumes nothing. */
  readonly hub: boolean;
  /** Relay what is sent to the Nearest Bridge address instead of consuming it. */
  readonly passLldp: boolean;
  /** Entries of the filtering database. */
  readonly fdbCapacity: number;
  readonly ageingTimeUs: number;
  /** See {@link FdbOptions}. */
  readonly hashSeed: number;
  /** Slots as `counters.ts` numbers them, kept; may be shared memory. */
  readonly counters: Float64Array;
}

/** A bridge relay with its ports and its filtering database. */
export class Switch {
  /** Slots as `counters.ts` numbers them. */
  readonly counters: Float64Array;
  readonly #pool: FramePool;
  readonly #hub: boolean;
  readonly #passLldp: boolean;
  readonly #fdb: FilteringDatabase;
  /** By number; a removed port leaves a gap. */
  readonly #byIndex: (SwitchPort | undefined)[] = [];
  /** The ports there are, for floods. */
  readonly #ports: SwitchPort[] = [];
  /** Ports with frames on their rings, each once; the array keeps its length, so that nothing is allocated. */
  readonly #ready: SwitchPort[] = [];
  #readyCount = 0;
  readonly #unicast = new Int32Array(FRAME_BATCH_MAX);
  readonly #egress = new Int32Array(FRAME_BATCH_MAX);
  readonly #flood = new Int32Array(FRAME_BATCH_MAX);
  readonly #drop = new Int32Array(FRAME_BATCH_MAX);

  /** @param pool where the frames of all batches lie; several switches of one thread share it */
  constructor(pool: FramePool, options: SwitchOptions) {
    this.#pool = pool;
    this.#hub = options.hub;
    this.#passLldp = options.passLldp;
    this.counters = options.counters;
    this.#fdb = new FilteringDatabase({
      capacity: options.fdbCapacity,
      ageingTimeUs: options.ageingTimeUs,
      hashSeed: options.hashSeed,
    });
  }

  /**
   * Adds a port under the lowest free number.
   *
   * @param counters slots as `counters.ts` numbers them, kept
   * @throws RangeError when the switch has SWITCH_PORTS_MAX ports
   */
  addPort(name: string, counters: Float64Array): SwitchPort {
    let index = this.#byIndex.indexOf(undefined);
    if (index < 0) index = this.#byIndex.length;
    if (index === SWITCH_PORTS_MAX) {
      throw new RangeError(`Cannot add port "${name}": the switch has ${index} ports, its limit`);
    }
    const port = new SwitchPort(index, name, counters);
    this.#byIndex[index] = port;
    this.#ports.push(port);
    return port;
  }

  /** Removes a port with the frames that wait at it and the addresses that were learned on it. */
  removePort(port: SwitchPort): void {
    if (this.#byIndex[port.index] !== port) return;
    this.#byIndex[port.index] = undefined;
    this.#ports.splice(this.#ports.indexOf(port), 1);
    for (let frame = port.shift(); frame !== NO_FRAME; frame = port.shift()) this.#pool.release(frame);
    this.counters[COUNT_FLUSHED]! += this.#fdb.flushPort(port.index);
  }

  /** Removes aged entries of the filtering database; call it every few seconds. */
  age(nowUs: number): void {
    this.counters[COUNT_AGED]! += this.#fdb.age(nowUs);
  }

  /** Lists the filtering database. */
  fdbEntries(nowUs: number): FdbEntry[] {
    return this.#fdb.entries(nowUs);
  }

  /** The port of a number, if there is one. */
  portAt(index: number): SwitchPort | undefined {
    return this.#byIndex[index];
  }

  /**
   * Takes a port with frames to send, each such port once; the caller empties its ring.
   *
   * @returns undefined when no port is left
   */
  takeReady(): SwitchPort | undefined {
    if (this.#readyCount === 0) return undefined;
    this.#readyCount -= 1;
    return this.#ready[this.#readyCount];
  }

  /**
   * Relays a batch of frames that came in at one port.
   *
   * @param frames frame numbers, given: the switch has their holds now
   * @param count 0..FRAME_BATCH_MAX
   */
  relay(ingress: SwitchPort, frames: Int32Array, count: number, nowUs: number): void {
    let unicastCount = 0;
    let floodCount = 0;
    let dropCount = 0;
    let octets = 0;
    for (let index = 0; index < count; index += 1) {
      const frame = frames[index]!;
      octets += this.#pool.len[frame]!;
      const result = this.#classify(ingress, frame, nowUs);
      if (result < 0) {
        this.counters[~result]! += 1;
        this.#drop[dropCount] = frame;
        dropCount += 1;
      } else if (result === FLOOD) {
        this.#flood[floodCount] = frame;
        floodCount += 1;
      } else {
        this.#unicast[unicastCount] = frame;
        this.#egress[unicastCount] = result;
        unicastCount += 1;
      }
    }
    this.#relayUnicast(unicastCount);
    this.#relayFlood(ingress, floodCount);
    for (let index = 0; index < dropCount; index += 1) this.#pool.release(this.#drop[index]!);

    const { counters } = ingress;
    counters[PORT_RX_FRAMES]! += count;
    counters[PORT_RX_OCTETS]! += octets;
    counters[PORT_RX_DROPS]! += dropCount;
  }

  /** Learns a frame's source and decides by its destination: a port number, FLOOD, or a drop reason. */
  #classify(ingress: SwitchPort, frame: number, nowUs: number): number {
    if (this.#pool.len[frame]! < ETHERNET_HEADER_LEN) return DROP_RUNT;
    const floodResult = this.#ports.length > 1 ? FLOOD : DROP_NO_EGRESS;
    if (this.#hub) return floodResult;

    const { slab } = this.#pool;
    const at = this.#pool.offset[frame]!;
    const dstHi = (slab[at]! << 8) | slab[at + 1]!;
    const dstLo = (slab[at + 2]! << 24) | (slab[at + 3]! << 16) | (slab[at + 4]! << 8) | slab[at + 5]!;
    if (dstHi === RESERVED_HI && (dstLo & ~0x0f) === RESERVED_LO) {
      // 802.1Q 8.6.3: these concern the link, not the stations beyond it, and are never relayed. Nothing is learned.
      const passes = this.#passLldp && (dstLo & 0x0f) === NEAREST_BRIDGE;
      return passes ? floodResult : DROP_RESERVED;
    }

    const srcHi = (slab[at + 6]! << 8) | slab[at + 7]!;
    // 802.1Q 8.7: a source is learned if it is an individual address. A group address as source is relayed, not learned.
    if ((srcHi & 0x100) === 0) {
      const srcLo = (slab[at + 8]! << 24) | (slab[at + 9]! << 16) | (slab[at + 10]! << 8) | slab[at + 11]!;
      const learned = this.#fdb.learn(srcHi, srcLo, VID_ANY, ingress.index, nowUs);
      if (learned === FDB_LEARNED) this.counters[COUNT_LEARNED]! += 1;
      else if (learned === FDB_MOVED) this.counters[COUNT_MOVED]! += 1;
      else if (learned === FDB_FULL) this.counters[COUNT_FDB_FULL]! += 1;
    }

    if ((dstHi & 0x100) !== 0) return floodResult;
    const port = this.#fdb.lookup(dstHi, dstLo, VID_ANY, nowUs);
    if (port === NO_PORT) return floodResult;
    return port === ingress.index ? DROP_FILTERED : port;
  }

  #relayUnicast(count: number): void {
    for (let index = 0; index < count; index += 1) {
      const port = this.#byIndex[this.#egress[index]!]!;
      if (!this.#enqueue(port, this.#unicast[index]!)) this.#pool.release(this.#unicast[index]!);
    }
    this.counters[COUNT_UNICAST]! += count;
  }

  #relayFlood(ingress: SwitchPort, count: number): void {
    for (let index = 0; index < count; index += 1) {
      // One hold for each port; the hold that came with the frame serves the last.
      this.#pool.hold(this.#flood[index]!, this.#ports.length - 2);
    }
    // Port by port, so that a port's ring is written in one go.
    for (let at = 0; at < this.#ports.length && count > 0; at += 1) {
      const port = this.#ports[at]!;
      if (port === ingress) continue;
      for (let index = 0; index < count; index += 1) {
        if (!this.#enqueue(port, this.#flood[index]!)) this.#pool.release(this.#flood[index]!);
      }
    }
    this.counters[COUNT_FLOOD]! += count;
  }

  /** Queues a frame at a port and marks the port ready; counts the drop when its ring is full. */
  #enqueue(port: SwitchPort, frame: number): boolean {
    if (!port.push(frame)) {
      this.counters[~DROP_RING_FULL]! += 1;
      port.counters[PORT_TX_DROPS]! += 1;
      return false;
    }
    if (port.queued === 1) {
      this.#ready[this.#readyCount] = port;
      this.#readyCount += 1;
    }
    return true;
  }
}
