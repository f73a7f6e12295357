/** Whose a lab's name is: `lab.json` in its state folder. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import type { ProcessIdentity } from '../sys/process.ts';
import { bootId, isAlive } from '../sys/process.ts';
import { labPaths, stateRoot } from './paths.ts';

/** A lab's identity is its name, the absolute path of its file, and the user. */
export interface LabIdentity {
  readonly schema: 1;
  readonly name: string;
  readonly file: string;
  readonly uid: number;
  /** Unique for each build; stands in the alias of every interface. */
  readonly uuid: string;
  readonly bootId: string;
  /** wireloomd. */
  readonly daemon: ProcessIdentity;
}

/** Writes the identity of a lab that is about to be built, or whose daemon is new. */
export function writeIdentity(identity: LabIdentity): void {
  writeFileSync(labPaths(identity.name).identity, `${JSON.stringify(identity)}\n`, { mode: 0o600 });
}

/** Reads the identity of a lab; null when there is none of that name. */
export function readIdentity(lab: string): LabIdentity | null {
  try {
    return JSON.parse(readFileSync(labPaths(lab).identity, 'utf8')) as LabIdentity;
  } catch {
    return null; // Absent, or cut short by a crash before anything was built.
  }
}

/** Tells whether the lab's daemon runs. */
export function daemonRuns(identity: LabIdentity): boolean {
  return identity.bootId === bootId() && isAlive(identity.daemon);
}

/** Names of all labs of this user that have a state folder, sorted. */
export function knownLabs(): string[] {
  try {
    return readdirSync(stateRoot(), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  } catch {
    return [];
  }
}
