/**
 * From a checked LLDPDU to a record. A TLV that breaks a rule of its own is left out and counted; the others stand.
 * This runs once for each change of a neighbour, not for each frame (`agents/lldp/receive.ts`), so it may allocate.
 * Read first: IEEE Std 802.1AB-2016 9.2.7.7.2 (TLV validation) and 8.5.5 to 8.5.9.
 */
import { checkMsap, getTtl } from './lldp-check.ts';
import { type LldpId, readText } from './lldp-id.ts';
import {
  getOrgKind,
  ORG_MAX_FRAME_SIZE,
  ORG_PORT_VLAN_ID,
  ORG_TLV_LEN_MIN,
  parseOrgValue16,
} from './lldp-org.ts';
import {
  getTlvLen,
  getTlvType,
  STRING_TLV_LEN_MAX,
  TLV_END,
  TLV_HEADER_LEN,
  TLV_MANAGEMENT_ADDRESS,
  TLV_ORG,
  TLV_PORT_DESCRIPTION,
  TLV_SYSTEM_CAPABILITIES,
  TLV_SYSTEM_DESCRIPTION,
  TLV_SYSTEM_NAME,
} from './lldp.ts';

/** System Capabilities TLV (8.5.8): two maps of 16 bits, `enabled` within `supported`. */
export interface LldpCapabilities {
  readonly supported: number;
  readonly enabled: number;
}

/** Management Address TLV (8.5.9). */
export interface LldpManagementAddress {
  /** IANA address family number, 0..255. */
  readonly family: number;
  /** 1..31 octets. */
  readonly address: Uint8Array;
  /** 1 unknown, 2 ifIndex, 3 system port number. */
  readonly interfaceSubtype: number;
  /** 0..4294967295. */
  readonly interfaceNumber: number;
  /** Object identifier in its ASN.1 encoding, 0..128 octets. */
  readonly oid: Uint8Array;
}

/** What an LLDPDU says. Strings are harmless text (`readText`); an absent TLV is null. */
export interface Lldpdu {
  readonly chassisId: LldpId;
  readonly portId: LldpId;
  /** Seconds, 0..65535; 0 is a shutdown LLDPDU, of which all else is absent. */
  readonly ttl: number;
  readonly portDescription: string | null;
  readonly systemName: string | null;
  readonly systemDescription: string | null;
  readonly capabilities: LldpCapabilities | null;
  readonly managementAddresses: readonly LldpManagementAddress[];
  /** Port VLAN ID, 0..4094; 0: the port has none. */
  readonly portVlan: number | null;
  /** Maximum Frame Size with header and FCS, octets. */
  readonly maxFrameLen: number | null;
}

/** TLVs that did not get into the record; counted up by {@link parseLldpdu}. */
export interface LldpTlvTally {
  /** Broke a rule, came twice, or ran past the end (statsTLVsDiscardedTotal). */
  discarded: number;
  /** Well-formed, of a type or organization that is not known here (statsTLVsUnrecognizedTotal). */
  unrecognized: number;
}

type MutableLldpdu = { -readonly [Key in keyof Lldpdu]: Lldpdu[Key] } & {
  managementAddresses: LldpManagementAddress[];
};

/**
 * Parses an LLDPDU that `checkLldpdu` has accepted.
 *
 * @param buf borrowed; the record holds copies
 * @param len octets of the LLDPDU, padding of the frame included
 * @param tally counted up, not cleared
 */
export function parseLldpdu(buf: Uint8Array, off: number, len: number, tally: LldpTlvTally): Lldpdu {
  const end = off + len;
  const msapLen = checkMsap(buf, off, len);
  const pdu: MutableLldpdu = {
    chassisId: readId(buf, off),
    portId: readId(buf, off + TLV_HEADER_LEN + getTlvLen(buf, off)),
    ttl: getTtl(buf, off, msapLen),
    portDescription: null,
    systemName: null,
    systemDescription: null,
    capabilities: null,
    managementAddresses: [],
    portVlan: null,
    maxFrameLen: null,
  };
  if (pdu.ttl === 0) return pdu;
  let at = off + msapLen;
  at += TLV_HEADER_LEN + getTlvLen(buf, at);
  while (at < end) {
    const valueOff = at + TLV_HEADER_LEN;
    const next = valueOff > end ? Infinity : valueOff + getTlvLen(buf, at);
    if (next > end) {
      // 9.2.7.7.2: a TLV that extends past the physical end of the frame is discarded.
      tally.discarded += 1;
      break;
    }
    const type = getTlvType(buf, at);
    if (type === TLV_END) break;
    parseTlv(pdu, type, buf, valueOff, next - valueOff, tally);
    at = next;
  }
  return pdu;
}

function readId(buf: Uint8Array, off: number): LldpId {
  const valueOff = off + TLV_HEADER_LEN;
  return { subtype: buf[valueOff]!, octets: buf.slice(valueOff + 1, valueOff + getTlvLen(buf, off)) };
}

/** Puts one optional TLV into the record, or counts it. */
function parseTlv(
  pdu: MutableLldpdu,
  type: number,
  buf: Uint8Array,
  off: number,
  len: number,
  tally: LldpTlvTally,
): void {
  let taken = false;
  switch (type) {
    case TLV_PORT_DESCRIPTION:
      taken = pdu.portDescription === null && len <= STRING_TLV_LEN_MAX;
      if (taken) pdu.portDescription = readText(buf, off, len);
      break;
    case TLV_SYSTEM_NAME:
      taken = pdu.systemName === null && len <= STRING_TLV_LEN_MAX;
      if (taken) pdu.systemName = readText(buf, off, len);
      break;
    case TLV_SYSTEM_DESCRIPTION:
      taken = pdu.systemDescription === null && len <= STRING_TLV_LEN_MAX;
      if (taken) pdu.systemDescription = readText(buf, off, len);
      break;
    case TLV_SYSTEM_CAPABILITIES:
      taken = parseCapabilities(pdu, buf, off, len);
      break;
    case TLV_MANAGEMENT_ADDRESS:
      taken = parseManagementAddress(pdu, buf, off, len);
      break;
    case TLV_ORG:
      parseOrg(pdu, buf, off, len, tally);
      return;
    default:
      tally.unrecognized += 1;
      return;
  }
  if (!taken) tally.discarded += 1;
}

function parseCapabilities(pdu: MutableLldpdu, buf: Uint8Array, off: number, len: number): boolean {
  if (pdu.capabilities !== null || len !== 4) return false;
  const supported = (buf[off]! << 8) | buf[off + 1]!;
  const enabled = (buf[off + 2]! << 8) | buf[off + 3]!;
  // 8.5.8.3: a capability that is enabled and not supported makes the TLV erroneous.
  if ((enabled & ~supported) !== 0) return false;
  pdu.capabilities = { supported, enabled };
  return true;
}

/** Octets of a Management Address TLV beside address and OID: two lengths, and the interface number with its subtype. */
const MANAGEMENT_FIXED_LEN = 7;

function parseManagementAddress(pdu: MutableLldpdu, buf: Uint8Array, off: number, len: number): boolean {
  // 8.5.9: the string of subtype and address has 2..32 octets, the OID at most 128, both within the TLV.
  if (len < MANAGEMENT_FIXED_LEN + 2) return false;
  const stringLen = buf[off]!;
  if (stringLen < 2 || stringLen > 32 || MANAGEMENT_FIXED_LEN + stringLen > len) return false;
  const at = off + 1 + stringLen;
  const oidLen = buf[at + 5]!;
  if (oidLen > 128 || MANAGEMENT_FIXED_LEN + stringLen + oidLen > len) return false;
  pdu.managementAddresses.push({
    family: buf[off + 1]!,
    address: buf.slice(off + 2, at),
    interfaceSubtype: buf[at]!,
    interfaceNumber: ((buf[at + 1]! << 24) | (buf[at + 2]! << 16) | (buf[at + 3]! << 8) | buf[at + 4]!) >>> 0,
    oid: buf.slice(at + 6, at + 6 + oidLen),
  });
  return true;
}

function parseOrg(pdu: MutableLldpdu, buf: Uint8Array, off: number, len: number, tally: LldpTlvTally): void {
  let taken = false;
  const kind = len < ORG_TLV_LEN_MIN ? -1 : getOrgKind(buf, off);
  const value = parseOrgValue16(buf, off, len);
  if (kind === ORG_PORT_VLAN_ID) {
    // IEEE Std 802.1Q D.2.1.1: 0 says that there is no PVID; 4095 is reserved.
    taken = pdu.portVlan === null && value >= 0 && value <= 4094;
    if (taken) pdu.portVlan = value;
  } else if (kind === ORG_MAX_FRAME_SIZE) {
    taken = pdu.maxFrameLen === null && value >= 0;
    if (taken) pdu.maxFrameLen = value;
  } else if (kind !== -1) {
    tally.unrecognized += 1;
    return;
  }
  if (!taken) tally.discarded += 1;
}
