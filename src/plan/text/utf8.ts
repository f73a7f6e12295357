/**
 * UTF-8 octets to text with the place of the first bad octet, and the length of text in octets (RFC 3629, section 4
 * for the syntax of well-formed octet sequences). Pure layers have no TextDecoder, and a lab file's reader has to
 * know where the damage is.
 */

/** Text, or the octet offset where the input stops being UTF-8. */
export interface Utf8Result {
  /** Everything before the first bad sequence. */
  readonly text: string;
  /** Offset of the first octet of the bad sequence; null when all of it is well formed. */
  readonly badOffset: number | null;
}

/** How many UTF-16 units are turned into text at once: well under the argument limit of every engine. */
const CHUNK_LEN = 8192;

/**
 * Decodes UTF-8 strictly: no overlong forms, no surrogates, nothing above U+10FFFF.
 *
 * @param octets borrowed
 * @param start offset to begin at
 */
export function decodeUtf8(octets: Uint8Array, start = 0): Utf8Result {
  const parts: string[] = [];
  let units: number[] = [];
  let offset = start;
  while (offset < octets.length) {
    const first = octets[offset]!;
    if (first < 0x80) {
      units.push(first);
      offset += 1;
    } else {
      const len = sequenceLen(octets, offset);
      if (len === 0) return { text: parts.join('') + fromUnits(units), badOffset: offset };
      pushCodePoint(units, octets, offset, len);
      offset += len;
    }
    if (units.length >= CHUNK_LEN) {
      parts.push(fromUnits(units));
      units = [];
    }
  }
  return { text: parts.join('') + fromUnits(units), badOffset: null };
}

/** Counts the octets of `text` in UTF-8; a lone surrogate counts as the three octets of its replacement. */
export function utf8Len(text: string): number {
  let len = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    len += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return len;
}

/** Length of the multi-octet sequence at `offset`, 0 when it is malformed (RFC 3629, section 4). */
function sequenceLen(octets: Uint8Array, offset: number): number {
  const first = octets[offset]!;
  const len = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (len === 0 || offset + len > octets.length) return 0;
  for (let index = 1; index < len; index += 1) {
    if ((octets[offset + index]! & 0xc0) !== 0x80) return 0;
  }
  const second = octets[offset + 1]!;
  if (first === 0xe0 && second < 0xa0) return 0; // Overlong.
  if (first === 0xed && second > 0x9f) return 0; // A surrogate.
  if (first === 0xf0 && second < 0x90) return 0; // Overlong.
  if (first === 0xf4 && second > 0x8f) return 0; // Above U+10FFFF.
  return len;
}

function pushCodePoint(units: number[], octets: Uint8Array, offset: number, len: number): void {
  let code = octets[offset]! & (0xff >> (len + 1));
  for (let index = 1; index < len; index += 1) code = (code << 6) | (octets[offset + index]! & 0x3f);
  if (code < 0x10000) units.push(code);
  else units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff));
}

function fromUnits(units: readonly number[]): string {
  return String.fromCharCode(...units);
}
