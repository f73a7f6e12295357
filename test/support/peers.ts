/**
 * Programs of others that interop and system tests talk to. A missing one is a reason to skip; where the environment
 * demands it (`WIRELOOM_REQUIRE=graphviz,lldpd`, or `all`, as in CI) it is a failure.
 */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A peer program. `skip` goes into the options of `test` as it is. */
export type Peer =
  | { readonly path: string; readonly skip: false }
  | { readonly path: ''; readonly skip: string };

/**
 * Looks for a program in PATH.
 *
 * @param name what `WIRELOOM_REQUIRE` calls the peer, and what a package manager does: `graphviz`
 * @param command the program's file name: `dot`
 * @throws Error when the peer is missing and demanded
 */
export function requirePeer(name: string, command: string): Peer {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, command);
    if (folder !== '' && isExecutable(path)) return { path, skip: false };
  }
  const reason = `${name} is missing: no "${command}" in PATH`;
  const required = (process.env['WIRELOOM_REQUIRE'] ?? '').split(/[\s,]+/);
  if (required.includes('all') || required.includes(name))
    throw new Error(`${reason}, and WIRELOOM_REQUIRE demands it`);
  return { path: '', skip: reason };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
