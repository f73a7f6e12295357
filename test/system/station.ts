/**
 * A station for system tests: runs inside a node's namespace, sends the frames that its parent gives it, and reports
 * the test frames that it hears, each with the VLAN tag that the kernel took out. Argument: the interface's index.
 */
import { ETH_P_ALL, openPacketSocket, strippedTci, strippedTpid } from '../../src/sys/packet-socket.ts';
import { MessageBatch } from '../../src/sys/message-batch.ts';

/** What the parent sends: frames in hexadecimal, to go out as they are. */
export interface StationRequest {
  readonly send: readonly string[];
}

/** What the station reports: that it listens, the result of each send, or a frame in hexadecimal. */
export type StationReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'sent'; readonly count: number }
  | { readonly kind: 'heard'; readonly frame: string };

const FRAME_SIZE = 2048;
const POLL_MS = 2;

if (process.send !== undefined) main(Number(process.argv[2]));

function main(ifindex: number): void {
  const fd = openPacketSocket({ ifindex, protocol: ETH_P_ALL, vnetHeader: false, bufferSize: 1024 * 1024 });
  const header = new Uint8Array(new ArrayBuffer(64));
  const body = new Uint8Array(new ArrayBuffer(FRAME_SIZE));
  const rx = new MessageBatch(1, [header, body], true);
  const tx = new MessageBatch(1, [header, body], false);

  process.on('message', ({ send }: StationRequest) => {
    let count = 0;
    for (const hex of send) {
      const octets = Buffer.from(hex, 'hex');
      body.set(octets);
      tx.place(0, 0, 0, 0);
      tx.place(0, 1, 0, octets.length);
      if (tx.send(fd, 0, 1) === 1) count += 1;
    }
    report({ kind: 'sent', count });
  });
  process.on('disconnect', () => process.exit(0));

  setInterval(() => {
    rx.place(0, 0, 0, 0);
    rx.place(0, 1, 0, FRAME_SIZE);
    while (rx.receive(fd, 1) === 1) {
      const octets = [...body.subarray(0, rx.len(0))];
      const tpid = strippedTpid(rx, 0);
      const tci = strippedTci(rx, 0);
      if (tpid !== 0) octets.splice(12, 0, tpid >> 8, tpid & 0xff, tci >> 8, tci & 0xff);
      report({ kind: 'heard', frame: Buffer.from(octets).toString('hex') });
    }
  }, POLL_MS);
  report({ kind: 'ready' });
}

function report(message: StationReport): void {
  process.send?.(message);
}
