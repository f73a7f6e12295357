/**
 * Removes what a lab has made, by the identities in its journal and by nothing else. Works without any process of the
 * lab, and any number of times; whoever runs it last leaves nothing.
 */
import { closeSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LedgerEntry } from '../nodes/node-kind.ts';
import { deleteNetns, namespaceIdentity, openNetns } from '../sys/namespace.ts';
import type { ProcessIdentity } from '../sys/process.ts';
import { isAlive, processesInNetns, signalProcess } from '../sys/process.ts';
import { latestEntries, readJournal } from './journal.ts';
import type { LabPaths } from './paths.ts';

const POLL_MS = 2;
const KILL_WAIT_MS = 2_000;

/** What a clean-up did. */
export interface CleanUpReport {
  readonly namespaces: number;
  readonly processes: number;
  /** What could not be removed, one sentence each. */
  readonly left: readonly string[];
}

/**
 * Ends the processes of the journal and all that runs in its namespaces, removes the namespaces' names (their links
 * go with them), then the lab's folders.
 *
 * @param remembered what a process of the lab knows to be in the journal, which somebody may have deleted
 */
export async function cleanUp(
  paths: LabPaths,
  remembered: readonly LedgerEntry[] = [],
): Promise<CleanUpReport> {
  const journal = (): LedgerEntry[] => latestEntries([...remembered, ...readJournal(paths.journal)]);
  const left: string[] = [];
  // A fabric in the middle of a build goes on making things until it is dead: what they are is read afterwards.
  const makers = await endProcesses(processesOf(journal()), left);
  const entries = journal();
  const namespaces = entries.flatMap((entry) => (entry.type === 'netns' ? [entry] : []));
  const identities = namespaces.flatMap((entry) => entry.identity ?? []);
  const ended = await endProcesses([...processesOf(entries), ...processesInNetns(identities)], left);
  let removed = 0;
  for (const { name, identity } of namespaces) {
    try {
      if (identity === null && isInhabited(name))
        left.push(`network namespace "${name}", which may be somebody else's`);
      else if (deleteNetns(name, identity)) removed += 1;
    } catch (error) {
      left.push(`network namespace "${name}": ${(error as Error).message}`);
    }
  }
  if (left.length === 0) {
    for (const dir of [paths.socketDir, paths.stateDir]) rmSync(dir, { recursive: true, force: true });
  }
  return { namespaces: removed, processes: makers + ended, left };
}

/** The processes among the entries, without the one that cleans up. */
function processesOf(entries: readonly LedgerEntry[]): ProcessIdentity[] {
  return entries.flatMap((entry) =>
    entry.type === 'process' && entry.identity.pid !== process.pid ? [entry.identity] : [],
  );
}

/**
 * Tells whether programs run in a namespace that was journaled but not identified: its maker died between the two
 * lines, before anything could run there, so one with programs in it is not what was journaled.
 */
function isInhabited(name: string): boolean {
  const fd = openNetns(name);
  if (fd < 0) return false;
  try {
    return processesInNetns([namespaceIdentity(fd)]).length > 0;
  } catch {
    return false; // A plain file: it was never mounted.
  } finally {
    closeSync(fd);
  }
}

/** Kills processes and waits until none of them runs. @returns how many there were */
async function endProcesses(identities: readonly ProcessIdentity[], left: string[]): Promise<number> {
  const alive = identities.filter((identity) => signalProcess(identity, 'SIGKILL'));
  const deadline = performance.now() + KILL_WAIT_MS;
  while (alive.some(isAlive)) {
    if (performance.now() > deadline) {
      for (const { pid } of alive.filter(isAlive)) left.push(`process ${pid} does not end`);
      break;
    }
    await sleep(POLL_MS);
  }
  return alive.length;
}
