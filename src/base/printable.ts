/**
 * Text from strangers, made harmless. What a neighbour calls itself ends up in a terminal, a log and a web page; an
 * escape sequence in a System Name must not move the cursor, and a bidirectional override must not make one port look
 * like another. Such characters are shown by their number instead. A backslash stays as it is: the text is for reading,
 * and identities are compared by their octets.
 */

/** Replaces control, bidirectional and invisible format characters by `\xNN` or `\uNNNN`. */
export function escapeControls(text: string): string {
  let out = '';
  let copied = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (!isHarmful(code)) continue;
    out += text.slice(copied, index) + escapeOf(code);
    copied = index + 1;
  }
  return copied === 0 ? text : out + text.slice(copied);
}

/** C0, DEL, C1; then the format characters of the Unicode blocks named beside them. */
function isHarmful(code: number): boolean {
  if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return true;
  if (code < 0x061c) return false;
  return (
    code === 0x061c || // Arabic letter mark.
    (code >= 0x200b && code <= 0x200f) || // Zero width space, joiners, directional marks.
    (code >= 0x2028 && code <= 0x202e) || // Line and paragraph separator, embeddings, overrides.
    (code >= 0x2060 && code <= 0x206f) || // Word joiner, isolates, deprecated format characters.
    code === 0xfeff || // Byte order mark.
    (code >= 0xfff9 && code <= 0xfffb) // Interlinear annotation.
  );
}

function escapeOf(code: number): string {
  const hex = code.toString(16);
  return code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`;
}
