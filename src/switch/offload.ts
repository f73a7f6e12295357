/**
 * Offload metadata: the header that travels beside a frame and says what its sender left undone, a checksum or the
 * cutting into segments. Between two ports that carry it, a 64 KiB segment crosses the switch as one frame.
 * Layout: `struct virtio_net_hdr` (virtio 1.2, 5.1.6; linux/virtio_net.h), little-endian as both supported machines are.
 *
 *      0        1        2        4          6            8
 *     | flags  |gso_type| hdr_len | gso_size | csum_start | csum_offset |
 */
import type { FramePool } from './frame-pool.ts';

/** Octets of the header. */
export const OFFLOAD_LEN = 10;

/** Octets from one frame's header to the next, so that each lies in one cache line. */
export const OFFLOAD_STRIDE = 16;

const FLAGS = 0;
const GSO_TYPE = 1;
const HDR_LEN = 2;
const CSUM_START = 6;

/** VIRTIO_NET_HDR_F_NEEDS_CSUM: the checksum at csum_start + csum_offset is to be completed. */
const NEEDS_CSUM = 1;

const VLAN_TAG_LEN = 4;
const MAC_ADDRESSES_LEN = 12;

/**
 * Makes the metadata of a received frame fit for sending: of the flags only NEEDS_CSUM may go back to the kernel; the
 * others describe what the receiver verified, and are refused or misread on transmit.
 */
export function clearReceiveFlags(pool: FramePool, frame: number): void {
  const at = frame * OFFLOAD_STRIDE;
  pool.offload[at + FLAGS]! &= NEEDS_CSUM;
}

/** Says that a frame is complete as it stands: nothing to check, nothing to cut. */
export function clearOffload(pool: FramePool, frame: number): void {
  const at = frame * OFFLOAD_STRIDE;
  pool.offload.fill(0, at, at + OFFLOAD_LEN);
}

/**
 * Puts a VLAN tag between the source address and what follows it, using four octets of headroom, and moves the offload
 * metadata along: without that a receiver completes the checksum four octets too early, and TCP is dead.
 *
 * @param frame a frame of at least 12 octets with 4 octets of headroom (checked by the caller)
 * @param tpid tag protocol identifier, 0x8100 or 0x88a8
 * @param tci tag control information, 16 bits
 * @see IEEE Std 802.1Q, 9.3 Tag format
 */
export function pushVlanTag(pool: FramePool, frame: number, tpid: number, tci: number): void {
  const { slab, offload } = pool;
  const from = pool.offset[frame]!;
  const to = from - VLAN_TAG_LEN;
  slab.copyWithin(to, from, from + MAC_ADDRESSES_LEN);
  const tag = to + MAC_ADDRESSES_LEN;
  slab[tag] = tpid >> 8;
  slab[tag + 1] = tpid;
  slab[tag + 2] = tci >> 8;
  slab[tag + 3] = tci;
  pool.offset[frame] = to;
  pool.len[frame]! += VLAN_TAG_LEN;

  const at = frame * OFFLOAD_STRIDE;
  if ((offload[at + FLAGS]! & NEEDS_CSUM) !== 0) addLength(offload, at + CSUM_START);
  if (offload[at + GSO_TYPE] !== 0) addLength(offload, at + HDR_LEN);
}

/** Adds the length of a tag to the 16-bit number at `at`. */
function addLength(offload: Uint8Array, at: number): void {
  const value = (offload[at]! | (offload[at + 1]! << 8)) + VLAN_TAG_LEN;
  offload[at] = value;
  offload[at + 1] = value >> 8;
}
