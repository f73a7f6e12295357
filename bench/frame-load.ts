/**
 * Offers 60-octet frames as fast as one packet socket takes them, unpaced; the bench counts at the receiver. Arguments:
 * interface index, destination and source address in hexadecimal, seconds.
 */
import { openPacketSocket } from '../src/sys/packet-socket.ts';
import { MessageBatch } from '../src/sys/message-batch.ts';

const BATCH = 64;
const FRAME_LEN = 60;

const [ifindex = '0', dst = '', src = '', seconds = '1'] = process.argv.slice(2);
const fd = openPacketSocket({
  ifindex: Number(ifindex),
  protocol: 0,
  vnetHeader: false,
  bufferSize: 4 << 20,
});
const frame = new Uint8Array(new ArrayBuffer(FRAME_LEN));
frame.set(Buffer.from(`${dst}${src}88b5`, 'hex'));
const batch = new MessageBatch(BATCH, [frame, frame], false);
for (let index = 0; index < BATCH; index += 1) batch.place(index, 1, 0, FRAME_LEN);

const deadline = performance.now() + Number(seconds) * 1000;
while (performance.now() < deadline) batch.send(fd, 0, BATCH);
