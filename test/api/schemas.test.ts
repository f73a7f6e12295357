import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { allSchemas } from '../../src/api/schemas.ts';
import { PROJECT } from '../support/sandbox.ts';

test('schema/ holds exactly the published schemas, as the code makes them', () => {
  const wanted = allSchemas();
  assert.deepEqual(readdirSync(join(PROJECT, 'schema')).sort(), Object.keys(wanted).sort());
  for (const [name, schema] of Object.entries(wanted)) {
    assert.deepEqual(
      JSON.parse(readFileSync(join(PROJECT, 'schema', name), 'utf8')),
      JSON.parse(JSON.stringify(schema)),
      name,
    );
  }
});
