/**
 * From a record to the octets of an LLDPDU. The order of the optional TLVs is free (8.2); ours is that of their types,
 * then the organizationally specific ones. Read first: IEEE Std 802.1AB-2016 8.2, 8.5, and 9.2.7.3 and 9.2.7.4 for the
 * two kinds of LLDPDU.
 */
import { encodedLenUtf8, encodeUtf8Into } from '../base/utf8.ts';
import type { LldpId } from './lldp-id.ts';
import { emitOrgValue16, ORG_MAX_FRAME_SIZE, ORG_PORT_VLAN_ID, ORG_VALUE16_EMITTED_LEN } from './lldp-org.ts';
import type { Lldpdu, LldpManagementAddress } from './lldp-parse.ts';
import {
  setTlvHeader,
  STRING_TLV_LEN_MAX,
  TLV_CHASSIS_ID,
  TLV_END,
  TLV_HEADER_LEN,
  TLV_MANAGEMENT_ADDRESS,
  TLV_PORT_DESCRIPTION,
  TLV_PORT_ID,
  TLV_SYSTEM_CAPABILITIES,
  TLV_SYSTEM_DESCRIPTION,
  TLV_SYSTEM_NAME,
  TLV_TTL,
} from './lldp.ts';

const TTL_TLV_LEN = 2;
const CAPABILITIES_TLV_LEN = 4;
/** Length octets, interface subtype and number of a Management Address TLV, and the octet of its family. */
const MANAGEMENT_FIXED_LEN = 8;

/** How many octets {@link emitLldpdu} writes. */
export function emittedLenLldpdu(pdu: Lldpdu): number {
  let len = idLen(pdu.chassisId) + idLen(pdu.portId) + TLV_HEADER_LEN + TTL_TLV_LEN + TLV_HEADER_LEN;
  if (pdu.ttl === 0) return len;
  len += stringLen(pdu.portDescription) + stringLen(pdu.systemName) + stringLen(pdu.systemDescription);
  if (pdu.capabilities !== null) len += TLV_HEADER_LEN + CAPABILITIES_TLV_LEN;
  for (const address of pdu.managementAddresses) len += TLV_HEADER_LEN + managementTlvLen(address);
  if (pdu.portVlan !== null) len += ORG_VALUE16_EMITTED_LEN;
  if (pdu.maxFrameLen !== null) len += ORG_VALUE16_EMITTED_LEN;
  return len;
}

/**
 * Writes an LLDPDU. With a TTL of zero it is a shutdown LLDPDU, which has the mandatory TLVs and nothing else
 * (9.2.7.4). Strings longer than 255 octets are cut at a character.
 *
 * @param pdu lengths within the ranges of its fields
 * @param out overwritten from `off` on; has room for {@link emittedLenLldpdu} octets there
 * @returns octets written
 */
export function emitLldpdu(pdu: Lldpdu, out: Uint8Array, off: number): number {
  let at = emitId(out, off, TLV_CHASSIS_ID, pdu.chassisId);
  at = emitId(out, at, TLV_PORT_ID, pdu.portId);
  setTlvHeader(out, at, TLV_TTL, TTL_TLV_LEN);
  at = emit16(out, at + TLV_HEADER_LEN, pdu.ttl);
  if (pdu.ttl !== 0) at = emitOptional(pdu, out, at);
  setTlvHeader(out, at, TLV_END, 0);
  return at + TLV_HEADER_LEN - off;
}

function emitOptional(pdu: Lldpdu, out: Uint8Array, off: number): number {
  let at = emitString(out, off, TLV_PORT_DESCRIPTION, pdu.portDescription);
  at = emitString(out, at, TLV_SYSTEM_NAME, pdu.systemName);
  at = emitString(out, at, TLV_SYSTEM_DESCRIPTION, pdu.systemDescription);
  if (pdu.capabilities !== null) {
    setTlvHeader(out, at, TLV_SYSTEM_CAPABILITIES, CAPABILITIES_TLV_LEN);
    at = emit16(out, at + TLV_HEADER_LEN, pdu.capabilities.supported);
    at = emit16(out, at, pdu.capabilities.enabled);
  }
  for (const address of pdu.managementAddresses) at = emitManagementAddress(out, at, address);
  if (pdu.portVlan !== null) at = emitOrgValue16(out, at, ORG_PORT_VLAN_ID, pdu.portVlan);
  if (pdu.maxFrameLen !== null) at = emitOrgValue16(out, at, ORG_MAX_FRAME_SIZE, pdu.maxFrameLen);
  return at;
}

function idLen(id: LldpId): number {
  return TLV_HEADER_LEN + 1 + id.octets.length;
}

/** Each `emit…` below writes at `off` and returns the offset behind what it wrote. */
function emitId(out: Uint8Array, off: number, type: number, id: LldpId): number {
  setTlvHeader(out, off, type, 1 + id.octets.length);
  out[off + TLV_HEADER_LEN] = id.subtype;
  out.set(id.octets, off + TLV_HEADER_LEN + 1);
  return off + idLen(id);
}

/** A string that is too long is cut at a character, so its length is found by the same walk that writes it. */
function stringLen(text: string | null): number {
  if (text === null) return 0;
  const len = encodedLenUtf8(text);
  if (len <= STRING_TLV_LEN_MAX) return TLV_HEADER_LEN + len;
  return TLV_HEADER_LEN + encodeUtf8Into(text, new Uint8Array(STRING_TLV_LEN_MAX), 0, STRING_TLV_LEN_MAX);
}

function emitString(out: Uint8Array, off: number, type: number, text: string | null): number {
  if (text === null) return off;
  const len = encodeUtf8Into(text, out, off + TLV_HEADER_LEN, STRING_TLV_LEN_MAX);
  setTlvHeader(out, off, type, len);
  return off + TLV_HEADER_LEN + len;
}

function managementTlvLen(address: LldpManagementAddress): number {
  return MANAGEMENT_FIXED_LEN + address.address.length + address.oid.length;
}

function emitManagementAddress(out: Uint8Array, off: number, address: LldpManagementAddress): number {
  setTlvHeader(out, off, TLV_MANAGEMENT_ADDRESS, managementTlvLen(address));
  let at = off + TLV_HEADER_LEN;
  out[at] = 1 + address.address.length;
  out[at + 1] = address.family;
  out.set(address.address, at + 2);
  at += 2 + address.address.length;
  out[at] = address.interfaceSubtype;
  at = emit16(out, at + 1, address.interfaceNumber >>> 16);
  at = emit16(out, at, address.interfaceNumber & 0xffff);
  out[at] = address.oid.length;
  out.set(address.oid, at + 1);
  return at + 1 + address.oid.length;
}

function emit16(out: Uint8Array, off: number, value: number): number {
  out[off] = value >> 8;
  out[off + 1] = value;
  return off + 2;
}
