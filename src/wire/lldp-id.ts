/**
 * Chassis ID and Port ID: who sends, and from which port. An identifier is a subtype and octets, and is compared as
 * such; its text is for people and for the plan. Read first: IEEE Std 802.1AB-2016 8.5.2 and 8.5.3, tables 8-2 and 8-3.
 */
import { formatIp } from '../base/ip.ts';
import { formatMac } from '../base/mac.ts';
import { escapeControls } from '../base/printable.ts';
import { decodeUtf8, encodeUtf8 } from '../base/utf8.ts';

/** Chassis ID subtypes (table 8-2): EntPhysicalAlias of a chassis. */
export const CHASSIS_ID_COMPONENT = 1;
/** IfAlias. */
export const CHASSIS_ID_INTERFACE_ALIAS = 2;
/** EntPhysicalAlias of a port or backplane. */
export const CHASSIS_ID_PORT_COMPONENT = 3;
/** Six octets. */
export const CHASSIS_ID_MAC = 4;
/** IANA address family number and address. */
export const CHASSIS_ID_NETWORK = 5;
/** IfName. */
export const CHASSIS_ID_INTERFACE_NAME = 6;
/** Whatever the sender likes. */
export const CHASSIS_ID_LOCAL = 7;

/** Port ID subtypes (table 8-3): IfAlias. */
export const PORT_ID_INTERFACE_ALIAS = 1;
/** EntPhysicalAlias of a port or backplane. */
export const PORT_ID_PORT_COMPONENT = 2;
/** Six octets. */
export const PORT_ID_MAC = 3;
/** IANA address family number and address. */
export const PORT_ID_NETWORK = 4;
/** IfName. */
export const PORT_ID_INTERFACE_NAME = 5;
/** Agent Circuit ID (RFC 3046), binary. */
export const PORT_ID_CIRCUIT = 6;
/** Whatever the sender likes. */
export const PORT_ID_LOCAL = 7;

/** IANA address family numbers, as LLDP uses them: IPv4. */
export const FAMILY_IPV4 = 1;
/** IPv6. */
export const FAMILY_IPV6 = 2;
/** All 802 media: a MAC address. */
export const FAMILY_MAC = 6;

/** A Chassis ID or Port ID as it stands in its TLV. */
export interface LldpId {
  /** 1..7 are defined; others are taken as they come. */
  readonly subtype: number;
  /** 1..255 octets. */
  readonly octets: Uint8Array;
}

/** What the text of an identifier is: an interface name, a MAC address, the sender's own words, or something else. */
export type LldpIdKind = 'ifname' | 'mac' | 'local' | 'other';

/** A Chassis ID that is a MAC address of six octets (kept, not copied). */
export function chassisIdOfMac(mac: Uint8Array): LldpId {
  return { subtype: CHASSIS_ID_MAC, octets: mac };
}

/** A Chassis ID in the sender's own words. */
export function chassisIdOfLocal(text: string): LldpId {
  return { subtype: CHASSIS_ID_LOCAL, octets: encodeUtf8(text) };
}

/** A Port ID that is the name of an interface. */
export function portIdOfInterfaceName(name: string): LldpId {
  return { subtype: PORT_ID_INTERFACE_NAME, octets: encodeUtf8(name) };
}

/** Which kind of text {@link formatChassisId} gives. */
export function chassisIdKind(id: LldpId): LldpIdKind {
  switch (id.subtype) {
    case CHASSIS_ID_INTERFACE_NAME:
      return 'ifname';
    case CHASSIS_ID_MAC:
      return 'mac';
    case CHASSIS_ID_LOCAL:
      return 'local';
    default:
      return 'other';
  }
}

/** Which kind of text {@link formatPortId} gives. */
export function portIdKind(id: LldpId): LldpIdKind {
  switch (id.subtype) {
    case PORT_ID_INTERFACE_NAME:
      return 'ifname';
    case PORT_ID_MAC:
      return 'mac';
    case PORT_ID_LOCAL:
      return 'local';
    default:
      return 'other';
  }
}

/** The Chassis ID as harmless text: MAC with colons, IP address, the words, or octets in hex when they are no text. */
export function formatChassisId(id: LldpId): string {
  if (id.subtype === CHASSIS_ID_MAC) return formatAddress(FAMILY_MAC, id.octets);
  if (id.subtype === CHASSIS_ID_NETWORK) return formatAddress(id.octets[0]!, id.octets.subarray(1));
  return formatWords(id.octets);
}

/** The Port ID as harmless text; see {@link formatChassisId}. */
export function formatPortId(id: LldpId): string {
  if (id.subtype === PORT_ID_MAC) return formatAddress(FAMILY_MAC, id.octets);
  if (id.subtype === PORT_ID_NETWORK) return formatAddress(id.octets[0]!, id.octets.subarray(1));
  return formatWords(id.octets);
}

/** An address of an IANA family as text; octets in hex when family and length do not go together. */
export function formatAddress(family: number, octets: Uint8Array): string {
  if (family === FAMILY_MAC && octets.length === 6) return formatMac(octets);
  if (family === FAMILY_IPV4 && octets.length === 4) return formatIp(octets);
  if (family === FAMILY_IPV6 && octets.length === 16) return formatIp(octets);
  return formatHex(octets);
}

/**
 * Reads text of a TLV: UTF-8, bad octets replaced, control characters escaped. NULs at the end are left out: some
 * senders count the end of their C string in, and a name must not fail for that.
 */
export function readText(buf: Uint8Array, off: number, len: number): string {
  let textLen = len;
  while (textLen > 0 && buf[off + textLen - 1] === 0) textLen -= 1;
  return escapeControls(decodeUtf8(buf, off, textLen));
}

/** Octets that are not text are shown in hex, since two of them could look the same with bad octets replaced. */
function formatWords(octets: Uint8Array): string {
  const text = readText(octets, 0, octets.length);
  return text === '' || text.includes('\ufffd') ? formatHex(octets) : text;
}

function formatHex(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join(':');
}
