/** Reads files of `test/fixtures`, which stay where they are when the tests are compiled. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// This file runs as dist/test/support/fixtures.js.
const FIXTURES = fileURLToPath(new URL('../../../test/fixtures', import.meta.url));

/** A file with its name without the ending. */
export interface Fixture {
  readonly name: string;
  readonly text: string;
}

/** All files of one folder below `test/fixtures`, by name. */
export function readFixtures(folder: string): Fixture[] {
  const path = join(FIXTURES, folder);
  const files = readdirSync(path).toSorted();
  return files.map((file) => ({
    name: file.slice(0, file.lastIndexOf('.')),
    text: readFileSync(join(path, file), 'utf8'),
  }));
}
