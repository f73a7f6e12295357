/**
 * UTF-8 for the layers that have no TextEncoder. Bad octets become U+FFFD in the way all browsers agree on: one
 * replacement for each maximal part of an ill-formed sequence. Read first: The Unicode Standard 3.9, tables 3-6 and
 * 3-7, and "U+FFFD Substitution of Maximal Subparts".
 */

const REPLACEMENT = 0xfffd;

/** How many octets {@link encodeUtf8Into} writes for `text`. */
export function encodedLenUtf8(text: string): number {
  let len = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = scalarAt(text, index);
    if (code > 0xffff) index += 1;
    len += scalarLen(code);
  }
  return len;
}

/** Encodes `text` into octets of its own; a lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const out = new Uint8Array(encodedLenUtf8(text));
  encodeUtf8Into(text, out, 0, out.length);
  return out;
}

/**
 * Encodes as much of `text` as fits, never a part of a character.
 *
 * @param out overwritten from `off` on; has room for `size` octets there
 * @returns octets written, at most `size`
 */
export function encodeUtf8Into(text: string, out: Uint8Array, off: number, size: number): number {
  let at = off;
  for (let index = 0; index < text.length; index += 1) {
    const code = scalarAt(text, index);
    const len = scalarLen(code);
    if (at + len > off + size) break;
    if (code > 0xffff) index += 1;
    writeScalar(code, len, out, at);
    at += len;
  }
  return at - off;
}

/** Decodes `len` octets at `off`; bad octets become U+FFFD. The caller checks the bounds; never throws. */
export function decodeUtf8(buf: Uint8Array, off: number, len: number): string {
  const end = off + len;
  let text = '';
  let at = off;
  while (at < end) {
    const lead = buf[at]!;
    if (lead < 0x80) {
      text += String.fromCharCode(lead);
      at += 1;
      continue;
    }
    const goodLen = goodPartLen(buf, at, end);
    const wholeLen = sequenceLen(lead);
    text += String.fromCodePoint(goodLen === wholeLen ? readScalar(buf, at, wholeLen) : REPLACEMENT);
    at += Math.max(1, goodLen);
  }
  return text;
}

/**
 * Finds the first ill-formed sequence in `len` octets at `off`, for a reader that has to say where the damage is.
 *
 * @returns offset of its first octet in `buf`; null when all is well formed
 */
export function findBadUtf8(buf: Uint8Array, off: number, len: number): number | null {
  const end = off + len;
  let at = off;
  while (at < end) {
    if (buf[at]! < 0x80) {
      at += 1;
      continue;
    }
    const goodLen = goodPartLen(buf, at, end);
    if (goodLen === 0 || goodLen < sequenceLen(buf[at]!)) return at;
    at += goodLen;
  }
  return null;
}

/** The Unicode scalar value at `index`; U+FFFD for half a surrogate pair. */
function scalarAt(text: string, index: number): number {
  const code = text.codePointAt(index)!;
  return code >= 0xd800 && code <= 0xdfff ? REPLACEMENT : code;
}

function scalarLen(code: number): number {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}

function writeScalar(code: number, len: number, out: Uint8Array, at: number): void {
  if (len === 1) {
    out[at] = code;
    return;
  }
  const marker = len === 2 ? 0xc0 : len === 3 ? 0xe0 : 0xf0;
  out[at] = marker | (code >> (6 * (len - 1)));
  for (let index = 1; index < len; index += 1)
    out[at + index] = 0x80 | ((code >> (6 * (len - 1 - index))) & 0x3f);
}

/** Length that a lead octet announces (table 3-7); 1 for an octet that starts no sequence of several. */
function sequenceLen(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 1;
}

/** How many octets at `at` are the beginning of a well-formed sequence of several octets; 0 when not even one is. */
function goodPartLen(buf: Uint8Array, at: number, end: number): number {
  const lead = buf[at]!;
  const wholeLen = sequenceLen(lead);
  if (wholeLen === 1) return 0;
  let len = 1;
  while (len < wholeLen && at + len < end && isContinuation(lead, len, buf[at + len]!)) len += 1;
  return len;
}

/** Tells whether `octet` may stand at `index` after `lead`: overlong forms, surrogates and what lies above U+10FFFF are out. */
function isContinuation(lead: number, index: number, octet: number): boolean {
  let low = 0x80;
  let high = 0xbf;
  if (index === 1) {
    if (lead === 0xe0) low = 0xa0;
    else if (lead === 0xf0) low = 0x90;
    else if (lead === 0xed) high = 0x9f;
    else if (lead === 0xf4) high = 0x8f;
  }
  return octet >= low && octet <= high;
}

function readScalar(buf: Uint8Array, at: number, len: number): number {
  let code = buf[at]! & (0x7f >> len);
  for (let index = 1; index < len; index += 1) code = (code << 6) | (buf[at + index]! & 0x3f);
  return code;
}
