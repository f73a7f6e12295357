/**
 * Reads DOT text: recursive descent over the grammar of "The DOT Language" (Graphviz documentation) with what `dot`
 * adds to it (a list of nodes, `a, b -- c`). After an error the parser goes on at the next statement, so that all
 * errors of a file come in one run.
 *
 * Known departures from `dot`, each to help the author of a lab file:
 * - an attribute without a value is accepted and means "true", as in earlier editions of that page;
 * - the text holds one graph (`dot` draws them one after the other, PTM reads the first);
 * - a byte order mark may touch the first keyword, and a string may go on behind a backslash and CR LF;
 * - braces nest to a bound, and a control character is an error also inside quotes;
 * - `key` stays among the attributes, and `headport`/`tailport` are no ports (PTM renames them before it parses).
 */
import { DOT_NESTING_MAX } from '../../base/limits.ts';
import { attributeOf, readAttributeLists } from './dot-attribute-list.ts';
import { DotGraphBuilder, type NodeDraft, type Operand } from './dot-builder.ts';
import { DotCursor, placeOf, type Id } from './dot-cursor.ts';
import type { DotAttribute, DotAttributes, DotEnd, DotResult } from './dot-graph.ts';
import { DotLexer, type DotTokenKind } from './dot-lexer.ts';
import { DotProblems, StopReading } from './dot-problems.ts';
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
    new DotParser(new DotCursor(new DotLexer(text, problems), problems), builder, problems).file();
  } catch (error) {
    if (!(error instanceof StopReading)) throw error;
  }
  return { graph: builder.graph(), problems: problems.sorted() };
}

type Scope = DotScope<NodeDraft>;

/** Tokens that may begin a statement, so that recovery stops at one that begins a line. */
const STATEMENT_STARTS: ReadonlySet<DotTokenKind> = new Set(['id', 'graph', 'node', 'edge', 'subgraph', '{']);
/** Tokens that end the reading of what follows the graph: another graph is no part of this one. */
const BEYOND_GRAPH: ReadonlySet<DotTokenKind> = new Set(['strict', 'graph', 'digraph', 'end']);

/**
 * One reading. A method whose name is a part of the grammar reads that part; false or null says that an error was
 * reported and the caller has to give up its statement too.
 */
class DotParser {
  readonly #cursor: DotCursor;
  readonly #builder: DotGraphBuilder;
  readonly #problems: DotProblems;
  #depth = 0;

  constructor(cursor: DotCursor, builder: DotGraphBuilder, problems: DotProblems) {
    this.#cursor = cursor;
    this.#builder = builder;
    this.#problems = problems;
  }

  /** `[strict] (graph | digraph) [ID] { … }` and nothing after it. */
  file(): void {
    if (!this.#header() || !this.#block(this.#builder.root)) return;
    if (this.#cursor.kind === 'end') return;
    this.#cursor.expected('the end of the file after the closing "}" of the graph');
    // A "}" too many in the middle of the file is no reason to hide the errors behind it.
    while (!BEYOND_GRAPH.has(this.#cursor.kind)) {
      if (!this.#cursor.accept('}')) this.#statements(this.#builder.root);
    }
  }

  #header(): boolean {
    this.#builder.strict = this.#cursor.accept('strict');
    this.#builder.directed = this.#cursor.kind === 'digraph';
    if (!this.#cursor.accept('graph') && !this.#cursor.accept('digraph')) {
      this.#cursor.expected('"graph" or "digraph"');
    } else {
      if (this.#cursor.kind === 'id') this.#builder.name = this.#cursor.id()?.text ?? null;
      if (this.#cursor.kind !== '{') this.#cursor.expected('"{"');
    }
    while (this.#cursor.kind !== '{' && this.#cursor.kind !== 'end') this.#cursor.next();
    return this.#cursor.kind === '{';
  }

  /** `{ stmt_list }`; false at the end of the file. */
  #block(scope: Scope): boolean {
    const open = this.#cursor.at();
    this.#depth += 1;
    if (this.#depth > DOT_NESTING_MAX) {
      this.#problems.error(open, `Found "{" within more than ${DOT_NESTING_MAX} others`);
      this.#skipBlock();
    } else {
      this.#cursor.next();
      this.#statements(scope);
    }
    this.#depth -= 1;
    if (this.#cursor.accept('}')) return true;
    return this.#cursor.expected(`"}" for the "{" ${placeOf(open)}`);
  }

  /** Moves from a "{" to its "}" without recursion, however deep the braces go. */
  #skipBlock(): void {
    let depth = 0;
    while (this.#cursor.kind !== 'end') {
      if (this.#cursor.kind === '{') depth += 1;
      if (this.#cursor.kind === '}') depth -= 1;
      if (depth === 0) return;
      this.#cursor.next();
    }
  }

  /** `stmt_list`: up to the "}" that ends it, or the end of the file. */
  #statements(scope: Scope): void {
    while (this.#cursor.kind !== '}' && this.#cursor.kind !== 'end') {
      if (this.#statement(scope)) this.#cursor.accept(';');
      else this.#recover();
    }
  }

  #statement(scope: Scope): boolean {
    const { kind } = this.#cursor;
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
        return this.#cursor.expected('a statement or "}"');
    }
  }

  /** `attr_stmt : (graph | node | edge) attr_list`. */
  #defaults(scope: Scope, kind: 'graph' | 'node' | 'edge'): boolean {
    this.#cursor.next();
    if (this.#cursor.kind !== '[') return this.#cursor.expected('"["');
    const attributes = new Map<string, DotAttribute>();
    const complete = this.#attributes(attributes);
    this.#builder.setDefaults(scope, kind, attributes);
    return complete;
  }

  /** `node_stmt`, `edge_stmt`, `subgraph` or `ID = ID`, which all may begin alike. */
  #nodeOrEdge(scope: Scope): boolean {
    const operands: Operand[] = [];
    if (this.#cursor.kind === 'id') {
      const id = this.#cursor.id();
      if (id === null) return false;
      if (this.#cursor.accept('=')) return this.#graphAttribute(scope, id);
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
    if (complete) complete = this.#attributes(attributes);
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
    const value = this.#cursor.value();
    if (value === null) return false;
    this.#builder.setDefaults(scope, 'graph', new Map([[name.text, attributeOf(name, value)]]));
    return true;
  }

  /** Passes an edge operator; the one of the other graph type is an error, and means the same all the same. */
  #edgeOperator(): boolean {
    const { kind } = this.#cursor;
    if (kind !== '--' && kind !== '->') return false;
    const { directed } = this.#builder;
    if (directed !== (kind === '->'))
      this.#cursor.expected(directed ? '"->" in a digraph' : '"--" in a graph');
    this.#cursor.next();
    return true;
  }

  #operand(scope: Scope): Operand | null {
    const { kind } = this.#cursor;
    if (kind === 'subgraph' || kind === '{') return this.#subgraph(scope);
    const id = this.#cursor.id('a node or a subgraph');
    return id === null ? null : this.#nodeList(scope, id);
  }

  /** `subgraph : [subgraph [ID]] { … }`. */
  #subgraph(scope: Scope): Operand | null {
    const at = this.#cursor.at();
    let name: Id | null = null;
    if (this.#cursor.accept('subgraph') && this.#cursor.kind === 'id') name = this.#cursor.id();
    if (this.#cursor.kind !== '{') {
      this.#cursor.expected('"{"');
      return null;
    }
    const subgraph = scope.child(name?.text ?? null);
    return this.#block(subgraph) ? { subgraph, at } : null;
  }

  /** `node_id [, node_id]…`; the first ID is read already. */
  #nodeList(scope: Scope, first: Id): Operand | null {
    const ends: DotEnd[] = [];
    for (let id: Id | null = first; id !== null; id = this.#cursor.id('a node after ","')) {
      const end = this.#end(scope, id);
      if (end === null) return null;
      ends.push(end);
      if (!this.#cursor.accept(',')) return { ends };
    }
    return null;
  }

  /** `node_id : ID [: ID [: ID]]`; the first ID is read already. */
  #end(scope: Scope, { text: node, at }: Id): DotEnd | null {
    this.#builder.node(scope, node, at);
    if (!this.#cursor.accept(':')) return { node, port: null, compass: null, at, portAt: at };
    const port = this.#cursor.id('a port after ":"');
    if (port === null) return null;
    const compass = this.#cursor.accept(':') ? this.#cursor.id('a compass point after ":"') : undefined;
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

  /** `attr_list`, or none. */
  #attributes(into: Map<string, DotAttribute>): boolean {
    return readAttributeLists(this.#cursor, (name, attribute) => this.#builder.assign(into, name, attribute));
  }

  /** Moves to where a statement may begin: behind `;`, at a brace, or at a token that begins both a line and a statement. */
  #recover(): void {
    const cursor = this.#cursor;
    while (cursor.kind !== 'end' && cursor.kind !== '{' && cursor.kind !== '}') {
      if (this.#cursor.accept(';') || (cursor.startsLine && STATEMENT_STARTS.has(cursor.kind))) return;
      cursor.next();
    }
  }
}
