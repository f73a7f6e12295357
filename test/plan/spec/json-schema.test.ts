/**
 * The JSON Schema of the lab file, judged by reading it back as a schema of its own.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import * as z from 'zod';
import { labFileJsonSchema } from '../../../src/plan/spec/json-schema.ts';
import { readFixture } from '../support.ts';

const FIXTURES = ['lab/ring.lab.yml', 'lab/web.lab.yml', 'lab/plain.clab.yml'];

test('labFileJsonSchema() is a titled document of draft 2020-12', () => {
  const schema = labFileJsonSchema();
  assert.equal(schema['$schema'], 'https://json-schema.org/draft/2020-12/schema');
  assert.equal(schema['title'], 'Wireloom lab file');
});

test('labFileJsonSchema() accepts good lab files and refuses unknown keys', () => {
  const schema = z.fromJSONSchema(labFileJsonSchema() as Parameters<typeof z.fromJSONSchema>[0]);
  for (const name of FIXTURES) {
    const result = schema.safeParse(parse(readFixture(name), { merge: true }));
    assert.ok(result.success, `${name}: ${JSON.stringify(result.error?.issues)}`);
  }
  assert.ok(!schema.safeParse({ topology: { nodes: { a: { mtuu: 1 } } } }).success);
  assert.ok(!schema.safeParse({ topology: {}, nam: 'x' }).success);
  assert.ok(!schema.safeParse({}).success);
});

test('labFileJsonSchema() describes every key, so that an editor can show it', () => {
  const missing: string[] = [];
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'properties' && typeof inner === 'object' && inner !== null) {
        for (const [name, property] of Object.entries(inner as Record<string, Record<string, unknown>>)) {
          if (property['description'] === undefined && property['$ref'] === undefined)
            missing.push(`${path}/${name}`);
        }
      }
      visit(inner, `${path}/${key}`);
    }
  };
  visit(labFileJsonSchema(), '');
  assert.deepEqual(missing, []);
});
