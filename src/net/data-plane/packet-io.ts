/**
 * Moves frames between packet sockets and the frame pool, for all ports of one thread: a batch is received from one
 * port, relayed, and sent on every port that it reached, before the next is received. So the slots in use are the ones
 * in the processor's cache, and one set of structures serves all ports. Read first: `sys/packet-socket.ts`.
 */
import { constants } from 'node:os';
import { FRAME_BATCH_MAX, FRAME_HEADROOM, FRAME_SLOT_SIZE } from '../../base/limits.ts';
import {
  DROP_OVERSIZE,
  DROP_SEND_DOWN,
  DROP_SEND_FULL,
  DROP_SEND_INVALID,
  PORT_RX_DROPS,
  PORT_RX_ERRORS,
  PORT_RX_FRAMES,
  PORT_RX_MISSED,
  PORT_TX_DROPS,
  PORT_TX_FRAMES,
  PORT_TX_OCTETS,
} from '../../switch/counters.ts';
import { NO_FRAME } from '../../switch/frame-pool.ts';
import type { FramePool } from '../../switch/frame-pool.ts';
import { clearReceiveFlags, OFFLOAD_LEN, OFFLOAD_STRIDE, pushVlanTag } from '../../switch/offload.ts';
import type { Switch } from '../../switch/switch.ts';
import { MessageBatch } from '../../sys/message-batch.ts';
import { strippedTci, strippedTpid, takeKernelDrops } from '../../sys/packet-socket.ts';
import type { PacketPort } from './packet-port.ts';

const { EAGAIN, EINTR, ENETDOWN, ENOBUFS, ENODEV, ENOMEM, ENXIO } = constants.errno;

/** Room for a received frame. */
const BODY_SIZE = FRAME_SLOT_SIZE - FRAME_HEADROOM;

/** Receive and send structures of one thread, over one frame pool. */
export class PacketIo {
  readonly #pool: FramePool;
  readonly #rx: MessageBatch;
  readonly #tx: MessageBatch;
  /** The frame that message `i` of the receive batch will fill; NO_FRAME when it needs a new one. */
  readonly #posted = new Int32Array(FRAME_BATCH_MAX).fill(NO_FRAME);
  readonly #received = new Int32Array(FRAME_BATCH_MAX);
  readonly #sending = new Int32Array(FRAME_BATCH_MAX);

  constructor(pool: FramePool) {
    this.#pool = pool;
    this.#rx = new MessageBatch(FRAME_BATCH_MAX, [pool.offload, pool.slab], true);
    this.#tx = new MessageBatch(FRAME_BATCH_MAX, [pool.offload, pool.slab], false);
  }

  /**
   * Receives one batch from a port, relays it and sends it on.
   *
   * @param portOf the packet port of a switch port's number in the same switch
   */
  serve(from: PacketPort, portOf: readonly (PacketPort | undefined)[], nowUs: number): void {
    const posted = this.#post(from.batchSize);
    const count = this.#rx.receive(from.fd, posted);
    if (count <= 0) {
      // ENETDOWN is reported once for each time that the interface goes down; then the socket is merely silent.
      if (count !== -EAGAIN && count !== -EINTR) from.port.counters[PORT_RX_ERRORS]! += 1;
      return;
    }
    const good = this.#accept(from, count);
    from.device.relay(from.port, this.#received, good, nowUs);
    this.#drain(from.device, portOf);
  }

  /** Adds what the kernel dropped at a port to its counter. */
  collectMissed(port: PacketPort): void {
    const missed = takeKernelDrops(port.fd);
    if (missed > 0) port.port.counters[PORT_RX_MISSED]! += missed;
  }

  /** Gives each of the first `count` messages a frame to fill, and returns how many have one. */
  #post(count: number): number {
    for (let index = 0; index < count; index += 1) {
      if (this.#posted[index] !== NO_FRAME) continue;
      const frame = this.#pool.alloc();
      if (frame === NO_FRAME) return index;
      this.#posted[index] = frame;
      this.#rx.place(index, 0, frame * OFFLOAD_STRIDE, OFFLOAD_LEN);
      this.#rx.place(index, 1, this.#pool.offset[frame]!, BODY_SIZE);
    }
    return count;
  }

  /** Completes received frames, drops those that were cut short, and returns how many are left to relay. */
  #accept(from: PacketPort, count: number): number {
    let good = 0;
    let octets = 0;
    for (let index = 0; index < count; index += 1) {
      const frame = this.#posted[index]!;
      this.#posted[index] = NO_FRAME;
      const len = this.#rx.len(index) - OFFLOAD_LEN;
      octets += len;
      if (this.#rx.truncated(index)) {
        this.#pool.release(frame);
        continue;
      }
      this.#pool.len[frame] = len;
      clearReceiveFlags(this.#pool, frame);
      const tpid = strippedTpid(this.#rx, index);
      if (tpid !== 0) pushVlanTag(this.#pool, frame, tpid, strippedTci(this.#rx, index));
      this.#received[good] = frame;
      good += 1;
    }
    if (good < count) {
      from.device.counters[~DROP_OVERSIZE]! += count - good;
      from.port.counters[PORT_RX_FRAMES]! += count - good;
      from.port.counters[PORT_RX_DROPS]! += count - good;
    }
    from.adapt(count, octets);
    return good;
  }

  /** Sends what waits at every port of a switch. */
  #drain(device: Switch, portOf: readonly (PacketPort | undefined)[]): void {
    for (let ready = device.takeReady(); ready !== undefined; ready = device.takeReady()) {
      const to = portOf[ready.index];
      if (to !== undefined) this.#sendQueued(to);
    }
  }

  #sendQueued(to: PacketPort): void {
    let count = 0;
    while (count < FRAME_BATCH_MAX) {
      const frame = to.port.shift();
      if (frame === NO_FRAME) break;
      this.#tx.place(count, 0, frame * OFFLOAD_STRIDE, OFFLOAD_LEN);
      this.#tx.place(count, 1, this.#pool.offset[frame]!, this.#pool.len[frame]!);
      this.#sending[count] = frame;
      count += 1;
    }
    this.#transmit(to, count);
    for (let index = 0; index < count; index += 1) this.#pool.release(this.#sending[index]!);
  }

  /** Offers `count` frames to the kernel. What it does not take is dropped and counted; nothing waits. */
  #transmit(to: PacketPort, count: number): void {
    let at = 0;
    while (at < count) {
      const sent = this.#tx.send(to.fd, at, count - at);
      if (sent > 0) {
        this.#countSent(to, at, sent);
        at += sent;
        continue;
      }
      // A full queue or a dead interface fails all that follows; anything else concerns this frame alone.
      const reason = sendDropReason(-sent);
      const dropped = reason === DROP_SEND_INVALID ? 1 : count - at;
      to.device.counters[~reason]! += dropped;
      to.port.counters[PORT_TX_DROPS]! += dropped;
      at += dropped;
    }
  }

  #countSent(to: PacketPort, from: number, count: number): void {
    let octets = 0;
    for (let index = from; index < from + count; index += 1) {
      octets += this.#pool.len[this.#sending[index]!]!;
    }
    to.port.counters[PORT_TX_FRAMES]! += count;
    to.port.counters[PORT_TX_OCTETS]! += octets;
  }
}

/** Sorts the errors of send(2) on a packet socket. */
function sendDropReason(errno: number): number {
  switch (errno) {
    case EAGAIN:
    case ENOBUFS:
    case ENOMEM:
    case 0:
      return DROP_SEND_FULL;
    case ENETDOWN:
    case ENXIO:
    case ENODEV:
      return DROP_SEND_DOWN;
    default:
      return DROP_SEND_INVALID;
  }
}
