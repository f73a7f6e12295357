/**
 * Which LLDPDU is taken and which is discarded whole. The rules fall in two kinds: those here cost the sender the
 * LLDPDU, those of `lldp-parse.ts` cost it the one TLV that is wrong. Nothing here allocates, so a flood of bad frames
 * is cheap. Read first: IEEE Std 802.1AB-2016 9.2.7.7.1 (LLDPDU validation) and 9.2.7.7.2 (TLV validation).
 */
import { LLDPDU_LEN_MAX } from '../base/limits.ts';
import {
  DROP_LLDP_CHASSIS_ID,
  DROP_LLDP_DUPLICATE,
  DROP_LLDP_END,
  DROP_LLDP_PORT_ID,
  DROP_LLDP_TOO_LONG,
  DROP_LLDP_TRUNCATED,
  DROP_LLDP_TTL,
  getTlvLen,
  getTlvType,
  ID_TLV_LEN_MAX,
  ID_TLV_LEN_MIN,
  TLV_CHASSIS_ID,
  TLV_END,
  TLV_HEADER_LEN,
  TLV_PORT_ID,
  TLV_TTL,
} from './lldp.ts';

/** The least value part of a Time To Live TLV, octets; what follows it is ignored (8.5.4, 9.2.7.7.1). */
const TTL_LEN = 2;

/**
 * Checks the Chassis ID and Port ID TLVs, which together name the sender: its MSAP identifier.
 *
 * @param len octets of the LLDPDU, padding of the frame included
 * @returns octets of the two TLVs, or a drop code; never throws
 */
export function checkMsap(buf: Uint8Array, off: number, len: number): number {
  if (len > LLDPDU_LEN_MAX) return DROP_LLDP_TOO_LONG;
  const end = off + len;
  const chassisLen = checkIdTlv(buf, off, end, TLV_CHASSIS_ID, DROP_LLDP_CHASSIS_ID);
  if (chassisLen < 0) return chassisLen;
  const portLen = checkIdTlv(buf, off + chassisLen, end, TLV_PORT_ID, DROP_LLDP_PORT_ID);
  return portLen < 0 ? portLen : chassisLen + portLen;
}

/**
 * Checks the whole LLDPDU. After a TTL of zero nothing more is looked at: the sender is going, and only its MSAP
 * identifier matters.
 *
 * @param len octets of the LLDPDU, padding of the frame included
 * @returns octets up to and with the End Of LLDPDU TLV (all `len` octets when there is none, which 9.2.7.7.1 allows),
 * or a drop code; never throws
 */
export function checkLldpdu(buf: Uint8Array, off: number, len: number): number {
  const msapLen = checkMsap(buf, off, len);
  if (msapLen < 0) return msapLen;
  const end = off + len;
  const ttlOff = off + msapLen;
  if (ttlOff + TLV_HEADER_LEN > end) return DROP_LLDP_TRUNCATED;
  const ttlLen = getTlvLen(buf, ttlOff);
  if (getTlvType(buf, ttlOff) !== TLV_TTL || ttlLen < TTL_LEN) return DROP_LLDP_TTL;
  const restOff = ttlOff + TLV_HEADER_LEN + ttlLen;
  if (restOff > end) return DROP_LLDP_TRUNCATED;
  if (getTtl(buf, off, msapLen) === 0) return restOff - off;
  return checkRest(buf, off, restOff, end);
}

/** Reads the Time To Live, seconds, of an LLDPDU that {@link checkLldpdu} has accepted. */
export function getTtl(buf: Uint8Array, off: number, msapLen: number): number {
  const at = off + msapLen + TLV_HEADER_LEN;
  return (buf[at]! << 8) | buf[at + 1]!;
}

function checkIdTlv(buf: Uint8Array, off: number, end: number, type: number, drop: number): number {
  if (off + TLV_HEADER_LEN > end) return DROP_LLDP_TRUNCATED;
  const len = getTlvLen(buf, off);
  if (getTlvType(buf, off) !== type || len < ID_TLV_LEN_MIN || len > ID_TLV_LEN_MAX) return drop;
  return off + TLV_HEADER_LEN + len > end ? DROP_LLDP_TRUNCATED : TLV_HEADER_LEN + len;
}

/** Walks the TLVs after the first three for what costs the whole LLDPDU; returns as {@link checkLldpdu}. */
function checkRest(buf: Uint8Array, off: number, restOff: number, end: number): number {
  let at = restOff;
  while (at + TLV_HEADER_LEN <= end) {
    const type = getTlvType(buf, at);
    const len = getTlvLen(buf, at);
    if (type === TLV_END) return len === 0 ? at + TLV_HEADER_LEN - off : DROP_LLDP_END;
    if (type <= TLV_TTL) return DROP_LLDP_DUPLICATE;
    // A TLV that runs past the end is discarded alone, and the TLVs before it count (9.2.7.7.2).
    at += TLV_HEADER_LEN + len;
  }
  return end - off;
}
