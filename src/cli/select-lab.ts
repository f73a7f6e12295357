/**
 * Which lab a command means: its argument (a lab file or a name); else the one lab file in the folder; else the user's
 * only running lab. Otherwise the command ends with a list.
 */
import { resolve } from 'node:path';
import { UsageError } from '../base/errors.ts';
import { findLabFile, loadLabFile, looksLikeFile } from '../api/lab-file.ts';
import { daemonRuns, knownLabs, readIdentity } from '../lab/identity.ts';

/** Options of the choice. */
export interface SelectOptions {
  /** `down` takes no lab that was not pointed at. */
  readonly neverGuess?: boolean;
}

/** @returns the name of the lab @throws UsageError with the labs that there are */
export function selectLab(argument: string | undefined, options: SelectOptions = {}): string {
  if (argument !== undefined) return looksLikeFile(argument) ? nameOfFile(argument) : argument;
  const labs = knownLabs();
  try {
    return nameOfFile(findLabFile());
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
  }
  const running = labs.filter((name) => {
    const identity = readIdentity(name);
    return identity !== null && daemonRuns(identity);
  });
  const [only] = running;
  if (options.neverGuess !== true && running.length === 1 && only !== undefined) return only;
  const list = labs.length === 0 ? 'there is no lab' : `the labs are: ${labs.join(', ')}`;
  throw new UsageError(`No lab given, and this folder has no single lab file: ${list}`);
}

/** A running lab knows its file; otherwise the file itself is asked, which may name the lab. */
function nameOfFile(file: string): string {
  const path = resolve(file);
  const known = knownLabs().find((name) => readIdentity(name)?.file === path);
  return known ?? loadLabFile(file).name;
}
