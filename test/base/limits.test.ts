import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import * as limits from '../../src/base/limits.ts';
import { PROJECT } from '../support/sandbox.ts';

test('docs/limits.md explains every constant of limits.ts once, with its value', () => {
  const rows = readFileSync(join(PROJECT, 'docs/limits.md'), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, name, value, text = ''] = /^\| `(\w+)` \| (\d+) \| (.+) \|$/.exec(line) ?? [];
      return name === undefined ? [] : [{ name, value: Number(value), text }];
    });
  const written = rows.map(({ name, value }) => [name, value] as const).toSorted(byName);
  assert.deepEqual(written, Object.entries(limits).toSorted(byName));
  for (const { name, text } of rows) assert.match(text, /\.$/, `${name} is explained by sentences`);
});

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
