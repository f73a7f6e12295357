/** Drawings of a plan: what they show, and that no name can break out of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDot } from '../../../src/plan/dot/dot-parser.ts';
import { renderDot } from '../../../src/plan/graph/render-dot.ts';
import { renderMermaid } from '../../../src/plan/graph/render-mermaid.ts';
import { renderSvg } from '../../../src/plan/graph/render-svg.ts';
import { LINK_STYLES, NODE_STYLES, type DrawOptions } from '../../../src/plan/graph/style.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { makeLink, makeNode, makePlan, makePort, ringPlan } from '../../support/plans.ts';

/** The first link passes, the second fails, the third is unknown, the fourth has no state. */
function statesOf(plan: Plan): DrawOptions {
  const states = ['pass', 'fail', 'no-info'] as const;
  return { linkState: (link) => states[plan.links.indexOf(link)] };
}

/** Names that no plan has, each with marks of every notation. */
function hostilePlan(): Plan {
  const evil = 'x"];<b>&\\N%{}|-->--#;\'\n';
  const port = makePort(evil, { addresses: [evil] });
  return makePlan(
    evil,
    [makeNode(evil, 'netns', { ports: [port] }), makeNode('end', 'hub', { ports: [port] })],
    [{ ...makeLink('a:b', 'c:d'), a: { node: evil, port: evil }, b: { node: 'end', port: evil } }],
  );
}

test('renderDot() draws each node by its kind and each link with its ports and addresses', () => {
  const { graph, problems } = parseDot(renderDot(ringPlan()));
  assert.deepEqual(problems, []);
  assert.deepEqual(
    graph.nodes.map(({ name, attributes }) => [name, attributes.get('shape')?.value]),
    [
      ['vm1', 'box'],
      ['vm2', 'box'],
      ['vm3', 'box'],
      ['sw', NODE_STYLES.switch.shape],
      ['hub', NODE_STYLES.hub.shape],
      ['br', NODE_STYLES.bridge.shape],
    ],
  );
  const [link] = graph.edges;
  assert.deepEqual(
    ['id', 'taillabel', 'headlabel', 'label', 'color'].map((name) => link?.attributes.get(name)?.value),
    [
      'link:vm1:eth1--vm2:eth1',
      'eth1',
      'eth1',
      'vm1 10.100.12.1/24\\lvm1 2001:db8::1/64\\lvm2 10.100.12.2/24\\l',
      LINK_STYLES.plain.color,
    ],
  );
});

test('renderDot() colours links by their state', () => {
  const plan = ringPlan();
  const colors = parseDot(renderDot(plan, statesOf(plan))).graph.edges.map(
    ({ attributes }) => attributes.get('color')?.value,
  );
  assert.deepEqual(
    colors,
    (['pass', 'fail', 'no-info', 'plain'] as const).map((state) => LINK_STYLES[state].color),
  );
});

test('renderDot() lets no name out of its quotes', () => {
  const plan = hostilePlan();
  const { graph, problems } = parseDot(renderDot(plan));
  assert.deepEqual(problems, []);
  assert.equal(graph.nodes.length, 2);
  assert.equal(graph.edges.length, 1);
});

test('renderMermaid() writes a flowchart', () => {
  const plan = ringPlan();
  const lines = renderMermaid(plan, statesOf(plan)).trimEnd().split('\n');
  assert.deepEqual(lines, [
    'flowchart LR',
    '  n0["vm1"]:::kind-netns',
    '  n1["vm2"]:::kind-netns',
    '  n2["vm3"]:::kind-netns',
    '  n3[["sw"]]:::kind-switch',
    '  n4{{"hub"}}:::kind-hub',
    '  n5(["br"]):::kind-bridge',
    '  n0 ---|"eth1 10.100.12.1/24 2001:db8::1/64<br/>eth1 10.100.12.2/24"| n1',
    '  n1 ---|"eth2<br/>eth1"| n2',
    '  n2 ---|"eth2<br/>eth2 10.100.31.1/24"| n0',
    '  n2 ---|"eth3 dhcp<br/>p1"| n3',
    '  classDef kind-netns fill:#eef4fb,stroke:#2f6fab',
    '  classDef kind-switch fill:#fdf3e1,stroke:#a36a00',
    '  classDef kind-hub fill:#f4f4f4,stroke:#6b6b6b',
    '  classDef kind-bridge fill:#f3eefb,stroke:#7a4fb5',
    '  linkStyle 0 stroke:#1a7f37,stroke-width:1.5px',
    '  linkStyle 1 stroke:#c9201c,stroke-width:3px',
    '  linkStyle 2 stroke:#8a6d00,stroke-width:1.5px,stroke-dasharray:5 4',
  ]);
});

test('renderMermaid() writes marks of a name as entity codes', () => {
  const text = renderMermaid(hostilePlan());
  const labels = text.match(/"[^"\n]*"/g) ?? [];
  assert.equal(labels.length, 3);
  for (const label of labels)
    assert.match(label.slice(1, -1).replaceAll('<br/>', ''), /^(?:[A-Za-z0-9 .:/-]|#\d+;)*$/);
});

test('renderSvg() draws every node and link of the ring', async () => {
  const plan = ringPlan();
  const svg = await renderSvg(plan, statesOf(plan));
  assert.match(svg, /<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  assert.equal(svg.match(/class="node"/g)?.length, 6);
  assert.equal(svg.match(/class="edge"/g)?.length, 4);
  assert.ok(svg.includes('id="node:vm1"'));
  assert.ok(svg.includes('>10.100.31.1/24<') || svg.includes('>vm1 10.100.31.1/24<'));
  for (const state of ['pass', 'fail', 'no-info'] as const)
    assert.ok(svg.includes(`stroke="${LINK_STYLES[state].color}"`));
});

test('renderSvg() lets no name become an element', async () => {
  const svg = await renderSvg(hostilePlan());
  assert.ok(!svg.includes('<b>'));
  assert.equal(svg.match(/class="node"/g)?.length, 2);
});

test('renderSvg() draws a lab without nodes', async () => {
  assert.match(await renderSvg(makePlan('none', [], [])), /<\/svg>\s*$/);
});
