/**
 * Lab files in DOT through the parser to the plan, with places of the text.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseDot } from '../../src/plan/dot/dot-parser.ts';
import { type LoadedPlan, loadPlan } from '../../src/plan/load.ts';
import { linesOf, planOf, readFixture, unmark } from './support.ts';

function loadDot(text: string): LoadedPlan {
  return loadPlan({ text, path: '/labs/ring.dot', format: 'dot' }, parseDot);
}

test('loadPlan() reads the DOT example', () => {
  const result = loadDot(readFixture('lab/ring.dot'));
  const plan = planOf(result);
  assert.deepEqual(linesOf(result), []);
  assert.deepEqual(
    plan.nodes.map(({ name, kind, ports }) => [name, kind, ports.map((port) => port.name).join(' ')]),
    [
      ['vm1', 'netns', 'eth1 eth2 eth3'],
      ['vm2', 'netns', 'eth1 eth2'],
      ['vm4', 'netns', 'eth2 eth1'],
      ['vm3', 'netns', 'eth1 eth2'],
      ['sw', 'switch', 'p1'],
    ],
  );
  assert.deepEqual(
    plan.links.map(({ mtu, verify, lldpMatch }) => [mtu, verify, lldpMatch.port]),
    [
      [1500, true, 'auto'],
      [1500, true, 'auto'],
      [1500, true, 'portdescr'],
      [9000, true, 'auto'],
      [1500, false, 'auto'],
    ],
  );
});

test('loadPlan() points into a DOT file', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['graph g {\n  a:e -- b:e [mtu=§big]\n}', 'Cannot read MTU of link 1: current value is "big"'],
    ['graph g {\n  a:e -- §b\n}', 'the end has no port, must be b:PORT'],
    ['graph g {\n  a:e -- b:e\n  c:e -- §a:e\n}', 'Cannot link a:e twice: line 2 links it already'],
    ['graph g {\n  §a:e -- a:e\n}', 'Cannot link a:e to itself'],
    ['graph g {\n  a [kind=§swithc]\n}', 'did you mean "switch"'],
    [
      'graph g {\n  node [§kindd=switch]\n  a\n}',
      'Attribute "kindd" of node is unknown, did you mean "kind"',
    ],
    ['graph g {\n  a:e -- b:e [left_ip=§"10.0.0.1"]\n}', 'must be an address with its prefix length'],
    ['graph g {\n  a:§"sixteen-octets-x" -- b:e\n}', 'must be 1 to 15 octets'],
    ['graph g {\n  §A_b:e -- b:e\n}', 'Cannot name node: current value is "A_b"'],
  ];
  for (const [marked, says] of rows) {
    const { text, at } = unmark(marked);
    const lines = linesOf(loadDot(text));
    assert.equal(lines.length, 1, lines.join('\n'));
    assert.ok(lines[0]?.startsWith(`${at.line}:${at.column}: `) && lines[0].includes(says), lines[0]);
  }
});

test('loadPlan() reports errors of syntax and of meaning of a DOT file together', () => {
  const lines = linesOf(loadDot('graph g {\n  a:e -> b:e;\n  c:e -- c:e;\n}\n'));
  assert.deepEqual(
    lines.map((line) => line.split(':')[0]),
    ['2', '3'],
  );
});

test('loadPlan() never throws on a damaged DOT file', () => {
  const original = readFixture('lab/ring.dot');
  const piece = fc.constantFrom(
    '',
    '"',
    '{',
    '}',
    '[',
    ']',
    '=',
    '--',
    '->',
    ':',
    '<',
    '/*',
    '__proto__',
    'constructor',
    ';',
    '\u0000',
  );
  fc.assert(
    fc.property(fc.nat(original.length), fc.nat(20), piece, (offset, len, insert) => {
      const { plan, problems } = loadDot(original.slice(0, offset) + insert + original.slice(offset + len));
      assert.equal(
        plan === null,
        problems.some((problem) => problem.severity === 'error'),
      );
    }),
    { numRuns: 500 },
  );
});

test('loadPlan() loads a DOT file of 10,000 links within a bound', () => {
  const edges = Array.from(
    { length: 10_000 },
    (_, i) => `n${i}:e1 -- n${(i + 1) % 10_000}:e2 [left_ip="10.${i >> 8}.${i & 255}.1/24"];`,
  );
  const startMs = performance.now();
  assert.equal(planOf(loadDot(`graph g {\n${edges.join('\n')}\n}`)).links.length, 10_000);
  assert.ok(performance.now() - startMs < 8000);
});
