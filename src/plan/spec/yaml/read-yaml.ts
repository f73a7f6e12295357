/**
 * YAML text to plain values with places: the first reader of a `*.lab.yml` (YAML 1.2.2; chapter 7 for flow and
 * chapter 8 for block styles). The `yaml` package does the reading; this file bounds it. Its lexer, parser and
 * composer are run one after the other, because only so can the nesting be stopped before the composer recurses
 * into it, and only the first document be composed.
 */
import { Composer, type CST, Lexer, LineCounter, Parser, type Document, type ParsedNode } from 'yaml';
import { LAB_FILE_ERRORS_MAX, YAML_DEPTH_MAX } from '../../../base/limits.ts';
import type { ProblemList } from '../../problem-list.ts';
import type { SourcePosition } from '../../source.ts';
import type { Places, SpecDocument } from '../document.ts';
import { YamlConverter } from './yaml-converter.ts';
import { YamlLocator } from './yaml-locator.ts';

/**
 * Reads the one document of a lab file.
 *
 * @param problems takes every syntax error of the text
 * @returns null when the text holds no readable document
 */
export function readYaml(text: string, problems: ProblemList): SpecDocument | null {
  const counter = new LineCounter();
  const places = (offset: number): SourcePosition => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(line, 1), column: col };
  };
  const tokens = parseTokens(text, counter, problems, places);
  const document = tokens === null ? null : compose(tokens, text.length, problems, places);
  if (document === null) return null;
  if (isEmpty(document)) {
    problems.error({ line: 1, column: 1 }, 'Cannot read lab file: it is empty');
    return null;
  }
  const converter = new YamlConverter(problems, places);
  const value = converter.convert(document.contents);
  return { value, locator: new YamlLocator(document.contents, converter.targets, places) };
}

/** Text to a concrete syntax tree; null when it nests too deep. */
function parseTokens(text: string, counter: LineCounter, problems: ProblemList, places: Places): CST.Token[] | null {
  const tokens: CST.Token[] = [];
  const parser = new Parser(counter.addNewLine);
  // The parser tells of the start of the text only in its own parse(), which gives no way to look at its stack.
  counter.addNewLine(0);
  let errorCount = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const offset = parser.offset;
    for (const token of parser.next(lexeme)) {
      tokens.push(token);
      if (token.type === 'error') errorCount += 1;
    }
    if (parser.stack.length > YAML_DEPTH_MAX) {
      problems.error(places(offset), `Cannot read lab file: collections nest deeper than ${YAML_DEPTH_MAX}`);
      return null;
    }
    // Beyond the cap nobody reads them, and a hostile text can have an error an octet.
    if (errorCount > LAB_FILE_ERRORS_MAX) break;
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

/** Composes the first document, and refuses a second one. */
function compose(
  tokens: Iterable<CST.Token>,
  textLen: number,
  problems: ProblemList,
  places: Places,
): Document.Parsed | null {
  // Duplicate keys are the converter's work: this reader compares every key with every other of its map.
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, stringKeys: false });
  let first: Document.Parsed | null = null;
  for (const document of composer.compose(tokens, true, textLen)) {
    if (first !== null) {
      const at = places(startOf(document));
      problems.error(at, 'Cannot read lab file: it has a second document, must be one');
      break;
    }
    first = document;
    for (const problem of [...document.errors, ...document.warnings].slice(0, LAB_FILE_ERRORS_MAX + 1)) {
      problems.error(places(problem.pos[0]), `Cannot read YAML: ${asClause(problem.message)}`);
    }
  }
  return first;
}

function isEmpty(document: Document.Parsed): document is Document.Parsed & { contents: never } {
  const contents: ParsedNode | null = document.contents;
  return contents === null || ('value' in contents && contents.value === null && document.errors.length === 0);
}

/** Where a document's content begins, or the document when it has none. */
function startOf(document: Document.Parsed): number {
  return document.contents?.range[0] ?? document.range[0];
}

/** The package's sentences as the clause after ours: no capital, no full stop, one line. */
function asClause(message: string): string {
  const line = message.replace(/\s*\n[\s\S]*$/, '').replace(/[.:]$/, '');
  return line.charAt(0).toLowerCase() + line.slice(1);
}
