/** What holds for every text: nothing throws, nothing is slow, and what was read can be written and read again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  DOT_ATTRIBUTES_MAX,
  DOT_NESTING_MAX,
  LAB_LINKS_MAX,
  LAB_NODES_MAX,
} from '../../../src/base/limits.ts';
import type { DotResult } from '../../../src/plan/dot/dot-graph.ts';
import { parseDot } from '../../../src/plan/dot/dot-parser.ts';
import { emitDot, quoteDotString } from '../../../src/plan/dot/dot-text.ts';
import { dotText } from '../../support/dot-arbitrary.ts';
import { viewOfDot } from '../../support/dot-views.ts';
import { readFixtures } from '../../support/fixtures.ts';

/** Texts that end where something is open, and others that are tried in every run. */
const KEPT_TEXTS = [
  'graph{<\\">}',
  'graph{"a"+',
  'graph\r{a\r--b}',
  'graph{a:',
  'graph{a[b=',
  'strict',
  '"',
  '<',
  '/*',
  '-',
  '\ufeff',
];

/** Checks what a result always has: places inside the text, in order. */
function assertSound(text: string): DotResult {
  const result = parseDot(text);
  const lines = text.split('\n');
  let previous = { line: 1, column: 1 };
  for (const { line, column } of result.problems) {
    assert.ok(line > previous.line || (line === previous.line && column >= previous.column));
    assert.ok(line <= lines.length && column <= (lines[line - 1]?.length ?? 0) + 1);
    previous = { line, column };
  }
  const names = new Set(result.graph.nodes.map(({ name }) => name));
  for (const { tail, head } of result.graph.edges) assert.ok(names.has(tail.node) && names.has(head.node));
  return result;
}

function assertRoundTrip(text: string): void {
  const { graph } = parseDot(text);
  const again = parseDot(emitDot(graph));
  assert.deepEqual(again.problems, []);
  assert.deepEqual(viewOfDot(again.graph), viewOfDot(graph));
}

const fixtures = [...readFixtures('dot/accepted'), ...readFixtures('dot/rejected')];

test('parseDot() never throws on a truncation of a fixture', () => {
  for (const { text } of fixtures) {
    for (let end = 0; end < text.length; end += 1) assertSound(text.slice(0, end));
  }
});

test('parseDot() never throws on a fixture with one character left out', () => {
  for (const { text } of fixtures) {
    for (let gap = 0; gap < text.length; gap += 1) assertSound(text.slice(0, gap) + text.slice(gap + 1));
  }
});

test('parseDot() never throws on random text', () => {
  const mark = fc.constantFrom(
    'graph',
    'node',
    '{',
    '}',
    '[',
    ']',
    '=',
    ':',
    ';',
    ',',
    '+',
    '--',
    '->',
    '"',
    '<',
    '>',
    '\\',
    '\n',
    '#',
    '/*',
    '*/',
    '-',
    '.',
    '\0',
    'a',
    ' ',
  );
  const soup = fc.array(mark, { maxLength: 60 }).map((marks) => `graph{${marks.join('')}`);
  const anyText = fc.string({ unit: 'binary', maxLength: 60 });
  const examples = KEPT_TEXTS.map((text): [string] => [text]);
  fc.assert(
    fc.property(fc.oneof(soup, anyText), (text) => void assertSound(text)),
    { numRuns: 3000, examples },
  );
});

test('parseDot() finds no error in random correct text', () => {
  fc.assert(fc.property(dotText, (text) => assert.deepEqual(assertSound(text).problems, [])));
});

test('emitDot() writes what reads back as the same graph', () => {
  for (const { text } of readFixtures('dot/accepted')) assertRoundTrip(text);
  fc.assert(fc.property(dotText, assertRoundTrip), { numRuns: 500 });
});

test('quoteDotString() writes what reads back as the same text, but for backslashes without a pair', () => {
  const content = fc.string({
    unit: fc.constantFrom('a', '"', '\\\\', '\n', '\r', '<', '>', 'é', '\t', ';'),
    maxLength: 20,
  });
  fc.assert(
    fc.property(content, (text) => {
      const { graph, problems } = parseDot(`graph { ${quoteDotString(text)} }`);
      assert.deepEqual(problems, []);
      assert.equal(graph.nodes[0]?.name, text);
    }),
  );
});

test('quoteDotString() lets no text end its string', () => {
  const content = fc.string({ unit: fc.constantFrom('a', '"', '\\', '\n', '\r'), maxLength: 12 });
  fc.assert(
    fc.property(content, (text) => {
      const { graph, problems } = parseDot(`graph { ${quoteDotString(text)} }`);
      assert.deepEqual(problems, []);
      assert.equal(graph.nodes.length, 1);
    }),
  );
});

/** Milliseconds that a reading takes. What is linear takes under 0.5 s below, what is quadratic minutes. */
function timeOf(text: string): number {
  const start = performance.now();
  parseDot(text);
  return performance.now() - start;
}

test('parseDot() reads 10,000 links in less than 0.3 s', () => {
  const links = Array.from({ length: 10_000 }, (_, index) => {
    return `n${index}:eth1 -- n${(index + 1) % 10_000}:eth2 [left_ip="10.0.0.1/24"]\n`;
  });
  const text = `graph {${links.join('')}}`;
  assert.ok(Math.min(timeOf(text), timeOf(text), timeOf(text)) < 300);
});

const HOSTILE = [
  '{',
  '{}',
  '}',
  '[',
  '"',
  '<',
  '<>',
  '"a"+',
  'a;',
  'a--',
  'a,',
  'a[x=1]',
  'x=y;',
  '"\\"',
  'a-',
  '1a',
  '-',
  '/',
  '\0',
  '#\n',
  '/**/',
  'subgraph s{}',
  'node[a=b]',
];
for (const unit of HOSTILE) {
  test(`parseDot() takes linear time for many ${JSON.stringify(unit)}`, () => {
    const text = `strict graph{a${unit.repeat(1_000_000 / unit.length)}`;
    assert.ok(timeOf(text) < 5000);
  });
}

test('parseDot() takes linear time for a large subgraph named again and again', () => {
  const names = Array.from({ length: 9000 }, (_, index) => `n${index} `).join('');
  assert.ok(timeOf(`strict graph { subgraph s {${names}} ${'subgraph s{}--{};'.repeat(50_000)} }`) < 5000);
});

test('parseDot() reports blocks that nest too deep, and goes on behind them', () => {
  const deep = `graph {${'{'.repeat(100_000)}a${'}'.repeat(100_000)} b }`;
  const { graph, problems } = parseDot(deep);
  assert.deepEqual(problems, [
    {
      line: 1,
      column: 7 + DOT_NESTING_MAX,
      severity: 'error',
      message: 'Found "{" within more than 100 others',
    },
  ]);
  assert.deepEqual(
    graph.nodes.map(({ name }) => name),
    ['b'],
  );
});

const TOO_MANY: [what: string, text: string][] = [
  ['nodes', `graph { ${Array.from({ length: LAB_NODES_MAX + 1 }, (_, index) => `n${index}`).join(' ')} }`],
  ['edges', `graph { ${'a -- b '.repeat(LAB_LINKS_MAX + 1)} }`],
  [
    'edges',
    `graph { {${Array.from({ length: 150 }, (_, i) => `a${i}`).join(' ')}} -- {${Array.from({ length: 150 }, (_, i) => `b${i}`).join(' ')}} }`,
  ],
  [
    'attributes',
    `graph { a [${Array.from({ length: DOT_ATTRIBUTES_MAX + 1 }, (_, index) => `x${index}=1`).join(' ')}] }`,
  ],
];
for (const [what, text] of TOO_MANY) {
  test(`parseDot() refuses too many ${what} in ${text.length} characters`, () => {
    assert.match(
      parseDot(text)
        .problems.map(({ message }) => message)
        .join(),
      new RegExp(`^Found more than \\d+ ${what}`),
    );
  });
}
