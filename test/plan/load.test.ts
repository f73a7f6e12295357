/**
 * The front door: good files and their plans, formats, names, the cap on problems, and hostile text.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LAB_FILE_ERRORS_MAX } from '../../src/base/limits.ts';
import { detectFormat, loadPlan } from '../../src/plan/load.ts';
import { linesOf, loadYaml, planOf, readFixture } from './support.ts';

test('loadPlan() makes a complete plan of the ring', () => {
  const result = loadYaml(readFixture('lab/ring.lab.yml'));
  const plan = planOf(result);
  assert.deepEqual(linesOf(result), []);
  assert.equal(plan.name, 'ring');
  assert.equal(plan.file, '/labs/ring.lab.yml');
  assert.deepEqual(
    plan.nodes.map((node) => node.name),
    ['vm1', 'vm2', 'vm3', 'vm4'],
  );
  assert.deepEqual(plan.nodes[0]?.ports, [
    { name: 'eth1', mac: '02:00:00:00:01:01', mtu: 1500, addresses: ['10.100.12.1/24'], dhcp: false },
    {
      name: 'eth2',
      mac: plan.nodes[0]?.ports[1]?.mac,
      mtu: 1500,
      addresses: ['10.100.41.1/24', '2001:db8:41::1/64'],
      dhcp: false,
    },
  ]);
  assert.deepEqual(plan.links[2], {
    a: { node: 'vm2', port: 'eth2' },
    b: { node: 'vm3', port: 'eth1' },
    mtu: 9000,
    verify: true,
    lldpMatch: { port: 'auto', hostname: 'hostname' },
  });
  assert.equal(plan.nodes[1]?.ports[1]?.mtu, 9000);
  assert.equal(plan.links[3]?.verify, false);
  assert.deepEqual(plan.checks, [
    { type: 'ping', name: 'ping vm1 to vm2', from: 'vm1', to: '10.100.12.2', count: 1, timeoutMs: 5000 },
    {
      type: 'ping',
      name: 'ping vm1 to 10.100.41.4',
      from: 'vm1',
      to: '10.100.41.4',
      count: 3,
      timeoutMs: 2000,
    },
  ]);
});

test('loadPlan() resolves every attribute of a netns node', () => {
  const result = loadYaml(readFixture('lab/web.lab.yml'), '/labs/web/web.lab.yml');
  const plan = planOf(result);
  assert.deepEqual(linesOf(result), []);
  assert.equal(plan.name, 'web');
  const [client, router, server, sw] = plan.nodes;
  assert.deepEqual(client?.env, { LAB: 'web', VERSION: '1.10', ROLE: 'client' });
  assert.deepEqual(client?.exec, [
    { argv: ['ip', 'link', 'show'] },
    { argv: ['echo', 'a b'] },
    { argv: ['/bin/sh', '-c', 'echo $HOSTNAME > /tmp/name'] },
  ]);
  assert.deepEqual(client?.routes, [{ to: 'default', via: '10.1.0.1', dev: null, metric: null }]);
  assert.deepEqual(router?.sysctls, { 'net.ipv4.ip_forward': '1', 'net.ipv6.conf.all.forwarding': '1' });
  assert.deepEqual(router?.bridges, [
    { name: 'br0', ports: ['wan0', 'wan1'], stp: true, addresses: ['10.2.0.1/24'] },
  ]);
  assert.deepEqual(router?.files, [
    { target: '/etc/frr/frr.conf', source: '/labs/web/router-frr.conf', content: null },
    { target: '/etc/motd', source: null, content: 'hello\n' },
  ]);
  assert.deepEqual(router?.privateDirs, ['/etc/frr']);
  assert.deepEqual(server?.services, [
    {
      name: 'http',
      command: { argv: ['python3', '-m', 'http.server', '8000'] },
      env: { PYTHONUNBUFFERED: '1' },
      ready: { tcp: 8000, exec: null, timeoutMs: 10_000 },
      restart: 'on-failure',
    },
  ]);
  assert.deepEqual(
    sw?.ports.map((port) => port.name),
    ['p1', 'p2'],
  );
  assert.equal(sw?.lldp, 'pass');
  assert.deepEqual(sw?.env, {}, 'a default that the kind does not have passes by');
  assert.equal(plan.links[2]?.mtu, 1400);
  assert.equal(router?.ports.find((port) => port.name === 'wan0')?.mtu, 1400);
  assert.deepEqual(
    plan.checks.map((check) => check.name),
    [
      'ping client to server',
      'http client to http://server:8000/index.html',
      'port is open',
      'client isolated from 10.9.9.9',
      'client to server via router:lan, router:wan0',
      'exec on client: cat /tmp/name',
    ],
  );
  const http = plan.checks[1];
  assert.equal(http?.type === 'http' ? http.url : '', 'http://10.2.0.2:8000/index.html');
});

test("loadPlan() takes containerlab's file with a warning for each key it does not honour", () => {
  const result = loadYaml(readFixture('lab/plain.clab.yml'), '/labs/plain.clab.yml');
  const plan = planOf(result);
  assert.deepEqual(
    plan.nodes.map((node) => `${node.name}:${node.kind}`),
    ['a:netns', 'b:netns', 'br:bridge', '10:hub', '9:hub'],
    'nodes stand in the order of the file, also those that look like numbers',
  );
  assert.equal(plan.nodes[2]?.stp, true);
  assert.deepEqual(
    linesOf(result).map((line) => line.replace(/^.*key /, '')),
    ['"prefix" has no effect here', '"mgmt" has no effect here', '"labels" has no effect here'],
  );
});

test('loadPlan() follows aliases and merge keys, and finds places behind them', () => {
  const text = `topology:
  nodes:
    a: &base
      interfaces: {eth1: {mtu: 9000}}
      sysctls: {net.ipv4.ip_forward: 1}
    b:
      <<: *base
      sysctls: {net.ipv4.ip_forward: 0}
    c: {<<: [*base], interfaces: {eth1: {mtu: 1400}}}
  links: [{endpoints: ["a:eth1", "b:eth1"]}]
`;
  const plan = planOf(loadYaml(text));
  assert.deepEqual(plan.nodes[1]?.sysctls, { 'net.ipv4.ip_forward': '0' });
  assert.equal(plan.nodes[1]?.ports[0]?.mtu, 9000);
  assert.equal(plan.nodes[2]?.ports[0]?.mtu, 1400);
  const bad = loadYaml(text.replace('mtu: 9000', 'mtu: 9'));
  assert.match(linesOf(bad)[0] ?? '', /^4:32: error: Cannot read MTU of a:eth1/);
});

test('loadPlan() lets defaults be overridden by kinds and kinds by nodes; maps merge, lists replace', () => {
  const plan = planOf(
    loadYaml(`topology:
  defaults: {sysctls: {net.a.b: 1, net.a.c: 1, net.a.d: 1}, exec: [one, two]}
  kinds: {netns: {sysctls: {net.a.c: 2, net.a.d: 2}}}
  nodes: {a: {sysctls: {net.a.d: 3}, exec: [three]}, b: }
`),
  );
  assert.deepEqual(plan.nodes[0]?.sysctls, { 'net.a.b': '1', 'net.a.c': '2', 'net.a.d': '3' });
  assert.deepEqual(plan.nodes[0]?.exec, [{ argv: ['three'] }]);
  assert.deepEqual(plan.nodes[1]?.exec, [{ argv: ['one'] }, { argv: ['two'] }]);
});

test('loadPlan() prefers the given name to that of the file, and that to the name of the path', () => {
  const name = (text: string, path: string, given?: string): string | undefined => {
    const source = { text, path, format: 'yaml' as const, ...(given === undefined ? {} : { name: given }) };
    return loadPlan(source, () => assert.fail()).plan?.name;
  };
  assert.equal(name('name: x\ntopology: {nodes: {a: }}\n', '/l/ring.lab.yml', 'given'), 'given');
  assert.equal(name('name: x\ntopology: {nodes: {a: }}\n', '/l/ring.lab.yml'), 'x');
  assert.equal(name('topology: {nodes: {a: }}\n', '/l/My Ring!.clab.yml'), 'my-ring');
});

test('detectFormat() knows the endings of both notations', () => {
  assert.equal(detectFormat('/l/ring.lab.yml'), 'yaml');
  assert.equal(detectFormat('/l/ring.YAML'), 'yaml');
  assert.equal(detectFormat('ring.dot'), 'dot');
  assert.equal(detectFormat('ring.gv'), 'dot');
  assert.equal(detectFormat('/l.yml/ring'), null);
});

test('loadPlan() lists a hundred problems and counts the rest', () => {
  const links = Array.from({ length: 500 }, (_, index) => `    - endpoints: ["x:e${index}", "a:e${index}"]`);
  const result = loadYaml(`topology:\n  nodes: {a: {license: x}}\n  links:\n${links.join('\n')}\n`);
  assert.equal(result.problems.length, LAB_FILE_ERRORS_MAX + 1);
  assert.equal(result.problems.at(-1)?.message, 'and 401 more problems');
});

test('loadPlan() loads 10,000 nodes and links within a bound', () => {
  const nodes = Array.from(
    { length: 10_000 },
    (_, i) => `    n${i}: {interfaces: {eth1: {ip: 10.${i >> 8}.${i & 255}.1/24}}}`,
  );
  const links = Array.from(
    { length: 10_000 },
    (_, i) => `    - endpoints: ["n${i}:eth1", "n${(i + 1) % 10_000}:eth2"]`,
  );
  const text = `topology:\n  nodes:\n${nodes.join('\n')}\n  links:\n${links.join('\n')}\n`;
  const startMs = performance.now();
  const plan = planOf(loadYaml(text));
  const tookMs = performance.now() - startMs;
  assert.equal(plan.links.length, 10_000);
  const macs = new Set(plan.nodes.flatMap((node) => node.ports.map((port) => port.mac)));
  assert.equal(macs.size, 20_000);
  // About 800 ms on the development machine; the bound leaves room for a busy one and still catches quadratic work.
  assert.ok(tookMs < 8000, `took ${tookMs} ms`);
});

test('loadPlan() refuses an alias bomb at the alias', () => {
  const levels = Array.from({ length: 9 }, (_, i) => `x${i + 1}: &x${i + 1} [${`*x${i}, `.repeat(9)}]`);
  const lines = linesOf(loadYaml(`x0: &x0 [a]\n${levels.join('\n')}\ntopology: {nodes: {a: }}\n`));
  assert.ok(
    lines.some((line) => /^\d+:\d+: error: Cannot read YAML: aliases expand to too much/.test(line)),
    lines.join('\n'),
  );
  const large = `x: &x [${'1, '.repeat(50_000)}]\n`;
  const few = linesOf(loadYaml(`${large}y: [*x, *x, *x, *x]\ntopology: {nodes: {a: }}\n`));
  assert.ok(
    few.some((line) => /^2:\d+: error: Cannot read YAML: aliases expand/.test(line)),
    few.join('\n'),
  );
});

test('loadPlan() refuses aliases that nest what is not deep itself', () => {
  const deep = (inner: string): string => '['.repeat(90) + inner + ']'.repeat(90);
  const levels = Array.from({ length: 90 }, (_, i) => `x${i + 1}: &x${i + 1} ${deep(`*x${i}`)}`);
  const lines = linesOf(loadYaml(`x0: &x0 ${deep('a')}\n${levels.join('\n')}\ntopology: {nodes: {a: }}\n`));
  assert.ok(
    lines.some((line) => line.includes('aliases nest collections deeper than 100')),
    lines.join('\n'),
  );
});

test('loadPlan() refuses text that nests 100,000 deep, in every style', () => {
  const deep = ['[', '{a: ', '- ', '? ', '[{a: ', '- - ? '];
  for (const open of deep) {
    const [line] = linesOf(loadYaml(open.repeat(100_000)));
    assert.match(line ?? '', /^1:\d+: error: Cannot read lab file: collections nest deeper than 100$/);
  }
});

test('loadPlan() answers to text made to be slow', () => {
  const hostile = [
    `topology: {nodes: {${Array.from({ length: 100_000 }, (_, i) => `k${i}: `).join(', ')}}}`,
    Array.from({ length: 100_000 }, (_, i) => `k${i}: 1`).join('\n'),
    ']'.repeat(100_000),
    '"a"'.repeat(30_000),
    '&a '.repeat(30_000),
    '---\n'.repeat(50_000),
    '\t'.repeat(100_000),
    '@ '.repeat(50_000),
    `name: "${'\n'.repeat(100_000)}`,
    `topology: {nodes: {a: {${'x'.repeat(100_000)}: 1}}}`,
    `topology: {nodes: {a: {exec: ["${"'".repeat(50_001)}"]}}}`,
  ];
  for (const text of hostile) {
    const startMs = performance.now();
    const result = loadYaml(text);
    assert.equal(result.plan, null);
    assert.ok(result.problems.length > 0);
    assert.ok(result.problems.every((problem) => problem.line > 0 && problem.column > 0));
    assert.ok(performance.now() - startMs < 10_000, text.slice(0, 20));
  }
});
