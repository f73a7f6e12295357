import assert from 'node:assert/strict';
import { closeSync } from 'node:fs';
import { test } from 'node:test';
import { MessageBatch } from '../../src/sys/message-batch.ts';
import { ETH_P_ALL, openPacketSocket, takeKernelDrops } from '../../src/sys/packet-socket.ts';
import { skipReason } from './switch-lab.ts';

const skip = skipReason();
const LOOPBACK = { ifindex: 1, vnetHeader: false };

test('takeKernelDrops() returns what a full queue cost since the last call', { skip }, () => {
  const receiver = openPacketSocket({ ...LOOPBACK, protocol: 0x88b5, bufferSize: 2048 });
  const sender = openPacketSocket({ ...LOOPBACK, protocol: 0, bufferSize: 1 << 20 });
  const frame = new Uint8Array(new ArrayBuffer(1000));
  frame.set([0x88, 0xb5], 12);
  const batch = new MessageBatch(64, [frame, frame], false);
  for (let index = 0; index < 64; index += 1) batch.place(index, 1, 0, frame.length);
  assert.equal(batch.send(sender, 0, 64), 64);
  const drops = takeKernelDrops(receiver);
  assert.ok(drops > 0 && drops < 64, `drops: ${drops}`);
  assert.equal(takeKernelDrops(receiver), 0);
  closeSync(receiver);
  closeSync(sender);
});

test('openPacketSocket() throws for an interface that is not there', { skip }, () => {
  assert.throws(
    () => openPacketSocket({ ifindex: 0x7fff_fff0, protocol: ETH_P_ALL, vnetHeader: true, bufferSize: 4096 }),
    { code: 'ERR_SYSTEM_CALL', message: /bind a packet socket to interface 2147483632: ENODEV/ },
  );
});
