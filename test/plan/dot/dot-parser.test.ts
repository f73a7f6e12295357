/** What `parseDot` reads out of correct text. Graphviz itself is the judge in test/interop/dot-canon.test.ts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DotAttributes, DotEnd, DotGraph } from '../../../src/plan/dot/dot-graph.ts';
import { parseDot } from '../../../src/plan/dot/dot-parser.ts';
import { readFixtures } from '../../support/fixtures.ts';

/** Reads text that has nothing to complain about. */
function read(text: string): DotGraph {
  const { graph, problems } = parseDot(text);
  assert.deepEqual(problems, []);
  return graph;
}

function attributesOf(attributes: DotAttributes): string {
  return Array.from(attributes, ([name, { value }]) => `${name}=${value}`).join(' ');
}

function nodesOf(text: string): string[] {
  return read(text).nodes.map(({ name, attributes }) => `${name} ${attributesOf(attributes)}`.trim());
}

function edgesOf(text: string): string[] {
  const write = ({ node, port, compass }: DotEnd): string => [node, port ?? '', compass ?? ''].join(':');
  return read(text).edges.map(({ tail, head, attributes }) => {
    return `${write(tail)} ${write(head)} ${attributesOf(attributes)}`.trim();
  });
}

for (const { name, text } of readFixtures('dot/accepted')) {
  test(`parseDot() finds no error in ${name}.dot`, () => {
    assert.deepEqual(
      parseDot(text).problems.filter(({ severity }) => severity === 'error'),
      [],
    );
  });
}

const HEADERS: [text: string, strict: boolean, directed: boolean, name: string | null][] = [
  ['graph {}', false, false, null],
  ['digraph G {}', false, true, 'G'],
  ['strict graph "a b" {}', true, false, 'a b'],
  ['STRICT DIGRAPH 12 {}', true, true, '12'],
  ['\ufeffgraph {}', false, false, null],
];
for (const [text, strict, directed, name] of HEADERS) {
  test(`parseDot() reads the header of ${JSON.stringify(text)}`, () => {
    const graph = read(text);
    assert.deepEqual([graph.strict, graph.directed, graph.name], [strict, directed, name]);
  });
}

const NODES: [claim: string, body: string, nodes: string[]][] = [
  [
    'a name, a numeral, a string and HTML as IDs',
    'a1 _b -.5 3. "c d" <e<f>>',
    ['a1', '_b', '-.5', '3.', 'c d', 'e<f>'],
  ],
  ['every character from U+0080 on as a letter', 'é 名前', ['é', '名前']],
  ['an escaped quote, and keeps other backslashes', String.raw`"a\"b" "c\\" "d\n"`, ['a"b', 'c\\\\', 'd\\n']],
  ['a string that goes on in the next line', '"a\\\nb" "c\\\r\nd" "e\nf"', ['ab', 'cd', 'e\nf']],
  ['strings joined by plus signs', '"a" + "b" /* */ +\n<c>', ['abc']],
  ['keywords in quotes as names', '"node" "Graph"', ['node', 'Graph']],
  ['comments of all three kinds', 'a /* b */ // c\n# d\ne # f\n', ['a', 'e']],
  ['statements without separators', 'a{b}c;{d};e', ['a', 'b', 'c', 'd', 'e']],
  ['separators of attributes, and several lists', 'a [x=1;y=2,z=3 w=4,][v=5] []', ['a x=1 y=2 z=3 w=4 v=5']],
  ['an attribute without a value as "true"', 'a [bold, x=1] b [y]', ['a bold=true x=1', 'b y=true']],
  ['the last of two values in the place of the first', 'a [x=1, y=2, x=3] a [y=4]', ['a x=3 y=4']],
  ['a list of nodes', 'a, b:p [x=1]', ['a x=1', 'b x=1']],
  ['a default for what is created after it', 'a node [x=1] b a', ['a', 'b x=1']],
  ['an own value over a default', 'node [x=1 y=1] a [x=2]', ['a x=2 y=1']],
  ['a default of a subgraph within it alone', '{ node [x=1] a { b } } c', ['a x=1', 'b x=1', 'c']],
  [
    'a default of the root in a subgraph opened before',
    'subgraph s {a} node [x=1] subgraph s {b}',
    ['a', 'b x=1'],
  ],
  ['a re-opened subgraph with its defaults', 'subgraph s {node [x=1]} a subgraph s {b}', ['a', 'b x=1']],
  ['subgraphs of one name in two parents as two', 'subgraph s {node [x=1]} {subgraph s {a}}', ['a']],
  ['no attributes for a node from a subgraph statement', '{a} [x=1]', ['a']],
  ['nodes of edges with the defaults for nodes', 'node [x=1] a -- {b}', ['a x=1', 'b x=1']],
];
for (const [claim, body, nodes] of NODES) {
  test(`parseDot() reads ${claim}`, () => assert.deepEqual(nodesOf(`graph {${body}}`), nodes));
}

const EDGES: [claim: string, text: string, edges: string[]][] = [
  ['a port and a compass point', 'graph {a:p -- b:q:ne}', ['a:p: b:q:ne']],
  ['a single port that is a compass point as a port', 'graph {a:s -- b:_}', ['a:s: b:_:']],
  ['ports in quotes and as numerals', 'graph {a:"eth 1" -- b:0}', ['a:eth 1: b:0:']],
  ['an empty port as none', 'graph {a:"" -- b}', ['a:: b::']],
  ['a chain with its attributes at each edge', 'digraph {a -> b -> c [x=1]}', ['a:: b:: x=1', 'b:: c:: x=1']],
  ['subgraphs as ends', 'graph {a:p -- {b c} -- d}', ['a:p: b::', 'a:p: c::', 'b:: d::', 'c:: d::']],
  ['the nodes of a subgraph in the order of creation', 'graph {a b {b a} -- c}', ['a:: c::', 'b:: c::']],
  [
    'all nodes of a re-opened and of a nested subgraph',
    'graph {subgraph s {{a}} subgraph s {b} -- c}',
    ['a:: c::', 'b:: c::'],
  ],
  ['lists of nodes as ends', 'graph {a, b:p -- c}', ['a:: c::', 'b:p: c::']],
  ['no edge for an empty subgraph', 'graph {{} -- a; a -- {}}', []],
  ['parallel edges and loops', 'graph {a -- b; b -- a; a -- a}', ['a:: b::', 'b:: a::', 'a:: a::']],
  [
    'defaults for edges',
    'graph {edge [x=1] a -- b [y=2] {edge [x=3] c -- d}}',
    ['a:: b:: x=1 y=2', 'c:: d:: x=3'],
  ],
  ['the default of the scope that the statement is in', 'graph {{edge [x=1] a} -- b}', ['a:: b::']],
  [
    'a repeated edge of a strict graph as one',
    'strict graph {a -- b [x=1]; b:q -- a [y=2]}',
    ['a:: b:q: x=1 y=2'],
  ],
  [
    'both directions of a strict digraph',
    'strict digraph {a -> b; b -> a; a:p -> b}',
    ['a:p: b::', 'b:: a::'],
  ],
  [
    'edges with one key as one',
    'graph {a -- b [key=k]; b -- a [key=k, x=1]; a -- b}',
    ['a:: b:: key=k x=1', 'a:: b::'],
  ],
  [
    'a strict edge under its first key',
    'strict graph {a -- b [key=k]; a -- b [key=l, x=1]}',
    ['a:: b:: key=k'],
  ],
  ['no key from a default', 'graph {edge [key=k] a -- b; a -- b}', ['a:: b::', 'a:: b::']],
  ['headport as an attribute, as PTM does', 'graph {a -- b:p [headport=q]}', ['a:: b:p: headport=q']],
];
for (const [claim, text, edges] of EDGES) {
  test(`parseDot() reads ${claim} in an edge`, () => assert.deepEqual(edgesOf(text), edges));
}

test('parseDot() keeps the attributes of the root graph alone', () => {
  const graph = read('graph { a=1 graph [b=2][c="3"] subgraph s { d=4 graph [e=5] } a=6 }');
  assert.equal(attributesOf(graph.attributes), 'a=6 b=2 c=3');
});

test('parseDot() gives the place of nodes, ends, ports, attributes and values', () => {
  const graph = read('graph {\n  edge [y=2]\n  a:p -- {b}\n  -- c:"q" [x = "1"]\n}');
  const [first, second] = graph.edges;
  assert.ok(first !== undefined && second !== undefined);
  assert.deepEqual(
    graph.nodes.map(({ at }) => at),
    [
      { line: 3, column: 3 },
      { line: 3, column: 11 },
      { line: 4, column: 6 },
    ],
  );
  assert.deepEqual(
    [first.at, first.tail.at, first.tail.portAt],
    [
      { line: 3, column: 3 },
      { line: 3, column: 3 },
      { line: 3, column: 5 },
    ],
  );
  assert.deepEqual(
    [second.tail.at, second.tail.portAt],
    [
      { line: 3, column: 10 },
      { line: 3, column: 10 },
    ],
  );
  assert.deepEqual(second.head.portAt, { line: 4, column: 8 });
  assert.deepEqual(second.attributes.get('x'), {
    value: '1',
    at: { line: 4, column: 13 },
    valueAt: { line: 4, column: 17 },
  });
  assert.deepEqual(second.attributes.get('y'), {
    value: '2',
    at: { line: 2, column: 9 },
    valueAt: { line: 2, column: 11 },
  });
});

test('parseDot() counts columns in UTF-16 units, and not the byte order mark', () => {
  assert.deepEqual(read('\ufeffgraph { 😀 a }').nodes[1]?.at, { line: 1, column: 12 });
});
