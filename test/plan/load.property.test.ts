/**
 * Properties of loading: a good lab comes out as it went in, whatever it is, and a bad one is answered, never thrown
 * at.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { LAB_FILE_ERRORS_MAX } from '../../src/base/limits.ts';
import { loadYaml, planOf, readFixture } from './support.ts';

/** A lab in the shape of the YAML notation, in its simplest spelling. */
interface Lab {
  readonly name: string;
  readonly topology: {
    readonly nodes: Record<
      string,
      { interfaces: Record<string, { ip: string[]; mtu: number }>; env: Record<string, string> }
    >;
    readonly links: { endpoints: [string, string]; verify: boolean }[];
  };
}

/** Random labs: a chain of nodes and a few extra links; every address and port is used once. */
const lab: fc.Arbitrary<Lab> = fc
  .record({
    name: fc.stringMatching(/^[a-z][a-z0-9_-]{0,30}$/),
    nodes: fc.uniqueArray(fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/), {
      minLength: 1,
      maxLength: 8,
    }),
    pairs: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean(), fc.integer({ min: 1280, max: 9000 })), {
      maxLength: 12,
    }),
    env: fc.dictionary(fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,8}$/), fc.string({ maxLength: 20 }), {
      maxKeys: 3,
    }),
  })
  .map(({ name, nodes, pairs, env }) => {
    const topology: Lab['topology'] = { nodes: {}, links: [] };
    for (const node of nodes) topology.nodes[node] = { interfaces: {}, env };
    for (const [index, [a, b, verify, mtu]] of pairs.entries()) {
      const ends = [a, b].map((pick, side) => {
        const node = nodes[pick % nodes.length] ?? '';
        const port = `p${index}-${side}`;
        const interfaces = topology.nodes[node]?.interfaces ?? {};
        interfaces[port] = {
          ip: [`10.${index}.0.${side + 1}/24`, `2001:db8:${index + 1}::${side + 1}/64`],
          mtu,
        };
        return `${node}:${port}`;
      });
      topology.links.push({ endpoints: [ends[0] ?? '', ends[1] ?? ''], verify });
    }
    return { name, topology };
  });

/** Turns a lab into text in one of the styles of YAML. */
function write(value: Lab, style: number): string {
  if (style === 0) return JSON.stringify(value);
  return stringify(value, {
    defaultStringType: style === 1 ? 'PLAIN' : 'QUOTE_DOUBLE',
    collectionStyle: style === 3 ? 'flow' : 'any',
  });
}

test('loadPlan() of a random good lab keeps its names, ports, addresses and links', () => {
  fc.assert(
    fc.property(lab, fc.nat({ max: 3 }), (value, style) => {
      const plan = planOf(loadYaml(write(value, style)));
      assert.equal(plan.name, value.name);
      const { nodes, links } = value.topology;
      assert.deepEqual(new Set(plan.nodes.map((node) => node.name)), new Set(Object.keys(nodes)));
      for (const node of plan.nodes) {
        const { interfaces = {}, env = {} } = nodes[node.name] ?? {};
        assert.deepEqual({ ...node.env }, { ...env });
        assert.deepEqual(
          node.ports.map(({ name, addresses, mtu }) => [name, addresses, mtu]),
          Object.entries(interfaces).map(([name, { ip, mtu }]) => [name, ip, mtu]),
        );
      }
      assert.deepEqual(
        plan.links.map(({ a, b, verify }) => ({
          endpoints: [`${a.node}:${a.port}`, `${b.node}:${b.port}`],
          verify,
        })),
        links,
      );
    }),
  );
});

test('loadPlan() gives the same plan for the same text', () => {
  fc.assert(
    fc.property(lab, (value) => {
      const text = JSON.stringify(value);
      assert.deepEqual(loadYaml(text), loadYaml(text));
    }),
    { numRuns: 30 },
  );
});

/** One change of a text: cut, doubled, swapped or replaced octets. */
const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  len: fc.nat({ max: 30 }),
  insert: fc.oneof(
    fc.constantFrom(
      '',
      ' ',
      '\n',
      '\t',
      ':',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '- ',
      '&a ',
      '*a',
      '<<: ',
      '!!x ',
      '|',
      '\u0000',
      '---\n',
    ),
    fc.constantFrom(
      'null',
      '~',
      '-1',
      '1e999',
      '0x10',
      '.nan',
      'true',
      'constructor',
      '__proto__',
      'toString',
      'dhcp',
    ),
    fc.string({ maxLength: 8, unit: 'binary' }),
  ),
});

test('loadPlan() never throws on a damaged lab file, and every problem has a place', () => {
  const originals = ['lab/ring.lab.yml', 'lab/web.lab.yml', 'lab/plain.clab.yml'].map(readFixture);
  fc.assert(
    fc.property(
      fc.constantFrom(...originals),
      fc.array(mutation, { minLength: 1, maxLength: 4 }),
      (original, mutations) => {
        let text = original;
        for (const { at, len, insert } of mutations) {
          const offset = Math.floor(at * text.length);
          text = text.slice(0, offset) + insert + text.slice(offset + len);
        }
        const { plan, problems } = loadYaml(text);
        assert.equal(
          plan === null,
          problems.some((problem) => problem.severity === 'error'),
        );
        assert.ok(problems.length <= LAB_FILE_ERRORS_MAX + 1);
        const lineCount = text.split('\n').length;
        for (const { line, column, message } of problems) {
          assert.ok(line >= 1 && line <= lineCount && column >= 1, `${line}:${column} ${message}`);
          assert.doesNotMatch(message, /undefined|\[object|function|\n/);
        }
      },
    ),
    { numRuns: 1500 },
  );
});

test('loadPlan() never throws on random text or random values', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => void loadYaml(text)),
    { numRuns: 500 },
  );
  const key = fc.constantFrom(
    'name',
    'topology',
    'nodes',
    'links',
    'a',
    'interfaces',
    'ip',
    'endpoints',
    'checks',
    'ping',
    'kind',
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 6, depthSize: 'large' },
      fc.constantFrom(null, true, 3, -1.5, 'a', 'a:e', 'dhcp', '10.0.0.1/24', ''),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 5 }),
    ),
  }));
  fc.assert(
    fc.property(value, fc.nat({ max: 2 }), (any, where) => {
      const root =
        where === 0
          ? any
          : where === 1
            ? { topology: any }
            : { topology: { nodes: { a: any }, links: [any] }, checks: [any] };
      assert.equal(typeof loadYaml(JSON.stringify(root)).problems.length, 'number');
    }),
    { numRuns: 1000 },
  );
});
