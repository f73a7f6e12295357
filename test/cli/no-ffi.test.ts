import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { PROJECT } from '../support/sandbox.ts';

/** A loader hook that prints it when koffi, the FFI, is loaded. */
const HOOK = `
  export async function load(url, context, next) {
    if (url.includes('koffi')) process._rawDebug('LOADED ' + url);
    return next(url, context);
  }`;
const SPY = `
  import { register } from 'node:module';
  register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(HOOK)}));`;

const RING = join(PROJECT, 'examples/ring.dot');

for (const args of [
  ['validate', RING],
  ['schema', 'lab'],
  ['graph', '-f', 'dot', RING],
  ['export', 'dot', RING],
  ['export', 'hosts', RING],
  ['plan', RING],
  ['--help'],
]) {
  test(`wireloom ${args[0]} ${args[1] ?? ''} loads no FFI`, () => {
    const spy = `data:text/javascript,${encodeURIComponent(SPY)}`;
    const result = spawnSync(process.execPath, ['--import', spy, join(PROJECT, 'bin/wireloom.js'), ...args], {
      encoding: 'utf8',
    });
    assert.equal(result.status, 0, result.stderr);
    assert.doesNotMatch(result.stderr, /LOADED/);
  });
}

test('the spy sees FFI where it is loaded', () => {
  const spy = `data:text/javascript,${encodeURIComponent(SPY)}`;
  const args = ['--import', spy, join(PROJECT, 'bin/wireloom.js'), 'status', 'no-such-lab'];
  const result = spawnSync(process.execPath, args, { encoding: 'utf8' });
  assert.match(result.stderr, /LOADED/);
});
