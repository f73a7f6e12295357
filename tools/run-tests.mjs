// Runs one suite of compiled tests and closes with the one plain line `N passed, N failed, N skipped`.
// Usage: node tools/run-tests.mjs unit|interop|system [file-name part]…  Exit 1 on a failure, or when no test ran.
import { readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist', 'test');
const NEEDS_PEERS = ['interop', 'system', 'browser'];

/** Which top folder of test/ belongs to which suite: the three named ones to themselves, all others to `unit`. */
function suiteOf(file) {
  const top = relative(ROOT, file).split('/')[0];
  return NEEDS_PEERS.includes(top) ? top : 'unit';
}

const [suite = 'unit', ...parts] = process.argv.slice(2);
const files = readdirSync(ROOT, { recursive: true })
  .map((name) => join(ROOT, String(name)))
  .filter((file) => file.endsWith('.test.js') && suiteOf(file) === suite)
  .filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)))
  .sort();

const count = { passed: 0, failed: 0, skipped: 0 };
// Suites that build real labs share one kernel: they run one file at a time.
const stream = run({ files, concurrency: suite === 'unit' ? 2 : 1 });
stream.on('test:pass', (event) => {
  if (event.details.type === 'suite') return;
  if (event.file === event.name || files.includes(event.name)) return; // The file itself is reported as a test by Node 20.
  if (event.skip !== undefined || event.todo !== undefined) count.skipped += 1;
  else count.passed += 1;
});
stream.on('test:fail', (event) => {
  if (event.details.type === 'suite') return;
  count.failed += 1;
});
stream.on('end', () => {
  const total = count.passed + count.failed;
  if (total === 0) count.failed += 1; // A run without a test proves nothing.
  setImmediate(() => {
    process.stdout.write(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`);
    process.exitCode = count.failed > 0 ? 1 : 0;
  });
});
stream.compose(new spec()).pipe(process.stdout, { end: false });
