/**
 * The Ethernet header: 14 octets before the payload, without preamble and FCS. Accessors read and write one field and
 * check nothing; the caller has made sure of {@link ETH_HEADER_LEN} octets. Read first: IEEE Std 802.3 3.1.1 and 3.2,
 * IEEE Std 802.1Q 8.6.3 for the reserved group addresses.
 *
 *      0        6        12    14
 *     +--------+--------+-----+----------
 *     |  dst   |  src   |type | payload
 *     +--------+--------+-----+----------
 */

/** Octets of destination, source and EtherType. */
export const ETH_HEADER_LEN = 14;

/** Shortest frame without its FCS, octets: minFrameSize 64 less 4 (IEEE Std 802.3 4A.4.2). */
export const ETH_FRAME_LEN_MIN = 60;

/** Header and FCS, octets: what a maximum frame size has on top of the MTU. */
export const ETH_OVERHEAD_LEN = 18;

/** EtherType of IPv4 (RFC 894). */
export const ETHERTYPE_IPV4 = 0x0800;
/** EtherType of ARP (RFC 826). */
export const ETHERTYPE_ARP = 0x0806;
/** EtherType of a C-TAG (IEEE Std 802.1Q, table 9-1). */
export const ETHERTYPE_VLAN = 0x8100;
/** EtherType of IPv6 (RFC 2464 3). */
export const ETHERTYPE_IPV6 = 0x86dd;
/** EtherType of an S-TAG (IEEE Std 802.1Q, table 9-1). */
export const ETHERTYPE_SVLAN = 0x88a8;
/** EtherType of LLDP (IEEE Std 802.1AB-2016 7.3, table 7-3). */
export const ETHERTYPE_LLDP = 0x88cc;

/** Nearest bridge group address: no bridge of any kind relays it (IEEE Std 802.1AB-2016 7.1). Not to be written to. */
export const GROUP_NEAREST_BRIDGE: Uint8Array = Uint8Array.of(0x01, 0x80, 0xc2, 0x00, 0x00, 0x0e);
/** Nearest non-TPMR bridge group address: two-port MAC relays pass it. Not to be written to. */
export const GROUP_NEAREST_NON_TPMR_BRIDGE: Uint8Array = Uint8Array.of(0x01, 0x80, 0xc2, 0x00, 0x00, 0x03);
/** Nearest customer bridge group address: provider bridges pass it; BPDUs use it too. Not to be written to. */
export const GROUP_NEAREST_CUSTOMER_BRIDGE: Uint8Array = Uint8Array.of(0x01, 0x80, 0xc2, 0x00, 0x00, 0x00);

/** Reads the EtherType, or the length of an IEEE 802.3 frame, of the frame at `off`. */
export function getEtherType(buf: Uint8Array, off: number): number {
  return (buf[off + 12]! << 8) | buf[off + 13]!;
}

/** Writes the EtherType of the frame at `off`. */
export function setEtherType(buf: Uint8Array, off: number, etherType: number): void {
  buf[off + 12] = etherType >> 8;
  buf[off + 13] = etherType;
}

/** Copies the six octets of `mac` to the destination of the frame at `off`. */
export function setDst(buf: Uint8Array, off: number, mac: Uint8Array): void {
  buf.set(mac, off);
}

/** Copies the six octets of `mac` to the source of the frame at `off`. */
export function setSrc(buf: Uint8Array, off: number, mac: Uint8Array): void {
  buf.set(mac, off + 6);
}

/** Tells whether the destination of the frame at `off` is the six octets of `mac`. */
export function isDst(buf: Uint8Array, off: number, mac: Uint8Array): boolean {
  for (let index = 0; index < 6; index += 1) if (buf[off + index] !== mac[index]) return false;
  return true;
}

/** Tells whether the MAC address at `off` is a group address (the I/G bit). */
export function isGroupMac(buf: Uint8Array, off: number): boolean {
  return (buf[off]! & 1) === 1;
}

/** Tells whether the MAC address at `off` is one of the sixteen that no C-VLAN bridge relays (802.1Q, table 8-1). */
export function isReservedGroupMac(buf: Uint8Array, off: number): boolean {
  return (
    buf[off] === 0x01 &&
    buf[off + 1] === 0x80 &&
    buf[off + 2] === 0xc2 &&
    buf[off + 3] === 0 &&
    buf[off + 4] === 0 &&
    buf[off + 5]! <= 0x0f
  );
}
