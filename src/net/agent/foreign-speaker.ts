/**
 * Recognises an LLDPDU that another program of the node sends out of a port. A frame that a bridge merely forwards out
 * of the port is none: it has the MAC of its real sender.
 *
 * @see IEEE Std 802.1AB-2016, 8.5 (the first three TLVs: Chassis ID, Port ID, Time To Live)
 */
import { formatMac } from '../../base/mac.ts';

const ETHERNET_HEADER_LEN = 14;
const SRC_OFFSET = 6;
const TTL_TYPE = 3;

/**
 * @param frame the whole outgoing frame
 * @param portMac MAC of the port; null when it is not known
 * @returns its TTL in seconds, or -1 when it does not count
 */
export function foreignTtl(frame: Uint8Array, len: number, portMac: string | null): number {
  if (len > frame.length || len < ETHERNET_HEADER_LEN || formatMac(frame, SRC_OFFSET) !== portMac) return -1;
  let offset = ETHERNET_HEADER_LEN;
  for (let index = 0; index < 3 && offset + 2 <= len; index += 1) {
    const type = frame[offset]! >> 1;
    const valueLen = ((frame[offset]! & 1) << 8) | frame[offset + 1]!;
    if (type === TTL_TYPE && valueLen >= 2 && offset + 4 <= len)
      return (frame[offset + 2]! << 8) | frame[offset + 3]!;
    offset += 2 + valueLen;
  }
  return -1;
}
