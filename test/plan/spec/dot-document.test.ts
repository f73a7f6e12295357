/**
 * DOT graphs, made by hand, to plans: attributes of nodes, ports and links, and PTM's own.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DotAttributes, DotEdge, DotEnd, DotGraph, DotNode } from '../../../src/plan/dot/dot-graph.ts';
import { linesOf, loadGraph, planOf } from '../support.ts';

type Words = Readonly<Record<string, string>>;

/** Attributes in line `line`, ten columns apart, each value four columns after its name. */
function attributes(line: number, words: Words): DotAttributes {
  return new Map(
    Object.entries(words).map(([name, value], index) => {
      const column = 30 + index * 10;
      return [name, { value, at: { line, column }, valueAt: { line, column: column + 4 } }];
    }),
  );
}

/** An edge in line `line` between ends written `node:port`. */
function edge(line: number, tail: string, head: string, words: Words = {}): DotEdge {
  const end = (text: string, column: number): DotEnd => {
    const [node = '', port] = text.split(':');
    const portAt = { line, column: port === undefined ? column : column + node.length + 1 };
    return { node, port: port ?? null, compass: null, at: { line, column }, portAt };
  };
  return {
    tail: end(tail, 3),
    head: end(head, 16),
    at: { line, column: 3 },
    attributes: attributes(line, words),
  };
}

/** A graph of edges; nodes come from `nodes` (attributes by name), in line 2, and from the edges. */
function graph(
  edges: readonly DotEdge[],
  nodes: Readonly<Record<string, Words>> = {},
  words: Words = {},
): DotGraph {
  const all = new Map<string, DotNode>();
  for (const [name, own] of Object.entries(nodes)) {
    all.set(name, { name, at: { line: 2, column: 3 }, attributes: attributes(2, own) });
  }
  for (const { node: name, at } of edges.flatMap(({ tail, head }) => [tail, head])) {
    if (!all.has(name)) all.set(name, { name, at, attributes: new Map() });
  }
  return {
    directed: false,
    strict: false,
    name: 'g',
    attributes: attributes(1, words),
    nodes: [...all.values()],
    edges,
  };
}

test('loadPlan() makes the ring of a DOT file; the lab is named by its path', () => {
  const result = loadGraph(graph([edge(3, 'vm1:eth1', 'vm2:eth1'), edge(4, 'vm1:eth2', 'vm2:s')]));
  const plan = planOf(result);
  assert.deepEqual(linesOf(result), []);
  assert.equal(plan.name, 'ring');
  assert.deepEqual(
    plan.nodes.map((node) => [node.name, node.kind, node.ports.map((port) => port.name)]),
    [
      ['vm1', 'netns', ['eth1', 'eth2']],
      ['vm2', 'netns', ['eth1', 's']],
    ],
  );
  assert.equal(plan.links.length, 2);
});

test('loadPlan() gives left_ and right_ attributes to the ports and others to the link', () => {
  const words = {
    left_ip: '10.0.0.1/24, 2001:db8::1/64 10.0.1.1/24',
    right_ip: '10.0.0.2/24',
    left_mac: '02-00-00-00-00-0A',
    right_mtu: '9000',
    verify: 'off',
  };
  const plan = planOf(loadGraph(graph([edge(3, 'a:e1', 'b:e2', words)])));
  assert.deepEqual(plan.nodes[0]?.ports, [
    {
      name: 'e1',
      mac: '02:00:00:00:00:0a',
      mtu: 9000,
      addresses: ['10.0.0.1/24', '2001:db8::1/64', '10.0.1.1/24'],
      dhcp: false,
    },
  ]);
  assert.deepEqual(plan.nodes[1]?.ports[0]?.addresses, ['10.0.0.2/24']);
  assert.equal(plan.links[0]?.mtu, 9000);
  assert.equal(plan.links[0]?.verify, false);
});

test('loadPlan() reads the kind and scalar attributes of a DOT node', () => {
  const nodes = {
    sw: { kind: 'switch', lldp: 'pass', shape: 'box' },
    br: { kind: 'bridge', stp: 'yes' },
    pc: { image: 'pc.png' },
  };
  const result = loadGraph(graph([edge(3, 'sw:p1', 'br:p1'), edge(4, 'pc:e', 'sw:p2')], nodes));
  const plan = planOf(result);
  assert.deepEqual(linesOf(result), [], "Graphviz's own attributes pass without a word");
  assert.equal(plan.nodes[0]?.lldp, 'pass');
  assert.equal(plan.nodes[1]?.stp, true);
});

test('loadPlan() says where a DOT file is wrong', () => {
  const rows: readonly (readonly [DotGraph, string])[] = [
    [graph([edge(3, 'a', 'b:e')]), '3:3: error: Cannot link a: the end has no port, must be a:PORT'],
    [graph([edge(3, 'a:e', 'a:e')]), '3:3: error: Cannot link a:e to itself'],
    [
      graph([edge(3, 'a:e', 'b:e'), edge(4, 'c:e', 'a:e')]),
      '4:16: error: Cannot link a:e twice: line 3 links it already',
    ],
    [
      graph([edge(3, 'a:e', 'b:e', { mtu: 'big' })]),
      '3:34: error: Cannot read MTU of link 1: current value is "big", must be an integer from 68 to 65535',
    ],
    [
      graph([edge(3, 'a:e', 'b:e', { left_mtu: '12' })]),
      '3:34: error: Cannot read MTU of a:e: current value is 12, must be an integer from 68 to 65535',
    ],
    [
      graph([edge(3, 'a:e', 'b:e', { delay: '20ms' })]),
      '3:30: error: Impairment of a link is not built by this version',
    ],
    [
      graph([edge(3, 'a:e', 'b:e', { left_iq: 'x' })]),
      '3:30: warning: Attribute "left_iq" of edge is unknown, did you mean "left_ip"',
    ],
    [
      graph([], { a: { kindd: 'x' } }),
      '2:30: warning: Attribute "kindd" of node is unknown, did you mean "kind"',
    ],
    [graph([], { a: {} }, { frobnicate: 'x' }), '1:30: warning: Attribute "frobnicate" of graph is unknown'],
    [
      graph([], { A: {} }),
      '2:3: error: Cannot name node: current value is "A", must be 1 to 63 of a-z, 0-9 and "-", with no "-" at either end',
    ],
    [graph([], { a: { kind: 'vm' } }), '2:34: error: Kind vm of node a is not built by this version'],
    [graph([]), '1:1: error: Cannot build lab: it has no nodes'],
    [
      graph([edge(3, 'a:e', 'b:e', { left_ip: '10.0.0.1/24', right_ip: '10.0.0.1/24' })]),
      '3:44: error: Cannot give 10.0.0.1 to b:e: a:e has it already, in line 3',
    ],
    [
      graph([], { a: {} }, { hostidtype: 'ipaddr' }),
      '1:34: error: hostidtype "ipaddr" is not built by this version, must be hostname',
    ],
  ];
  for (const [bad, line] of rows) assert.deepEqual(linesOf(loadGraph(bad)), [line]);
});

test("loadPlan() reads PTM's LLDP attribute: the edge's wins whole, templates replace the string", () => {
  const words = {
    LLDP: 'match_hostname=fqdn,match_type=ifname',
    cabling: 'match_type=portdescr',
    version: '1',
    date: 'today',
    hostnametype: 'fqdn',
  };
  const result = loadGraph(
    graph(
      [
        edge(3, 'a:e1', 'b:e1'),
        edge(4, 'a:e2', 'b:e2', { LLDP: 'MATCH_TYPE=portdescr' }),
        edge(5, 'a:e3', 'b:e3', { LLDP: 'lldptmpl=cabling' }),
        edge(6, 'a:e4', 'b:e4', { LLDP: '' }),
      ],
      {},
      words,
    ),
  );
  assert.deepEqual(linesOf(result), []);
  assert.deepEqual(
    planOf(result).links.map((link) => [link.lldpMatch.port, link.lldpMatch.hostname]),
    [
      ['ifname', 'fqdn'],
      ['portdescr', 'hostname'],
      ['portdescr', 'hostname'],
      ['ifname', 'fqdn'],
    ],
  );
});

test('loadPlan() warns about what PTM ignores, and once about BFD', () => {
  const edges = [
    edge(3, 'a:e1', 'b:e1', { LLDP: 'match_type=mac colour=red', BFD: 'upMinTx=100' }),
    edge(4, 'a:e2', 'b:e2', { BFD: 'bfdtmpl=slow' }),
  ];
  const result = loadGraph(graph(edges, {}, { slow: 'upMinTx=1000' }));
  planOf(result);
  assert.deepEqual(
    linesOf(result).map((line) => line.replace(/ (?:is unknown|has no effect).*$/, '')),
    ['3:34: warning: LLDP key match_type', '3:34: warning: LLDP key "colour"', '3:40: warning: BFD'],
  );
  const missing = graph([edge(3, 'a:e1', 'b:e1', { LLDP: 'lldptmpl=nowhere' })]);
  assert.deepEqual(linesOf(loadGraph(missing)), [
    '3:34: error: Cannot find template "nowhere": the graph has no attribute of this name',
  ]);
});
