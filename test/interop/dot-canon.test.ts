/**
 * Our reading of DOT against Graphviz's own: `dot -Tjson0` says what it read (nodes, edges, ports, effective
 * attributes), and what it rejects we reject. Peer: graphviz 2.43 or later.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseDot } from '../../src/plan/dot/dot-parser.ts';
import { emitDot } from '../../src/plan/dot/dot-text.ts';
import { exportDot } from '../../src/plan/export/export-dot.ts';
import { renderDot } from '../../src/plan/graph/render-dot.ts';
import { dotText } from '../support/dot-arbitrary.ts';
import {
  sortedView,
  viewOfAttributes,
  viewOfDot,
  type AttributeView,
  type GraphView,
} from '../support/dot-views.ts';
import { readFixtures } from '../support/fixtures.ts';
import { requirePeer } from '../support/peers.ts';
import { ringPlan } from '../support/plans.ts';

const dot = requirePeer('graphviz', 'dot');

/** What the layout adds, what the JSON itself is made of, and `key`, which is the edge's name to cgraph. */
const NOT_COMPARED = new Set(
  [
    'bb pos width height lp lwidth lheight head_lp tail_lp rects vertices',
    'name directed strict _subgraph_cnt objects edges nodes subgraphs _gvid tail head tailport headport key',
  ].flatMap((names) => names.split(' ')),
);

interface JsonObject {
  readonly [name: string]: unknown;
}

/** Runs `dot`; null when it rejects the text. Warnings about unknown ports are its own affair. */
function runDot(format: string, text: string): string | null {
  const result = spawnSync(dot.path, [`-T${format}`], { input: text, encoding: 'utf8', timeout: 30_000 });
  if (result.error !== undefined) throw result.error;
  return result.status === 0 ? result.stdout : null;
}

/** What Graphviz read, from its JSON. */
function viewOfJson(json: string): GraphView {
  const graph = JSON.parse(json) as JsonObject;
  const objects = ((graph['objects'] ?? []) as JsonObject[]).slice(Number(graph['_subgraph_cnt']));
  const nameOf = new Map(objects.map((node) => [node['_gvid'], textOf(node['name'])]));
  const endOf = (edge: JsonObject, side: 'tail' | 'head'): [string, string] => {
    return [nameOf.get(edge[side]) ?? '?', textOf(edge[`${side}port`] ?? '')];
  };
  return sortedView({
    directed: graph['directed'] === true,
    strict: graph['strict'] === true,
    attributes: viewOfJsonAttributes(graph),
    nodes: objects.map((node) => ({ name: textOf(node['name']), attributes: viewOfJsonAttributes(node) })),
    edges: ((graph['edges'] ?? []) as JsonObject[]).map((edge) => {
      return { tail: endOf(edge, 'tail'), head: endOf(edge, 'head'), attributes: viewOfJsonAttributes(edge) };
    }),
  });
}

/** Names and attributes are strings in Graphviz's JSON; the rest is not compared. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function viewOfJsonAttributes(object: JsonObject): AttributeView {
  const entries = Object.entries(object).map(([name, value]) => [name, textOf(value)] as const);
  // Every node has the label "\N", its own name, unless it has another.
  const own = entries.filter(([name, value]) => name !== 'label' || value !== '\\N');
  return viewOfAttributes(own, NOT_COMPARED);
}

/** Our view of a text that must have no error. */
function viewOfOurs(text: string): GraphView {
  const { graph, problems } = parseDot(text);
  const errors = problems.filter(({ severity }) => severity === 'error');
  assert.deepEqual(errors, []);
  const view = viewOfDot(graph, NOT_COMPARED);
  const nodes = view.nodes.map(({ name, attributes }) => {
    return { name, attributes: attributes.filter(([key, value]) => key !== 'label' || value !== '\\N') };
  });
  return sortedView({ ...view, nodes });
}

function assertAgrees(text: string): void {
  const json = runDot('json0', text);
  assert.notEqual(json, null, 'dot rejects the text');
  assert.deepEqual(viewOfOurs(text), viewOfJson(json ?? ''));
}

/**
 * The canonical form is a text of Graphviz's own hand: quoted, folded, with its defaults written back into subgraphs.
 * It need not say what the text it came from says (a node listed first in a subgraph takes the default there), so
 * it is compared with what Graphviz reads in it.
 */
function assertAgreesOnCanon(text: string): void {
  const canon = runDot('canon', text);
  assert.notEqual(canon, null, 'dot rejects the text');
  assertAgrees(canon ?? '');
}

for (const { name, text } of readFixtures('dot/accepted')) {
  test(`parseDot() reads ${name}.dot as Graphviz does`, { skip: dot.skip }, () => {
    assertAgrees(text);
    assertAgreesOnCanon(text);
  });
  test(`emitDot() writes ${name}.dot so that Graphviz reads the same`, { skip: dot.skip }, () => {
    const json = runDot('json0', emitDot(parseDot(text).graph));
    assert.deepEqual(viewOfJson(json ?? ''), viewOfOurs(text));
  });
}

for (const { name, text } of readFixtures('dot/rejected')) {
  test(`parseDot() rejects ${name}.dot as Graphviz does`, { skip: dot.skip }, () => {
    assert.equal(runDot('canon', text), null);
    assert.notDeepEqual(parseDot(text).problems, []);
  });
}

test('exportDot() and renderDot() write what Graphviz reads as we do', { skip: dot.skip }, () => {
  assertAgrees(exportDot(ringPlan()));
  assertAgrees(renderDot(ringPlan()));
});

test('parseDot() reads random graphs as Graphviz does', { skip: dot.skip }, () => {
  fc.assert(fc.property(dotText, assertAgrees), { numRuns: 150 });
});

test('parseDot() reads the canonical form of random graphs as Graphviz does', {
  skip: dot.skip,
}, () => {
  fc.assert(fc.property(dotText, assertAgreesOnCanon), { numRuns: 100 });
});
