// Runs benchmarks by name: `npm run bench -- bringup [part…]`. Without a name it lists them.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DIR = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist', 'bench');
const [name, ...rest] = process.argv.slice(2);
const known = readdirSync(DIR)
  .filter((file) => file.endsWith('.js'))
  .map((file) => file.slice(0, -3));
if (name === undefined || !existsSync(join(DIR, `${name}.js`))) {
  process.stderr.write(`benchmarks: ${known.join(', ')}\n`);
  process.exit(64);
}
process.exit(
  spawnSync(process.execPath, ['--expose-gc', join(DIR, `${name}.js`), ...rest], { stdio: 'inherit' })
    .status ?? 1,
);
