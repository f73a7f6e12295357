/** The helper that decides whether a missing peer is a skip or a failure. */
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { requirePeer } from './peers.ts';

const folder = mkdtempSync(join(tmpdir(), 'wireloom-peers-'));
const { PATH, WIRELOOM_REQUIRE } = process.env;

after(() => {
  rmSync(folder, { recursive: true });
  process.env['PATH'] = PATH ?? '';
  process.env['WIRELOOM_REQUIRE'] = WIRELOOM_REQUIRE ?? '';
});

/** Looks for a program in one folder under one demand. */
function look(command: string, demand: string): ReturnType<typeof requirePeer> {
  process.env['PATH'] = folder;
  process.env['WIRELOOM_REQUIRE'] = demand;
  return requirePeer('peer', command);
}

test('requirePeer() finds an executable file in PATH', () => {
  const path = join(folder, 'program');
  writeFileSync(path, '');
  chmodSync(path, 0o755);
  assert.deepEqual(look('program', 'all'), { path, skip: false });
});

test('requirePeer() gives a reason to skip when the program is missing', () => {
  assert.deepEqual(look('absent', 'other, another'), {
    path: '',
    skip: 'peer is missing: no "absent" in PATH',
  });
});

test('requirePeer() throws when the missing program is demanded by name or by "all"', () => {
  for (const demand of ['peer', 'other,peer', 'other peer', 'all']) {
    assert.throws(() => look('absent', demand), /WIRELOOM_REQUIRE demands it/);
  }
});
