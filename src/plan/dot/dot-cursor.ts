/**
 * The place where the parser reads: the current token, what the grammar asks of it, and the words for what it finds
 * instead. Messages read `Found X, must be Y`.
 */
import type { SourcePosition } from '../source.ts';
import { DOT_KEYWORDS, type DotLexer, type DotTokenKind } from './dot-lexer.ts';
import { quoteForMessage, type DotProblems } from './dot-problems.ts';

/** An ID with its place. */
export interface Id {
  readonly text: string;
  readonly at: SourcePosition;
}

/** A lexer with the questions of a parser. */
export class DotCursor {
  readonly #lexer: DotLexer;
  readonly #problems: DotProblems;

  /** Takes the lexer over, and moves it to the first token. */
  constructor(lexer: DotLexer, problems: DotProblems) {
    this.#lexer = lexer;
    this.#problems = problems;
    lexer.next();
  }

  /** What the current token is. */
  get kind(): DotTokenKind {
    return this.#lexer.kind;
  }

  /** The current token is the first of its line. */
  get startsLine(): boolean {
    return this.#lexer.startsLine;
  }

  /** Where the current token begins. */
  at(): SourcePosition {
    return this.#lexer.at();
  }

  /** Passes the current token. */
  next(): void {
    this.#lexer.next();
  }

  /** Passes the current token when it is of this kind. */
  accept(kind: DotTokenKind): boolean {
    if (this.kind !== kind) return false;
    this.next();
    return true;
  }

  /** Reports the current token; false, for the caller to return. */
  expected(allowed: string): false {
    if (this.kind === 'end') {
      // One report is enough for all that is open there: the innermost, or the string that swallowed the rest.
      if (this.#lexer.endReported) return false;
      this.#lexer.endReported = true;
    }
    this.#problems.error(this.at(), `Found ${this.#found()}, must be ${allowed}`);
    return false;
  }

  /**
   * Reads an ID, joined from its parts where `+` joins strings.
   *
   * @param allowed what a message asks for in its place
   * @returns null when something else stood there, which was reported
   */
  id(allowed = 'a name'): Id | null {
    const lexer = this.#lexer;
    if (lexer.kind !== 'id') {
      this.expected(
        DOT_KEYWORDS.has(lexer.kind) ? `${allowed} (a keyword is a name only in quotes)` : allowed,
      );
      return null;
    }
    const at = lexer.at();
    const { quoted } = lexer;
    let { text } = lexer;
    lexer.next();
    while (quoted && this.accept('+')) {
      if (lexer.kind !== 'id' || !lexer.quoted) {
        this.expected('a string in quotes after "+"');
        return null;
      }
      text += lexer.text;
      lexer.next();
    }
    return { text, at };
  }

  /** Reads the ID behind an equals sign. */
  value(): Id | null {
    return this.id('a value after "="');
  }

  #found(): string {
    const { kind, text } = this.#lexer;
    if (kind === 'end') return 'the end of the file';
    return DOT_KEYWORDS.has(kind) ? `the keyword "${text}"` : quoteForMessage(text);
  }
}

/** Writes a place inside a message. */
export function placeOf({ line, column }: SourcePosition): string {
  return `at line ${line}, column ${column}`;
}
