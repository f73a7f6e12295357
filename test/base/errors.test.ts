import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ERROR_TABLE } from '../../src/base/errors.ts';
import { PROJECT } from '../support/sandbox.ts';

test('docs/errors.md lists exactly the codes of the table, with cause and remedy', () => {
  const rows = readFileSync(join(PROJECT, 'docs/errors.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `ERR_'));
  const wanted = Object.entries(ERROR_TABLE).map(
    ([code, { cause, remedy }]) => `| \`${code}\` | ${cause} | ${remedy} |`,
  );
  assert.deepEqual(rows, wanted);
});
