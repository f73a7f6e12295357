/**
 * LLDP on the wire: numbers of the LLDPDU, and access to one TLV header. The rest of the codec stands beside it:
 * `lldp-check.ts` decides whether an LLDPDU is taken at all, `lldp-parse.ts` makes a record of it, `lldp-emit.ts` the
 * way back, `lldp-id.ts` and `lldp-org.ts` know the identifiers and the organizationally specific TLVs. Read first:
 * IEEE Std 802.1AB-2016 8.2 to 8.5 for the format and 9.2.7.7 for what a receiver makes of it.
 *
 *     LLDPDU   Chassis ID | Port ID | Time To Live | optional TLVs, any order | End Of LLDPDU
 *
 *      0             7        15                  one TLV (8.4)
 *     +-------------+-+--------+---------------------------------+
 *     |  type (7)   | len (9)  | information string, 0..511 oct. |
 *     +-------------+-+--------+---------------------------------+
 */

/** Octets of a TLV header. */
export const TLV_HEADER_LEN = 2;

/** End Of LLDPDU TLV (8.5.1). */
export const TLV_END = 0;
/** Chassis ID TLV (8.5.2). */
export const TLV_CHASSIS_ID = 1;
/** Port ID TLV (8.5.3). */
export const TLV_PORT_ID = 2;
/** Time To Live TLV (8.5.4). */
export const TLV_TTL = 3;
/** Port Description TLV (8.5.5). */
export const TLV_PORT_DESCRIPTION = 4;
/** System Name TLV (8.5.6). */
export const TLV_SYSTEM_NAME = 5;
/** System Description TLV (8.5.7). */
export const TLV_SYSTEM_DESCRIPTION = 6;
/** System Capabilities TLV (8.5.8). */
export const TLV_SYSTEM_CAPABILITIES = 7;
/** Management Address TLV (8.5.9). */
export const TLV_MANAGEMENT_ADDRESS = 8;
/** Organizationally Specific TLV (8.6). */
export const TLV_ORG = 127;

/** Shortest and longest information string of a Chassis ID or Port ID TLV, subtype included (8.5.2.1, 8.5.3.1). */
export const ID_TLV_LEN_MIN = 2;
/** See {@link ID_TLV_LEN_MIN}. */
export const ID_TLV_LEN_MAX = 256;

/** Longest Port Description, System Name and System Description, octets (8.5.5.2, 8.5.6.2, 8.5.7.2). */
export const STRING_TLV_LEN_MAX = 255;

/** System capability bits (8.5.8.1, table 8-4): which of the two 16-bit maps is meant depends on the place. */
export const CAPABILITY_BRIDGE = 1 << 2;
/** See {@link CAPABILITY_BRIDGE}. */
export const CAPABILITY_ROUTER = 1 << 4;
/** See {@link CAPABILITY_BRIDGE}. */
export const CAPABILITY_STATION_ONLY = 1 << 7;

/** A mandatory TLV is missing, or runs past the end of the LLDPDU. */
export const DROP_LLDP_TRUNCATED = -1;
/** The first TLV is no Chassis ID TLV of 2 to 256 octets. */
export const DROP_LLDP_CHASSIS_ID = -2;
/** The second TLV is no Port ID TLV of 2 to 256 octets. */
export const DROP_LLDP_PORT_ID = -3;
/** The third TLV is no Time To Live TLV of 2 octets or more. */
export const DROP_LLDP_TTL = -4;
/** A mandatory TLV comes a second time. */
export const DROP_LLDP_DUPLICATE = -5;
/** The End Of LLDPDU TLV has a length other than zero. */
export const DROP_LLDP_END = -6;
/** The LLDPDU is longer than this system stores. */
export const DROP_LLDP_TOO_LONG = -7;

/** Reads the type of the TLV at `off`, 0..127. */
export function getTlvType(buf: Uint8Array, off: number): number {
  return buf[off]! >> 1;
}

/** Reads the length of the information string of the TLV at `off`, 0..511 octets. */
export function getTlvLen(buf: Uint8Array, off: number): number {
  return ((buf[off]! & 1) << 8) | buf[off + 1]!;
}

/** Writes the header of a TLV at `off`: `type` 0..127, `len` 0..511 octets. */
export function setTlvHeader(buf: Uint8Array, off: number, type: number, len: number): void {
  buf[off] = (type << 1) | (len >> 8);
  buf[off + 1] = len;
}
