/**
 * Reads DOT text: recursive descent over the grammar of "The DOT Language" (Graphviz documentation) with what `dot`
 * adds to it (a list of nodes, `a, b -- c`). After an error the parser goes on at the next statement, so that all
 * errors of a file come in one run.
 *
 * Known departures from `dot`, each to help the author of a lab file:
 * - an attribute without a value is accepted and means "true", as in the grammar of the documentation's first editions;
 * - the text holds one graph (`dot` draws them one after the other, PTM reads the first);
 * - braces nest to a bound, and a control character is an error also inside quotes;
 * - `key` stays among the attributes, and `headport`/`tailport` are no ports (PTM renames them before it parses).
 */
import { DOT_NESTING_MAX } from '../../base/limits.ts';
import type { SourcePosition } from '../source.ts';
import { DotGraphBuilder, type NodeDraft, type Operand } from './dot-builder.ts';
import type { DotAttribute, DotAttributes, DotEnd, DotResult } from './dot-graph.ts';
import { DotLexer, type DotTokenKind } from './dot-lexer.ts';
import { DotProblems, quoteForMessage, StopReading } from './dot-problems.ts';
import type { DotScope } from './dot-scope.ts';

/**
 * Reads a DOT file. A single port that has the name of a compass point (`a:s`) is a port here, as in cgraph: `compass`
 * is set only by the third part of `node:port:compass`. An HTML ID is its text without the outer angle brackets.
 *
 * @param text the whole file, decoded; one byte order mark at its start is passed over
 * @returns the graph as far as it could be read, and all findings in the order of the text; never throws
 */
export function parseDot(text: string): DotResult {
  const problems = new DotProblems();
  const builder = new DotGraphBuilder(problems);
  try {
    new DotParser(new DotLexer(text, problems), builder, problems).file();
  } catch (error) {
    if (!(error instanceof StopReading)) throw error;
  }
  return { graph: builder.graph(), problems: problems.sorted() };
}

type Scope = DotScope<NodeDraft>;

/** An ID with its place. */
interface Id {
  readonly text: string;
  readonly at: SourcePosition;
}

/** Tokens that may begin a statement, so that recovery stops at one that begins a line. */
const STATEMENT_STARTS: ReadonlySet<DotTokenKind> = new Set(['id', 'graph', 'node', 'edge', 'subgraph', '{']);
/** Tokens that end the reading of what follows the graph: another graph is no part of this one. */
const BEYOND_GRAPH: ReadonlySet<DotTokenKind> = new Set(['strict', 'graph', 'digraph', 'end']);
/** Tokens that show inside `[…]` that its `]` was forgotten. */
const LIST_BREAKERS: ReadonlySet<DotTokenKind> = new Set(['{', '}', ':', '--', '->', 'end']);
const KEYWORDS: ReadonlySet<DotTokenKind> = new Set([
  'strict',
  'graph',
  'digraph',
  'subgraph',
  'node',
  'edge',
]);

/**
 * One reading. A method whose name is a part of the grammar reads that part; false or null says that an error was
 * reported and the caller has to give up its statement too.
 */
class DotParser {
  readonly #lexer: DotLexer;
  readonly #builder: DotGraphBuilder;
  readonly #problems: DotProblems;
  #depth = 0;

  constructor(lexer: DotLexer, builder: DotGraphBuilder, problems: DotProblems) {
    this.#lexer = lexer;
    this.#builder = builder;
    this.#problems = problems;
  }

  /** `[strict] (graph | digraph) [ID] { … }` and nothing after it. */
  file(): void {
    this.#lexer.next();
    if (!this.#header() || !this.#block(this.#builder.root)) return;
    if (this.#lexer.kind === 'end') return;
    this.#expected('the end of the file after the closing "}" of the graph');
    // A "}" too many in the middle of the file is no reason to hide the errors behind it.
    while (!BEYOND_GRAPH.has(this.#lexer.kind)) {
      if (!this.#accept('}')) this.#statements(this.#builder.root);
    }
  }

  #header(): boolean {
    this.#builder.strict = this.#accept('strict');
    this.#builder.directed = this.#lexer.kind === 'digraph';
    if (!this.#accept('graph') && !this.#accept('digraph')) {
      this.#expected('"graph" or "digraph"');
    } else {
      if (this.#lexer.kind === 'id') this.#builder.name = this.#id()?.text ?? null;
      if (this.#lexer.kind !== '{') this.#expected('"{"');
    }
    while (this.#lexer.kind !== '{' && this.#lexer.kind !== 'end') this.#lexer.next();
    return this.#lexer.kind === '{';
  }

  /** `{ stmt_list }`; false at the end of the file. */
  #block(scope: Scope): boolean {
    const open = this.#lexer.at();
    this.#depth += 1;
    if (this.#depth > DOT_NESTING_MAX) {
      this.#problems.error(open, `Found "{" within more than ${DOT_NESTING_MAX} others`);
      this.#skipBlock();
    } else {
      this.#lexer.next();
      this.#statements(scope);
    }
    this.#depth -= 1;
    if (this.#accept('}')) return true;
    return this.#expected(`"}" for the "{" ${placeOf(open)}`);
  }

  /** Moves from a "{" to its "}" without recursion, however deep the braces go. */
  #skipBlock(): void {
    let depth = 0;
    while (this.#lexer.kind !== 'end') {
      if (this.#lexer.kind === '{') depth += 1;
      if (this.#lexer.kind === '}') depth -= 1;
      if (depth === 0) return;
      this.#lexer.next();
    }
  }

  /** `stmt_list`: up to the "}" that ends it, or the end of the file. */
  #statements(scope: Scope): void {
    while (this.#lexer.kind !== '}' && this.#lexer.kind !== 'end') {
      if (this.#statement(scope)) this.#accept(';');
      else this.#recover();
    }
  }

  #statement(scope: Scope): boolean {
    const { kind } = this.#lexer;
    switch (kind) {
      case 'graph':
      case 'node':
      case 'edge':
        return this.#defaults(scope, kind);
      case 'id':
      case 'subgraph':
      case '{':
        return this.#nodeOrEdge(scope);
      default:
        return this.#expected('a statement or "}"');
    }
  }

  /** `attr_stmt : (graph | node | edge) attr_list`. */
  #defaults(scope: Scope, kind: 'graph' | 'node' | 'edge'): boolean {
    this.#lexer.next();
    if (this.#lexer.kind !== '[') return this.#expected('"["');
    const attributes = new Map<string, DotAttribute>();
    const complete = this.#attributeLists(attributes);
    this.#builder.setDefaults(scope, kind, attributes);
    return complete;
  }

  /** `node_stmt`, `edge_stmt`, `subgraph` or `ID = ID`, which all may begin alike. */
  #nodeOrEdge(scope: Scope): boolean {
    const operands: Operand[] = [];
    if (this.#lexer.kind === 'id') {
      const id = this.#id();
      if (id === null) return false;
      if (this.#accept('=')) return this.#graphAttribute(scope, id);
      const nodes = this.#nodeList(scope, id);
      if (nodes === null) return false;
      operands.push(nodes);
    } else {
      const subgraph = this.#subgraph(scope);
      if (subgraph === null) return false;
      operands.push(subgraph);
    }
    let complete = true;
    while (complete && this.#edgeOperator()) {
      const operand = this.#operand(scope);
      if (operand === null) complete = false;
      else operands.push(operand);
    }
    const attributes = new Map<string, DotAttribute>();
    if (complete) complete = this.#attributeLists(attributes);
    this.#finish(scope, operands, attributes);
    return complete;
  }

  /** Makes what a statement says once its attributes are known. */
  #finish(scope: Scope, operands: readonly Operand[], attributes: DotAttributes): void {
    operands.forEach((operand, index) => {
      const next = operands[index + 1];
      if (next !== undefined) this.#builder.join(scope, operand, next, attributes);
      else if (index === 0) this.#builder.setNodeAttributes(operand, attributes);
    });
  }

  /** `ID = ID`, which is `graph [ID = ID]`. */
  #graphAttribute(scope: Scope, name: Id): boolean {
    const value = this.#value();
    if (value === null) return false;
    this.#builder.setDefaults(scope, 'graph', new Map([[name.text, attributeOf(name, value)]]));
    return true;
  }

  /** Passes an edge operator; the one of the other graph type is an error, and means the same all the same. */
  #edgeOperator(): boolean {
    const { kind } = this.#lexer;
    if (kind !== '--' && kind !== '->') return false;
    const { directed } = this.#builder;
    if (directed !== (kind === '->')) this.#expected(directed ? '"->" in a digraph' : '"--" in a graph');
    this.#lexer.next();
    return true;
  }

  #operand(scope: Scope): Operand | null {
    const { kind } = this.#lexer;
    if (kind === 'subgraph' || kind === '{') return this.#subgraph(scope);
    const id = this.#id('a node or a subgraph');
    return id === null ? null : this.#nodeList(scope, id);
  }

  /** `subgraph : [subgraph [ID]] { … }`. */
  #subgraph(scope: Scope): Operand | null {
    const at = this.#lexer.at();
    let name: Id | null = null;
    if (this.#accept('subgraph') && this.#lexer.kind === 'id') name = this.#id();
    if (this.#lexer.kind !== '{') {
      this.#expected('"{"');
      return null;
    }
    const subgraph = scope.child(name?.text ?? null);
    return this.#block(subgraph) ? { subgraph, at } : null;
  }

  /** `node_id [, node_id]…`; the first ID is read already. */
  #nodeList(scope: Scope, first: Id): Operand | null {
    const ends: DotEnd[] = [];
    for (let id: Id | null = first; id !== null; id = this.#id('a node after ","')) {
      const end = this.#end(scope, id);
      if (end === null) return null;
      ends.push(end);
      if (!this.#accept(',')) return { ends };
    }
    return null;
  }

  /** `node_id : ID [: ID [: ID]]`; the first ID is read already. */
  #end(scope: Scope, { text: node, at }: Id): DotEnd | null {
    this.#builder.node(scope, node, at);
    if (!this.#accept(':')) return { node, port: null, compass: null, at, portAt: at };
    const port = this.#id('a port after ":"');
    if (port === null) return null;
    const compass = this.#accept(':') ? this.#id('a compass point after ":"') : undefined;
    if (compass === null) return null;
    // To cgraph an empty port is none.
    return {
      node,
      port: port.text === '' ? null : port.text,
      compass: compass?.text ?? null,
      at,
      portAt: port.at,
    };
  }

  /** `attr_list : [ … ] [ … ]…`, or none. */
  #attributeLists(into: Map<string, DotAttribute>): boolean {
    while (this.#lexer.kind === '[') if (!this.#attributeList(into)) return false;
    return true;
  }

  /** `[ ID [= ID] [; | ,] … ]`. */
  #attributeList(into: Map<string, DotAttribute>): boolean {
    const open = this.#lexer.at();
    this.#lexer.next();
    while (!this.#accept(']')) {
      if (LIST_BREAKERS.has(this.#lexer.kind)) return this.#expected(`"]" for the "[" ${placeOf(open)}`);
      if (!this.#attribute(into)) this.#skipAttribute();
      if (!this.#accept(',')) this.#accept(';');
    }
    return true;
  }

  #attribute(into: Map<string, DotAttribute>): boolean {
    const name = this.#id('an attribute or "]"');
    if (name === null) return false;
    if (this.#accept('=')) {
      const value = this.#value();
      if (value === null) return false;
      this.#builder.assign(into, name.text, attributeOf(name, value));
    } else if (!LIST_BREAKERS.has(this.#lexer.kind)) {
      this.#builder.assign(into, name.text, attributeOf(name, { text: 'true', at: name.at }));
    }
    return true;
  }

  /** Moves behind a faulty attribute: to a separator, an attribute on a line of its own, or the end of the list. */
  #skipAttribute(): void {
    const lexer = this.#lexer;
    while (lexer.kind !== ',' && lexer.kind !== ';' && lexer.kind !== ']' && !LIST_BREAKERS.has(lexer.kind)) {
      lexer.next();
      if (lexer.kind === 'id' && lexer.startsLine) return;
    }
  }

  #value(): Id | null {
    return this.#id('a value after "="');
  }

  /**
   * An ID, joined from its parts where `+` joins strings.
   *
   * @param allowed what a message asks for in its place
   */
  #id(allowed = 'a name'): Id | null {
    const lexer = this.#lexer;
    if (lexer.kind !== 'id') {
      this.#expected(KEYWORDS.has(lexer.kind) ? `${allowed} (a keyword is a name only in quotes)` : allowed);
      return null;
    }
    const at = lexer.at();
    const { quoted } = lexer;
    let { text } = lexer;
    lexer.next();
    while (quoted && this.#accept('+')) {
      if (lexer.kind !== 'id' || !lexer.quoted) {
        this.#expected('a string in quotes after "+"');
        return null;
      }
      text += lexer.text;
      lexer.next();
    }
    return { text, at };
  }

  /** Moves to where a statement may begin: behind `;`, at a brace, or at a token that begins both a line and a statement. */
  #recover(): void {
    const lexer = this.#lexer;
    while (lexer.kind !== 'end' && lexer.kind !== '{' && lexer.kind !== '}') {
      if (this.#accept(';') || (lexer.startsLine && STATEMENT_STARTS.has(lexer.kind))) return;
      lexer.next();
    }
  }

  /** Passes the current token when it is of this kind. */
  #accept(kind: DotTokenKind): boolean {
    if (this.#lexer.kind !== kind) return false;
    this.#lexer.next();
    return true;
  }

  /** Reports the current token; false, for the caller to return. */
  #expected(allowed: string): false {
    if (this.#lexer.kind === 'end') {
      // One report is enough for all that is open there: the innermost, or the string that swallowed the rest.
      if (this.#lexer.endReported) return false;
      this.#lexer.endReported = true;
    }
    this.#problems.error(this.#lexer.at(), `Found ${this.#found()}, must be ${allowed}`);
    return false;
  }

  #found(): string {
    const { kind, text } = this.#lexer;
    if (kind === 'end') return 'the end of the file';
    return KEYWORDS.has(kind) ? `the keyword "${text}"` : quoteForMessage(text);
  }
}

function attributeOf(name: Id, value: Id): DotAttribute {
  return { value: value.text, at: name.at, valueAt: value.at };
}

function placeOf({ line, column }: SourcePosition): string {
  return `at line ${line}, column ${column}`;
}
