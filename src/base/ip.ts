/**
 * IPv4 and IPv6 addresses and prefixes as text and octets (RFC 4291 2.2 for IPv6 text, RFC 5952 for its canonical
 * form). Everything works on network-order octets: 4 for IPv4, 16 for IPv6.
 */

/** An address with its prefix length, as in `10.0.0.1/24`. */
export interface IpPrefix {
  /** 4 or 6. */
  readonly family: 4 | 6;
  /** 4 or 16 octets, network order. */
  readonly octets: Uint8Array;
  /** 0..32 or 0..128. */
  readonly prefixLen: number;
}

const IPV4_TEXT = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** Reads an IPv4 address in dotted-decimal form without leading zeros; null when the text is none. */
export function parseIpv4(text: string): Uint8Array | null {
  if (!IPV4_TEXT.test(text)) return null;
  return Uint8Array.from(text.split('.'), Number);
}

/** Reads an IPv6 address (with `::` and an embedded IPv4 tail, without zone); null when the text is none. */
export function parseIpv6(text: string): Uint8Array | null {
  if (text.length < 2 || text.length > 45) return null;
  let head = text;
  const tail: number[] = [];
  const lastColon = text.lastIndexOf(':');
  if (text.includes('.')) {
    const v4 = parseIpv4(text.slice(lastColon + 1));
    if (lastColon < 0 || v4 === null) return null;
    tail.push((v4[0]! << 8) | v4[1]!, (v4[2]! << 8) | v4[3]!);
    // The colon before the IPv4 part separates groups, unless it is the second of a '::'.
    head = text[lastColon - 1] === ':' ? text.slice(0, lastColon + 1) : text.slice(0, lastColon);
  }
  const gap = head.indexOf('::');
  if (gap >= 0 && head.indexOf('::', gap + 1) >= 0) return null;
  const left = parseGroups(gap < 0 ? head : head.slice(0, gap));
  const right = gap < 0 ? [] : parseGroups(head.slice(gap + 2));
  if (left === null || right === null) return null;
  const known = left.length + right.length + tail.length;
  if (gap < 0 ? known !== 8 : known > 7) return null;
  const groups = [...left, ...Array.from({ length: 8 - known }, () => 0), ...right, ...tail];
  const out = new Uint8Array(16);
  groups.forEach((group, index) => {
    out[index * 2] = group >> 8;
    out[index * 2 + 1] = group & 0xff;
  });
  return out;
}

function parseGroups(text: string): number[] | null {
  if (text === '') return [];
  const groups = text.split(':');
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.map((group) => Number.parseInt(group, 16));
}

/** Reads an address of either family; null when the text is none. */
export function parseIp(text: string): Uint8Array | null {
  return parseIpv4(text) ?? parseIpv6(text);
}

/**
 * Reads `ADDRESS/LENGTH`; without a length the prefix covers the one address.
 *
 * @returns null when the text is no address, or the length is out of range
 */
export function parsePrefix(text: string): IpPrefix | null {
  const slash = text.indexOf('/');
  const octets = parseIp(slash < 0 ? text : text.slice(0, slash));
  if (octets === null) return null;
  const size = octets.length * 8;
  const lenText = slash < 0 ? String(size) : text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(lenText) || Number(lenText) > size) return null;
  return { family: octets.length === 4 ? 4 : 6, octets, prefixLen: Number(lenText) };
}

/** Writes 4 or 16 octets as text, IPv6 in the canonical form of RFC 5952. */
export function formatIp(octets: Uint8Array): string {
  if (octets.length === 4) return octets.join('.');
  const groups = Array.from({ length: 8 }, (_, index) => (octets[index * 2]! << 8) | octets[index * 2 + 1]!);
  // RFC 5952 4.2: the longest run of zero groups, of two or more, the first of equals, becomes "::".
  let best = 0;
  let bestLen = 1;
  for (let start = 0; start < 8; start += 1) {
    let end = start;
    while (end < 8 && groups[end] === 0) end += 1;
    if (end - start > bestLen) {
      best = start;
      bestLen = end - start;
    }
  }
  const hex = groups.map((group) => group.toString(16));
  if (bestLen < 2) return hex.join(':');
  return `${hex.slice(0, best).join(':')}::${hex.slice(best + bestLen).join(':')}`;
}

/** Writes `ADDRESS/LENGTH`. */
export function formatPrefix(prefix: IpPrefix): string {
  return `${formatIp(prefix.octets)}/${prefix.prefixLen}`;
}

/** The network part of a prefix: the address with all host bits zero. */
export function networkOf(prefix: IpPrefix): IpPrefix {
  const octets = prefix.octets.map((octet, index) => {
    const bits = Math.min(8, Math.max(0, prefix.prefixLen - index * 8));
    return octet & (0xff00 >> bits) & 0xff;
  });
  return { family: prefix.family, octets, prefixLen: prefix.prefixLen };
}

/** Tells whether `octets` (an address) lies within `prefix`; false across families. */
export function prefixContains(prefix: IpPrefix, octets: Uint8Array): boolean {
  if (octets.length !== prefix.octets.length) return false;
  const network = networkOf(prefix).octets;
  const other = networkOf({ ...prefix, octets }).octets;
  return network.every((octet, index) => octet === other[index]);
}
