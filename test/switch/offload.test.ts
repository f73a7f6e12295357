import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FRAME_HEADROOM, FRAME_SLOT_SIZE } from '../../src/base/limits.ts';
import { FramePool, NO_FRAME } from '../../src/switch/frame-pool.ts';
import {
  clearOffload,
  clearReceiveFlags,
  OFFLOAD_LEN,
  OFFLOAD_STRIDE,
  pushVlanTag,
} from '../../src/switch/offload.ts';
import { frameOctets, load, octetsOf, station } from './frames.ts';

function offloadOf(pool: FramePool, frame: number): number[] {
  return [...pool.offload.subarray(frame * OFFLOAD_STRIDE, frame * OFFLOAD_STRIDE + OFFLOAD_LEN)];
}

test('pushVlanTag() puts the tag after the source address and moves the offload metadata along', () => {
  const pool = new FramePool(2);
  const frame = load(pool, frameOctets(station(1), station(2)));
  // NEEDS_CSUM, TCPv4, hdr_len 0x00ff, gso_size 1448, csum_start 34, csum_offset 16.
  pool.offload.set([1, 1, 0xff, 0, 0xa8, 5, 34, 0, 16, 0], frame * OFFLOAD_STRIDE);
  const before = octetsOf(pool, frame);
  pushVlanTag(pool, frame, 0x88a8, 0xe064);
  const after = octetsOf(pool, frame);
  assert.deepEqual([...after.subarray(0, 12)], [...before.subarray(0, 12)]);
  assert.deepEqual([...after.subarray(12, 16)], [0x88, 0xa8, 0xe0, 0x64]);
  assert.deepEqual([...after.subarray(16)], [...before.subarray(12)]);
  assert.deepEqual(offloadOf(pool, frame), [1, 1, 3, 1, 0xa8, 5, 38, 0, 16, 0]);
});

test('pushVlanTag() leaves the metadata of a complete frame alone', () => {
  const pool = new FramePool(1);
  const frame = load(pool, frameOctets(station(1), station(2)));
  pushVlanTag(pool, frame, 0x8100, 5);
  assert.deepEqual(
    offloadOf(pool, frame),
    Array.from({ length: OFFLOAD_LEN }, () => 0),
  );
});

test('clearReceiveFlags() keeps NEEDS_CSUM and nothing else', () => {
  const pool = new FramePool(1);
  const frame = pool.alloc();
  clearOffload(pool, frame);
  pool.offload[0] = 0xff;
  clearReceiveFlags(pool, frame);
  assert.equal(pool.offload[0], 1);
});

test('FramePool hands out every slot once, and a slot again only after its last release', () => {
  const pool = new FramePool(2);
  const first = pool.alloc();
  const second = pool.alloc();
  assert.notEqual(first, second);
  assert.equal(pool.alloc(), NO_FRAME);
  pool.hold(first, 2);
  pool.release(first);
  pool.release(first);
  assert.equal(pool.alloc(), NO_FRAME);
  pool.release(first);
  assert.equal(pool.alloc(), first);
});

test('alloc() restores the headroom that a tag took', () => {
  const pool = new FramePool(1);
  const frame = load(pool, frameOctets(station(1), station(2)));
  pushVlanTag(pool, frame, 0x8100, 5);
  pool.release(frame);
  assert.equal(pool.offset[pool.alloc()], FRAME_HEADROOM);
  assert.equal(pool.slab.length, FRAME_SLOT_SIZE);
});
