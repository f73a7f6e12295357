/**
 * A command line to its words by the quoting rules of the shell (POSIX.1-2024, Shell Command Language, 2.2), without
 * any expansion: `$`, `*`, `~` and the like are ordinary characters, and an operator is an error, because whoever
 * writes a pipe means a shell.
 */

/** The words, or what keeps the text from being a simple command. */
export type WordsResult = { readonly words: readonly string[] } | { readonly error: string };

/** Characters that begin an operator of the shell where they stand unquoted. */
const OPERATORS = '|&;<>()';

/** What a backslash keeps its special meaning before, inside double quotes (2.2.3). */
const ESCAPED_IN_DOUBLE = '$`"\\';

/** Splits `text` into words. */
export function splitWords(text: string): WordsResult {
  const words: string[] = [];
  let word: string | null = null;
  let offset = 0;
  while (offset < text.length) {
    const char = text[offset]!;
    if (char === ' ' || char === '\t' || char === '\n') {
      if (word !== null) words.push(word);
      word = null;
      offset += 1;
    } else if (char === "'") {
      const end = text.indexOf("'", offset + 1);
      if (end < 0) return { error: 'a single quote is not closed' };
      word = (word ?? '') + text.slice(offset + 1, end);
      offset = end + 1;
    } else if (char === '"') {
      const quoted = readDoubleQuoted(text, offset + 1);
      if (quoted === null) return { error: 'a double quote is not closed' };
      word = (word ?? '') + quoted.value;
      offset = quoted.end;
    } else if (char === '\\') {
      if (offset + 1 >= text.length) return { error: 'a backslash stands at the end' };
      // 2.2.1: a backslash before a newline continues the line; neither stays.
      if (text[offset + 1] !== '\n') word = (word ?? '') + text[offset + 1]!;
      offset += 2;
    } else if (OPERATORS.includes(char)) {
      return { error: `"${char}" wants a shell, write {sh: "…"}` };
    } else {
      word = (word ?? '') + char;
      offset += 1;
    }
  }
  if (word !== null) words.push(word);
  return words.length === 0 ? { error: 'it is empty' } : { words };
}

function readDoubleQuoted(text: string, start: number): { value: string; end: number } | null {
  let value = '';
  for (let offset = start; offset < text.length; offset += 1) {
    const char = text[offset]!;
    if (char === '"') return { value, end: offset + 1 };
    const next = text[offset + 1];
    if (char === '\\' && next === '\n') offset += 1;
    else if (char === '\\' && next !== undefined && ESCAPED_IN_DOUBLE.includes(next)) {
      value += next;
      offset += 1;
    } else value += char;
  }
  return null;
}
