/**
 * The journal: what a lab has made in the kernel, written down before it is made and again with an identity that
 * cannot be mistaken. Clean-up acts on these identities and on nothing else. One JSON object a line; appended with
 * plain writes, which survive the death of the process; a reboot makes everything in it void (another boot id).
 */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { OperationError } from '../base/errors.ts';
import type { Ledger, LedgerEntry } from '../nodes/node-kind.ts';
import { bootId } from '../sys/process.ts';

/** First line of a journal. */
interface JournalHead {
  readonly type: 'journal';
  readonly schema: 1;
  readonly bootId: string;
}

/** Appends to a lab's journal. */
export class Journal implements Ledger {
  readonly #fd: number;
  readonly #path: string;
  readonly #entries: LedgerEntry[] = [];
  #open = true;

  /** @throws OperationError ERR_JOURNAL when the file cannot be opened */
  constructor(path: string) {
    this.#path = path;
    try {
      this.#fd = openSync(path, 'a', 0o600);
    } catch (cause) {
      throw this.#failed(cause);
    }
    if (readJournalText(path) === '') this.#write([{ type: 'journal', schema: 1, bootId: bootId() }]);
  }

  record(entries: readonly LedgerEntry[]): void {
    this.#write(entries);
    this.#entries.push(...entries);
  }

  /** What this process has written: the journal of somebody who has lost the file. */
  entries(): readonly LedgerEntry[] {
    return this.#entries;
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#fd);
  }

  #write(entries: readonly (LedgerEntry | JournalHead)[]): void {
    const octets = Buffer.from(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    try {
      for (let offset = 0; offset < octets.length; ) offset += writeSync(this.#fd, octets, offset);
    } catch (cause) {
      throw this.#failed(cause);
    }
  }

  #failed(cause: unknown): OperationError {
    const reason = (cause as Error).message;
    return new OperationError('ERR_JOURNAL', `Cannot write journal ${this.#path}: ${reason}`, {}, { cause });
  }
}

function readJournalText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw cause;
  }
}

/**
 * Reads what a lab has made since this boot, the latest entry of each object.
 *
 * @returns nothing when there is no journal, or when it is of another boot; a line cut short by a crash is left out
 */
export function readJournal(path: string): LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  for (const line of readJournalText(path).split('\n')) {
    let entry: LedgerEntry | JournalHead;
    try {
      entry = JSON.parse(line) as LedgerEntry | JournalHead;
    } catch {
      continue; // The empty end, or the line during which its writer died: its object was not made yet.
    }
    if (entry.type !== 'journal') entries.push(entry);
    else if (entry.bootId !== bootId()) return [];
  }
  return latestEntries(entries);
}

/** Of entries in the order in which they were written, the last one of each object. */
export function latestEntries(entries: readonly LedgerEntry[]): LedgerEntry[] {
  const latest = new Map<string, LedgerEntry>();
  for (const entry of entries) {
    if (entry.type === 'netns') latest.set(`netns ${entry.name}`, entry);
    else if (entry.type === 'foreign') latest.delete(`netns ${entry.name}`);
    else latest.set(`process ${entry.identity.pid} ${entry.identity.startTime}`, entry);
  }
  return [...latest.values()];
}
