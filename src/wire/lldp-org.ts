/**
 * The two organizationally specific TLVs that Wireloom compares with the plan: the VLAN of untagged frames, and the
 * largest frame. Read first: IEEE Std 802.1AB-2016 8.6 for the frame of such a TLV, IEEE Std 802.1Q annex D.2.1 (Port
 * VLAN ID) and IEEE Std 802.3 79.3.4 (Maximum Frame Size) for the two.
 *
 *     +--------+-----+----------+---------+--------------------+
 *     |127 (7) |  6  | OUI (24) | subtype | value (16)         |
 *     +--------+-----+----------+---------+--------------------+
 */
import { setTlvHeader, TLV_HEADER_LEN, TLV_ORG } from './lldp.ts';

/** Least information string of an Organizationally Specific TLV, octets: OUI and subtype (8.6.1). */
export const ORG_TLV_LEN_MIN = 4;

/** OUI 00-80-C2 and subtype 1: Port VLAN ID, as one number (IEEE Std 802.1Q D.2.1). */
export const ORG_PORT_VLAN_ID = 0x0080c2_01;
/** OUI 00-12-0F and subtype 4: Maximum Frame Size, as one number (IEEE Std 802.3 79.3.4). */
export const ORG_MAX_FRAME_SIZE = 0x00120f_04;

/** Information string of either TLV, octets. */
const ORG_VALUE16_TLV_LEN = ORG_TLV_LEN_MIN + 2;

/** Octets that {@link emitOrgValue16} writes. */
export const ORG_VALUE16_EMITTED_LEN: number = TLV_HEADER_LEN + ORG_VALUE16_TLV_LEN;

/** Reads OUI and subtype of the information string at `off` as one number; the caller has checked its length. */
export function getOrgKind(buf: Uint8Array, off: number): number {
  return ((buf[off]! << 24) | (buf[off + 1]! << 16) | (buf[off + 2]! << 8) | buf[off + 3]!) >>> 0;
}

/**
 * Reads the value of a Port VLAN ID or Maximum Frame Size TLV.
 *
 * @param len octets of the information string at `off`
 * @returns 0..65535, or -1 when the length is not that of such a TLV
 */
export function parseOrgValue16(buf: Uint8Array, off: number, len: number): number {
  if (len !== ORG_VALUE16_TLV_LEN) return -1;
  return (buf[off + ORG_TLV_LEN_MIN]! << 8) | buf[off + ORG_TLV_LEN_MIN + 1]!;
}

/** Writes a Port VLAN ID or Maximum Frame Size TLV at `off`; returns the offset behind it. */
export function emitOrgValue16(out: Uint8Array, off: number, kind: number, value: number): number {
  setTlvHeader(out, off, TLV_ORG, ORG_VALUE16_TLV_LEN);
  const at = off + TLV_HEADER_LEN;
  out[at] = kind >>> 24;
  out[at + 1] = kind >>> 16;
  out[at + 2] = kind >>> 8;
  out[at + 3] = kind;
  out[at + 4] = value >> 8;
  out[at + 5] = value;
  return off + ORG_VALUE16_EMITTED_LEN;
}
