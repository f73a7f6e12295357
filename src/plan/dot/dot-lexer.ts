/**
 * Splits DOT text into tokens, each with its place. Read first: "The DOT Language" of the Graphviz documentation (IDs,
 * comments, string concatenation); what that page leaves open follows `dot` itself, and the interop test holds both
 * to it. A lexer has one current token, kept in its fields, so that a large file makes no object for each token.
 *
 * Text that Graphviz cannot split is reported here and repaired, so that the parser goes on and finds the next error:
 * a name like `vm1-eth0` counts as if it had its quotes.
 */
import type { SourcePosition } from '../source.ts';
import { controlName, quoteForMessage, shorten, type DotProblems } from './dot-problems.ts';
import { idAt, resemblesName, splitIds, wordAt } from './dot-words.ts';

/** What a token is: an ID, a keyword, a punctuation mark as itself, or the end of the text. */
export type DotTokenKind =
  | 'id'
  | DotKeyword
  | '{'
  | '}'
  | '['
  | ']'
  | '='
  | ':'
  | ';'
  | ','
  | '+'
  | '--'
  | '->'
  | 'end';

/** The keywords, which no unquoted ID may be; they are case-independent. */
export type DotKeyword = 'strict' | 'graph' | 'digraph' | 'subgraph' | 'node' | 'edge';

const KEYWORD_LIST: readonly DotKeyword[] = ['strict', 'graph', 'digraph', 'subgraph', 'node', 'edge'];
const KEYWORDS: ReadonlyMap<string, DotKeyword> = new Map(KEYWORD_LIST.map((word) => [word, word]));
/** The kinds of token that are keywords. */
export const DOT_KEYWORDS: ReadonlySet<DotTokenKind> = new Set(KEYWORD_LIST);
const PUNCTUATION = '{}[]=:;,+';

/** A control character that is no blank: allowed nowhere. */
// oxlint-disable-next-line no-control-regex -- See above.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
/** In a quoted string: an escaped quote, a pair of backslashes (kept), a line that goes on. */
const STRING_ESCAPE = /\\(?:"|\\|\r?\n)/g;

/** Reads tokens one by one; `next` moves on, the fields are the current token. */
export class DotLexer {
  kind: DotTokenKind = 'end';
  /** The ID without its quotes, or the mark or keyword as written. */
  text = '';
  /** The ID was written in quotes or as HTML, so `+` may follow it. */
  quoted = false;
  /** The token is the first of its line. */
  startsLine = true;
  /** An error says already that something is open at the end of the file: a string here, a block in the parser. */
  endReported = false;

  readonly #source: string;
  readonly #problems: DotProblems;
  #offset = 0;
  #line = 1;
  #lineStart = 0;
  #tokenLine = 1;
  #tokenColumn = 1;
  /** Where the previous token ended. */
  #previousLine = 0;
  /** Up to this offset the word was already found fault with. */
  #wordEnd = 0;

  /** @param problems kept; errors of the text are added to it as they are met */
  constructor(source: string, problems: DotProblems) {
    this.#source = source;
    this.#problems = problems;
    // One byte order mark is no part of the text.
    if (source.startsWith('\ufeff')) this.#lineStart = this.#offset = 1;
  }

  /** Where the current token begins. */
  at(): SourcePosition {
    return { line: this.#tokenLine, column: this.#tokenColumn };
  }

  /** Moves to the next token; at the end of the text the token stays `end`. */
  next(): void {
    this.quoted = false;
    for (;;) {
      this.#skipBlanks();
      this.#tokenLine = this.#line;
      this.#tokenColumn = this.#offset - this.#lineStart + 1;
      this.startsLine = this.#tokenLine > this.#previousLine;
      if (this.#readToken()) break;
    }
    this.#previousLine = this.#line;
  }

  /** @returns false when what stands there was reported and passed over instead */
  #readToken(): boolean {
    const char = this.#source[this.#offset];
    if (char === undefined) return this.#token('end', '', 0);
    if (PUNCTUATION.includes(char)) return this.#token(char as DotTokenKind, char, 1);
    if (char === '"') return this.#readQuoted();
    if (char === '<') return this.#readHtml();
    const two = this.#source.slice(this.#offset, this.#offset + 2);
    if (two === '--' || two === '->') return this.#token(two, two, 2);
    return this.#readWord();
  }

  #token(kind: DotTokenKind, text: string, len: number): true {
    this.kind = kind;
    this.text = text;
    this.#offset += len;
    return true;
  }

  /** Passes blanks and comments: C, C++ and, from `#` to the end of the line, the preprocessor's and the shell's. */
  #skipBlanks(): void {
    const source = this.#source;
    for (;;) {
      const char = source[this.#offset];
      if (char === '\n') {
        this.#offset += 1;
        this.#newLine();
      } else if (char === ' ' || char === '\t' || char === '\r') {
        this.#offset += 1;
      } else if (char === '#' || (char === '/' && source[this.#offset + 1] === '/')) {
        const end = source.indexOf('\n', this.#offset);
        this.#offset = end < 0 ? source.length : end;
      } else if (char === '/' && source[this.#offset + 1] === '*') {
        this.#skipComment();
      } else {
        return;
      }
    }
  }

  #skipComment(): void {
    const start = { line: this.#line, column: this.#offset - this.#lineStart + 1 };
    const end = this.#source.indexOf('*/', this.#offset + 2);
    if (end < 0) this.#reportUnclosed(start, 'a comment', '"*/"');
    this.#passTo(end < 0 ? this.#source.length : end + 2);
  }

  #readQuoted(): true {
    const source = this.#source;
    const start = this.#offset + 1;
    let end = start;
    let escaped = false;
    for (; end < source.length && source[end] !== '"'; end += 1) {
      if (source[end] !== '\\') continue;
      escaped = true;
      end += 1;
    }
    this.text = source.slice(start, end);
    if (escaped) this.text = this.text.replace(STRING_ESCAPE, unescape);
    if (end >= source.length) this.#reportUnclosed(this.at(), 'a string', 'a double quote');
    return this.#endQuoted(end + 1);
  }

  #readHtml(): true {
    const source = this.#source;
    const start = this.#offset + 1;
    let end = start;
    for (let depth = 1; end < source.length; end += 1) {
      if (source[end] === '<') depth += 1;
      else if (source[end] === '>') depth -= 1;
      if (depth === 0) break;
    }
    this.text = source.slice(start, end);
    if (end >= source.length) this.#reportUnclosed(this.at(), 'HTML text', '">"');
    return this.#endQuoted(end + 1);
  }

  #reportUnclosed(at: SourcePosition, what: string, close: string): void {
    this.#problems.error(at, `Found ${what} without end, must be closed by ${close}`);
    this.endReported = true;
  }

  /** Ends a string or HTML token at `offset`; a file whose last string is open ends there. */
  #endQuoted(offset: number): true {
    this.kind = 'id';
    this.quoted = true;
    const control = this.text.search(CONTROL);
    if (control >= 0) {
      this.#problems.error(
        this.at(),
        `Found ${controlName(this.text, control)} inside quotes, which no lab file may hold`,
      );
    }
    this.#passTo(Math.min(offset, this.#source.length));
    return true;
  }

  /** Reads an unquoted ID or keyword, and reports what cannot be one. */
  #readWord(): boolean {
    const source = this.#source;
    const id = idAt(source, this.#offset);
    const after = this.#offset + id.length;
    if (this.#offset >= this.#wordEnd) {
      const word = wordAt(source, this.#offset);
      if (word.length > id.length) return this.#readFaultyWord(word);
      if (word === '') return this.#passStray();
    }
    this.kind = KEYWORDS.get(id.length <= 8 ? id.toLowerCase() : '') ?? 'id';
    this.text = id;
    this.#offset = after;
    return true;
  }

  /**
   * Reports a word that is more than one ID. Where Graphviz splits it without an error (`web-1` is `web` and the
   * numeral `-1`), so does this, with a warning; where Graphviz fails, the whole word counts as one ID.
   */
  #readFaultyWord(word: string): boolean {
    this.#wordEnd = this.#offset + word.length;
    const parts = splitIds(word);
    if (parts !== null) {
      const split = parts.slice(0, 3).map(quoteForMessage).join(' and ');
      const message = `Found ${shorten(word)} without quotes, which DOT reads as ${split}; one name must be in quotes`;
      this.#problems.warning(this.at(), message);
      return this.#readWord();
    }
    if (resemblesName(word)) {
      this.#problems.error(
        this.at(),
        `Found ${shorten(word)} without quotes, must be ${quoteForMessage(word)}`,
      );
      return this.#token('id', word, word.length);
    }
    const allowed =
      word === '-' ? 'must be "--", or "->" in a digraph' : 'which is allowed only inside quotes';
    this.#problems.error(this.at(), `Found ${quoteForMessage(word)}, ${allowed}`);
    this.#offset = this.#wordEnd;
    return false;
  }

  /** Reports and passes what begins no token: a lone `>`, or a run of control characters. */
  #passStray(): false {
    const start = this.#offset;
    const source = this.#source;
    if (source[start] === '>') {
      this.#problems.error(this.at(), 'Found ">", which is allowed only inside quotes');
      this.#offset += 1;
      return false;
    }
    while (CONTROL.test(source[this.#offset] ?? '')) this.#offset += 1;
    this.#problems.error(this.at(), `Found ${controlName(source, start)}, which no lab file may hold`);
    return false;
  }

  /** Moves to `offset` and counts the lines on the way. */
  #passTo(offset: number): void {
    while (this.#offset < offset) {
      const newline = this.#source[this.#offset] === '\n';
      this.#offset += 1;
      if (newline) this.#newLine();
    }
  }

  #newLine(): void {
    this.#line += 1;
    this.#lineStart = this.#offset;
  }
}

/**
 * Only a quote loses its backslash; `\\` stays two characters, because labels give it a meaning later. A backslash
 * before CR LF goes on in the next line as one before LF does: line ends of an editor must not change a name.
 */
function unescape(escape: string): string {
  if (escape === '\\"') return '"';
  return escape === '\\\\' ? escape : '';
}
