/**
 * A program that floods an interface with LLDPDUs of every bad kind, in the network namespace where it is started:
 * `node lldp-flood.js INTERFACE RATE SECONDS LEN_MAX`. It prints what it has sent, as JSON.
 *
 * A quarter each: random octets, LLDPDUs longer than the standard allows, LLDPDUs that are cut somewhere, and valid
 * ones of ever other neighbours, of which some say goodbye.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { MessageBatch } from '../../src/sys/message-batch.ts';
import { openPacketSocket } from '../../src/sys/packet-socket.ts';
import { SeededRandom } from './random.ts';

/** What the program prints. */
export interface FloodReport {
  readonly sent: number;
  readonly refused: number;
  readonly seconds: number;
}

const SLOT_SIZE = 8192;
const SLOT_COUNT = 1024;
const BATCH_SIZE = 64;
const BUFFER_SIZE = 1 << 20;
const PAUSE_MS = 1;
const SEED = 7;
/** Short, so that the ports are well again soon after the flood. */
const TTL_S = 2;
const HEADER = [0x01, 0x80, 0xc2, 0x00, 0x00, 0x0e, 0x06, 0x00, 0x00, 0x00, 0x00, 0x66, 0x88, 0xcc];

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [name = '', rate, seconds, lenMax] = process.argv.slice(2);
  // /sys shows the namespace that it was mounted in, which `ip netns exec` takes care of.
  const ifindex = Number(readFileSync(`/sys/class/net/${name}/ifindex`, 'utf8'));
  const report = flood(ifindex, Number(rate), Number(seconds), Number(lenMax));
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

function flood(ifindex: number, rate: number, seconds: number, lenMax: number): FloodReport {
  const fd = openPacketSocket({ ifindex, protocol: 0, vnetHeader: false, bufferSize: BUFFER_SIZE });
  const frames = new Uint8Array(new ArrayBuffer(SLOT_SIZE * SLOT_COUNT));
  const lens = makeFrames(frames, lenMax);
  const batch = new MessageBatch(BATCH_SIZE, [frames, frames], false);
  const pause = new Int32Array(new SharedArrayBuffer(4));
  const start = performance.now();
  let sent = 0;
  let refused = 0;
  let slot = 0;
  for (;;) {
    const elapsedS = (performance.now() - start) / 1000;
    if (elapsedS >= seconds) return { sent, refused, seconds: elapsedS };
    if (sent + refused >= elapsedS * rate) {
      Atomics.wait(pause, 0, 0, PAUSE_MS);
      continue;
    }
    for (let index = 0; index < BATCH_SIZE; index += 1) {
      batch.place(index, 0, slot * SLOT_SIZE, lens[slot] ?? 0);
      batch.place(index, 1, 0, 0);
      slot = (slot + 1) % SLOT_COUNT;
    }
    const count = batch.send(fd, 0, BATCH_SIZE);
    if (count > 0) sent += count;
    refused += BATCH_SIZE - Math.max(0, count);
  }
}

/** Fills the slots in turn with the four kinds. @returns the length of each frame */
function makeFrames(frames: Uint8Array, lenMax: number): number[] {
  const random = new SeededRandom(SEED);
  return Array.from({ length: SLOT_COUNT }, (_, index) => {
    const frame = frames.subarray(index * SLOT_SIZE, (index + 1) * SLOT_SIZE);
    frame.set(HEADER);
    const body = frame.subarray(HEADER.length);
    const round = Math.floor(index / 4);
    // Each one comes, and every other one goes at once: those that stay fill the table, those that go make it change.
    const isGoodbye = round % 4 === 1;
    const whole = HEADER.length + emitNeighbor(body, round >> 1, isGoodbye ? 0 : TTL_S);
    switch (index % 4) {
      case 0: {
        const len = 1 + random.below(1500);
        for (let offset = 0; offset < len; offset += 1) body[offset] = random.below(256);
        return HEADER.length + len;
      }
      case 1:
        return HEADER.length + 1501 + random.below(lenMax - 1500);
      case 2:
        return HEADER.length + random.below(whole - HEADER.length - 2);
      default:
        return whole;
    }
  });
}

/** Writes a valid LLDPDU of a made-up neighbour, followed by zeros. @returns its length */
function emitNeighbor(out: Uint8Array, neighbor: number, ttl: number): number {
  const chassis = [0x02, 7, 4, 0x06, 0, 0, 0x66, neighbor >> 8, neighbor & 0xff];
  const port = [0x04, 5, 5, ...new TextEncoder().encode('eth9')];
  const name = new TextEncoder().encode(`x${neighbor}`);
  const octets = [...chassis, ...port, 0x06, 2, ttl >> 8, ttl & 0xff, 0x0a, name.length, ...name, 0, 0];
  out.fill(0);
  out.set(octets);
  return octets.length;
}
