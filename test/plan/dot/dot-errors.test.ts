/** What `parseDot` says about faulty text, where, and how it goes on. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LAB_FILE_ERRORS_MAX } from '../../../src/base/limits.ts';
import { parseDot } from '../../../src/plan/dot/dot-parser.ts';
import { readFixtures } from '../../support/fixtures.ts';

function problemsOf(text: string): string[] {
  return parseDot(text).problems.map(({ line, column, severity, message }) => {
    return `${line}:${column}${severity === 'warning' ? ' warning' : ''} ${message}`;
  });
}

for (const { name, text } of readFixtures('dot/rejected')) {
  test(`parseDot() finds one error in ${name}.dot`, () => {
    const { problems } = parseDot(text);
    assert.deepEqual(
      problems.map(({ severity }) => severity),
      ['error'],
    );
  });
}

const CASES: [claim: string, text: string, problems: string[]][] = [
  ['an empty file', '', ['1:1 Found the end of the file, must be "graph" or "digraph"']],
  ['a file of another kind', 'name: ring\n', ['1:1 Found "name", must be "graph" or "digraph"']],
  ['a missing brace', 'graph G\n', ['2:1 Found the end of the file, must be "{"']],
  ['an arrow in a graph', 'graph {\n a -> b }', ['2:4 Found "->", must be "--" in a graph']],
  ['a line in a digraph', 'digraph { a -- b }', ['1:13 Found "--", must be "->" in a digraph']],
  ['an end without a port', 'graph { a: -- b }', ['1:12 Found "--", must be a port after ":"']],
  ['an edge without a head', 'graph { a -- }', ['1:14 Found "}", must be a node or a subgraph']],
  [
    'a keyword as a name',
    'graph { a -- Node }',
    ['1:14 Found the keyword "Node", must be a node or a subgraph (a keyword is a name only in quotes)'],
  ],
  ['a value that is missing', 'graph { a [x=] }', ['1:14 Found "]", must be a value after "="']],
  ['an open list', 'graph { a [x=1 }', ['1:16 Found "}", must be "]" for the "[" at line 1, column 11']],
  [
    'an open list that the next line shows',
    'graph { a [x=1\n b:p -- c\n}',
    ['2:3 Found ":", must be "]" for the "[" at line 1, column 11'],
  ],
  ['a default without a list', 'graph { node; a }', ['1:13 Found ";", must be "["']],
  ['a semicolon too many', 'graph { a;; b }', ['1:11 Found ";", must be a statement or "}"']],
  [
    'an open block',
    'graph {\n {\n a',
    ['3:3 Found the end of the file, must be "}" for the "{" at line 2, column 2'],
  ],
  [
    'text behind the graph',
    'graph { a } b',
    ['1:13 Found "b", must be the end of the file after the closing "}" of the graph'],
  ],
  [
    'a second graph',
    'graph { a } graph { b',
    ['1:13 Found the keyword "graph", must be the end of the file after the closing "}" of the graph'],
  ],
  [
    'an open string at its start',
    'graph {\n a [x="b]\n}\n',
    ['2:7 Found a string without end, must be closed by a double quote'],
  ],
  [
    'an open comment at its start',
    'graph { a\n /* b\n}',
    ['2:2 Found a comment without end, must be closed by "*/"'],
  ],
  [
    'open HTML at its start',
    'graph { a [x=<b<c>\n] }',
    ['1:14 Found HTML text without end, must be closed by ">"'],
  ],
  [
    'a control character',
    'graph { a \0\0 b }',
    ['1:11 Found the control character U+0000, which no lab file may hold'],
  ],
  [
    'a control character in quotes',
    'graph { "a\u001bb" }',
    ['1:9 Found the control character U+001B inside quotes, which no lab file may hold'],
  ],
  [
    'a name that needs quotes',
    'graph { vm1-eth0:p }',
    ['1:9 Found vm1-eth0 without quotes, must be "vm1-eth0"'],
  ],
  [
    'an address without quotes once',
    'graph { a [ip=10.0.0.1/24] }',
    ['1:15 Found 10.0.0.1/24 without quotes, must be "10.0.0.1/24"'],
  ],
  ['a single dash', 'graph { a - b }', ['1:11 Found "-", must be "--", or "->" in a digraph']],
  [
    'marks without meaning',
    'graph { a @@ b > c }',
    [
      '1:11 Found "@@", which is allowed only inside quotes',
      '1:16 Found ">", which is allowed only inside quotes',
    ],
  ],
  [
    'a word that DOT splits',
    'graph { web-1 12a }',
    [
      '1:9 warning Found web-1 without quotes, which DOT reads as "web" and "-1"; one name must be in quotes',
      '1:15 warning Found 12a without quotes, which DOT reads as "12" and "a"; one name must be in quotes',
    ],
  ],
];
for (const [claim, text, problems] of CASES) {
  test(`parseDot() reports ${claim}`, () => assert.deepEqual(problemsOf(text), problems));
}

test('parseDot() reports all errors of a file in the order of the text, and keeps what is right', () => {
  const text = [
    'graph lab {',
    '  a:eth1 -> b:eth1',
    '  a:eth2 -- ;',
    '  c [x=1, =2, y=, z=3] d',
    '  c:eth1 -- d:eth1:n:e',
    '  node edge [w=1]',
    '  { e -- f',
    '    = g }',
    '  { h -- i [v=1',
    '  }',
    '  j -- k',
    '} }',
    'l',
  ];
  const { graph, problems } = parseDot(text.join('\n'));
  assert.deepEqual(
    problems.map(({ line, column }) => [line, column]),
    [
      [2, 10],
      [3, 13],
      [4, 11],
      [4, 17],
      [5, 21],
      [6, 8],
      [8, 5],
      [10, 3],
      [12, 3],
    ],
  );
  assert.deepEqual(
    graph.edges.map(({ tail, head }) => `${tail.node} ${head.node}`),
    ['a b', 'c d', 'e f', 'h i', 'j k'],
  );
  assert.deepEqual([...(graph.nodes.find(({ name }) => name === 'c')?.attributes.keys() ?? [])], ['x', 'z']);
  assert.ok(graph.nodes.some(({ name }) => name === 'l'));
});

const RECOVERY: [claim: string, text: string, nodes: string[]][] = [
  ['behind a semicolon', 'graph { a = = x y; b }', ['b']],
  ['at a statement that begins a line', 'graph { a = = x y\n b }', ['b']],
  ['at a block', 'graph { a = = x { b } }', ['b']],
  ['behind a list', 'graph { a [x= ] b }', ['a', 'b']],
  ['at a closing brace', 'graph { { a = = } b }', ['b']],
  ['at the block of a faulty header', 'graph a b c { d }', ['d']],
  ['behind a brace too many', 'graph { a } } b } c', ['a', 'b', 'c']],
];
for (const [claim, text, nodes] of RECOVERY) {
  test(`parseDot() goes on ${claim}`, () => {
    const { graph, problems } = parseDot(text);
    assert.equal(problems.length, 1);
    assert.deepEqual(
      graph.nodes.map(({ name }) => name),
      nodes,
    );
  });
}

test('parseDot() stops after a bound of problems and says so', () => {
  const problems = problemsOf(`graph {${';'.repeat(500)} a }`);
  assert.equal(problems.length, LAB_FILE_ERRORS_MAX + 1);
  assert.equal(problems.at(-1), '1:108 Found more than 100 problems, the rest of the file was not read');
});

test('parseDot() shortens what it shows of the text', () => {
  const [problem] = problemsOf(`"${'x'.repeat(1000)}"`);
  assert.equal(problem, `1:1 Found "${'x'.repeat(40)}…", must be "graph" or "digraph"`);
});
