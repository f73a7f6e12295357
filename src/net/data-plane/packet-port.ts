/**
 * A switch port on a packet socket: the descriptor, the switch and port that it belongs to, and how many frames to read
 * at once.
 */
import { FRAME_BATCH_MAX } from '../../base/limits.ts';
import type { Switch } from '../../switch/switch.ts';
import type { SwitchPort } from '../../switch/switch-port.ts';

/**
 * Octets that one batch should come to, so that it stays in the processor's cache between receive and send: small
 * frames want many for a call, segments of 64 KiB few. In a prototype 32 of those a call halved TCP; here anything from
 * 64 KiB to 1 MiB measures alike (`bench/switch-path.ts`), and small batches serve the other ports sooner.
 */
const BATCH_LEN_WANTED = 128 * 1024;

/** One port, with what its thread needs to serve it. */
export class PacketPort {
  /** Descriptor of a packet socket with PACKET_VNET_HDR; the main side's. */
  readonly fd: number;
  readonly device: Switch;
  readonly port: SwitchPort;
  /** Frames to ask for next, 1..FRAME_BATCH_MAX. */
  batchSize = FRAME_BATCH_MAX;

  constructor(fd: number, device: Switch, port: SwitchPort) {
    this.fd = fd;
    this.device = device;
    this.port = port;
  }

  /** Adapts {@link batchSize} to the frames of the last batch. */
  adapt(count: number, octets: number): void {
    const wanted = Math.floor((BATCH_LEN_WANTED * count) / Math.max(octets, 1));
    this.batchSize = Math.min(FRAME_BATCH_MAX, Math.max(1, wanted));
  }
}
