/**
 * MAC addresses as text, octets and numbers. A MAC is carried as two numbers (`hi` 16 bits, `lo` 32 bits) on the hot
 * path and as lower-case text with colons everywhere else.
 */

const MAC_TEXT = /^[0-9a-f]{2}([:-])[0-9a-f]{2}(?:\1[0-9a-f]{2}){4}$/i;
const MAC_DOTTED = /^([0-9a-f]{4})\.([0-9a-f]{4})\.([0-9a-f]{4})$/i;

/** Tells whether the text is a MAC address: six octets with `:` or `-`, or three groups with dots. */
export function isMac(text: string): boolean {
  return MAC_TEXT.test(text) || MAC_DOTTED.test(text);
}

/**
 * Reads a MAC address from text.
 *
 * @returns six octets
 * @throws RangeError when the text is not a MAC address; check with {@link isMac} first
 */
export function parseMac(text: string): Uint8Array {
  if (!isMac(text)) throw new RangeError(`Cannot read MAC address: current value is "${text}"`);
  const hex = text.replace(/[:.-]/g, '');
  const out = new Uint8Array(6);
  for (let index = 0; index < 6; index += 1)
    out[index] = Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16);
  return out;
}

/** Writes the six octets at `offset` of `buf` as lower-case text with colons; the caller checks the bound. */
export function formatMac(buf: Uint8Array, offset = 0): string {
  let text = '';
  for (let index = 0; index < 6; index += 1) {
    text += (index === 0 ? '' : ':') + (buf[offset + index]! + 0x100).toString(16).slice(1);
  }
  return text;
}
