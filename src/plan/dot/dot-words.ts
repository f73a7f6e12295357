/**
 * Words without quotes: what DOT takes for one ID, and what a reader takes for one word. Where the two differ the
 * lexer has something to say.
 */

/** An unquoted ID: a name (every character from U+0080 on is a letter to Graphviz) or a numeral. */
const UNQUOTED_ID = /[A-Za-z_\u0080-\uffff][A-Za-z_0-9\u0080-\uffff]*|-?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)/y;
/** Characters that make up a word to its reader; `-` and `/` do too where they begin no operator and no comment. */
// oxlint-disable-next-line no-control-regex -- Control characters are what it must stop at.
const WORD_PART = /[^\u0000-\u0020\u007f{}[\]=:;,+"<>#/-]+/y;
/** A letter, digit or underscore. */
const NAME_PART = /[A-Za-z0-9_\u0080-\uffff]/;

/** The unquoted ID or keyword at `offset`; empty for none. */
export function idAt(text: string, offset: number): string {
  return matchAt(UNQUOTED_ID, text, offset);
}

/** What a reader takes for one word: everything up to a blank, a mark, an edge operator or a comment. */
export function wordAt(text: string, start: number): string {
  let offset = start;
  for (;;) {
    offset += matchAt(WORD_PART, text, offset).length;
    const two = text.slice(offset, offset + 2);
    const joins = two.startsWith('-')
      ? two !== '--' && two !== '->'
      : two.startsWith('/') && two !== '//' && two !== '/*';
    if (!joins) return text.slice(start, offset);
    offset += 1;
  }
}

/** The IDs that stand in `word` without a gap; null when something else does. */
export function splitIds(word: string): string[] | null {
  const parts: string[] = [];
  for (let offset = 0; offset < word.length; ) {
    const id = idAt(word, offset);
    if (id === '') return null;
    parts.push(id);
    offset += id.length;
  }
  return parts;
}

/** Tells a word that may be meant as a name from a run of marks. */
export function resemblesName(word: string): boolean {
  return NAME_PART.test(word);
}

/** What the sticky `pattern` matches at `offset`; empty for nothing. */
function matchAt(pattern: RegExp, text: string, offset: number): string {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0] ?? '';
}
