import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { lockFile } from '../../src/sys/file-lock.ts';

const skip = process.platform === 'linux' ? false : 'needs Linux';

test('lockFile() is exclusive, tells that it waits, and gives up after its time', { skip }, async () => {
  const dir = mkdtempSync(join(tmpdir(), 'wireloom-lock-'));
  const path = join(dir, 'x.lock');
  const first = await lockFile(path, 1000);
  let waits = 0;
  assert.equal(await lockFile(path, 30, () => (waits += 1)), null);
  assert.equal(waits, 1);
  const second = lockFile(path, 5000);
  first?.release();
  (await second)?.remove();
  assert.equal(existsSync(path), false);
  rmSync(dir, { recursive: true });
});

test('lockFile() is not fooled by a lock file that its holder removes', { skip }, async () => {
  const dir = mkdtempSync(join(tmpdir(), 'wireloom-lock-'));
  const path = join(dir, 'x.lock');
  let holders = 0;
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      const lock = await lockFile(path, 10_000);
      holders += 1;
      assert.equal(holders, 1);
      await new Promise((resolve) => setTimeout(resolve, 1));
      holders -= 1;
      lock?.remove();
    }),
  );
  rmSync(dir, { recursive: true });
});
