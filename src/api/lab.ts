/**
 * The library: a running lab as an object. The command line uses nothing else.
 *
 * ```js
 * import { Lab } from 'wireloom';
 * await using lab = await Lab.up('ring.dot');
 * console.log((await lab.verify()).ok);
 * ```
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OperationError } from '../base/errors.ts';
import type { CleanUpReport } from '../lab/clean-up.ts';
import { cleanUp } from '../lab/clean-up.ts';
import type { DownResult, Entrance, UpProgress, UpResult } from '../lab/daemon/protocol.ts';
import { startProcess } from '../lab/daemon/process-start.ts';
import type { LabIdentity } from '../lab/identity.ts';
import { daemonRuns, readIdentity } from '../lab/identity.ts';
import { Journal, readJournal } from '../lab/journal.ts';
import type { LabPaths } from '../lab/paths.ts';
import { labPaths, makeLabDirs } from '../lab/paths.ts';
import type { LabEvent, StatusReport, VerifyReport } from '../lab/reports.ts';
import { RpcClient } from '../net/control/rpc-client.ts';
import type { Plan } from '../plan/plan.ts';
import { lockFile } from '../sys/file-lock.ts';
import type { ProcessIdentity } from '../sys/process.ts';
import { isAlive, signalProcess } from '../sys/process.ts';
import { loadLabFile } from './lab-file.ts';

const DEFAULT_TIMEOUT_MS = 30_000;
/** A lab that is being started or removed by another command is waited for so long. */
const LOCK_TIMEOUT_MS = 60_000;
const EXIT_WAIT_MS = 3_000;
const POLL_MS = 5;

/** How a lab is brought up. */
export interface UpOptions {
  /** How long to wait until every verdict passes, milliseconds; 0: do not wait. Default 30,000. */
  readonly timeoutMs?: number;
  /** Takes a lab of that name and file down first. */
  readonly fresh?: boolean;
  readonly onProgress?: (progress: UpProgress) => void;
  /** Told once when another command works on the lab. */
  readonly onWait?: () => void;
  /** Aborting it undoes what this call has built. */
  readonly signal?: AbortSignal;
}

/** A lab that runs. */
export class Lab {
  readonly name: string;
  readonly #client: RpcClient;
  readonly #paths: LabPaths;

  private constructor(name: string, client: RpcClient) {
    this.name = name;
    this.#client = client;
    this.#paths = labPaths(name);
  }

  /**
   * Brings a lab up and waits until its wiring is proved. A lab that is as the file says already is left as it is.
   *
   * @param source a lab file's path, or a plan
   * @throws OperationError ERR_LAB_FILE, ERR_LAB_NAME_TAKEN, ERR_LAB_CHANGED, ERR_CANCELLED, or the first failure of
   *   the build, after everything built has been removed
   */
  static async up(source: string | Plan, options: UpOptions = {}): Promise<Lab & { readonly up: UpResult }> {
    const plan = typeof source === 'string' ? loadLabFile(source) : source;
    if (process.geteuid?.() !== 0) {
      throw new OperationError(
        'ERR_PERMISSION',
        `Cannot bring lab "${plan.name}" up: this is user ${process.geteuid?.() ?? 'unknown'}, and it must be root`,
      );
    }
    const { signal } = options;
    const lock = await lockFile(labPaths(plan.name).lock, LOCK_TIMEOUT_MS, options.onWait, signal);
    if (lock === null) {
      if (signal?.aborted === true) throw interrupted('nothing was built');
      throw new OperationError(
        'ERR_LAB_BUSY',
        `Cannot bring lab "${plan.name}" up: another command works on it`,
      );
    }
    try {
      if (options.fresh === true && readIdentity(plan.name) !== null) await Lab.#remove(plan.name, plan.file);
      const lab = await Lab.#started(plan);
      const identity = readIdentity(plan.name);
      let kept = false;
      const cancel = async (): Promise<void> => {
        const answer = (await lab.#client.call('cancel')) as { readonly kept?: boolean } | null;
        kept = answer?.kept === true;
        if (kept) lab.close();
      };
      const abort = (): void => void cancel().catch(() => {});
      // It may have been aborted while the daemon was started.
      if (signal?.aborted === true) abort();
      else signal?.addEventListener('abort', abort, { once: true });
      try {
        const params = { plan, timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS };
        const result = await lab.#client.call('up', params, {
          onProgress: (value) => options.onProgress?.(value as unknown as UpProgress),
        });
        return Object.assign(lab, { up: result as UpResult });
      } catch (error) {
        lab.close();
        // A daemon that has taken its lab down ends a moment after its answer.
        if (!kept && (signal?.aborted === true || readIdentity(plan.name) === null))
          await untilGone(identity?.daemon ?? null);
        if (signal?.aborted !== true) throw error;
        if (kept) throw interrupted(`lab "${plan.name}" was there before and is left as it is`);
        throw interrupted(`what was built of lab "${plan.name}" has been removed`);
      } finally {
        signal?.removeEventListener('abort', abort);
      }
    } finally {
      // What could not be brought up leaves no lock file either.
      if (readIdentity(plan.name) === null) lock.remove();
      else lock.release();
    }
  }

  /** Connects to a lab that runs. @throws OperationError ERR_LAB_NOT_FOUND, ERR_LAB_BROKEN */
  static async connect(name: string): Promise<Lab> {
    const identity = readIdentity(name);
    if (identity === null) {
      // Its state may have been deleted under a running daemon, which answers all the same.
      const client = await answering(name);
      if (client !== null) return new Lab(name, client);
      throw new OperationError('ERR_LAB_NOT_FOUND', `Cannot find lab "${name}"`, { lab: name });
    }
    if (!daemonRuns(identity)) {
      throw new OperationError(
        'ERR_LAB_BROKEN',
        `Cannot reach lab "${name}": its daemon has died; "wireloom up" takes it over, "wireloom down" removes it`,
        { lab: name },
      );
    }
    return new Lab(name, await RpcClient.connect(labPaths(name).apiSocket));
  }

  /** Removes a lab, whether its processes live or not. @throws OperationError ERR_LAB_NOT_FOUND */
  static async down(name: string): Promise<CleanUpReport> {
    if (readIdentity(name) === null && readJournal(labPaths(name).journal).length === 0) {
      const client = await answering(name);
      if (client === null) {
        throw new OperationError('ERR_LAB_NOT_FOUND', `Cannot find lab "${name}"`, { lab: name });
      }
      client.close();
    }
    const lock = await lockFile(labPaths(name).lock, LOCK_TIMEOUT_MS);
    try {
      return await Lab.#remove(name, null);
    } finally {
      lock?.remove();
    }
  }

  /** The plan that the lab was built from. */
  plan(): Plan {
    return JSON.parse(readFileSync(this.#paths.plan, 'utf8')) as Plan;
  }

  /** State of nodes, links and ports; counters of the ports when asked for. */
  async status(options: { readonly counters?: boolean } = {}): Promise<StatusReport> {
    return (await this.#client.call('status', { counters: options.counters ?? false })) as StatusReport;
  }

  /** Holds the wire against the plan (or another one) and runs the lab file's checks. */
  async verify(
    options: { readonly plan?: Plan; readonly timeoutMs?: number; readonly checks?: boolean } = {},
  ): Promise<VerifyReport> {
    const { plan, timeoutMs = DEFAULT_TIMEOUT_MS, checks = true } = options;
    return (await this.#client.call('verify', {
      ...(plan === undefined ? {} : { plan }),
      timeoutMs,
      checks,
    })) as VerifyReport;
  }

  /** What happens in the lab, from now on; with `history` what is remembered comes first. Ends with the lab. */
  async *events(options: { readonly history?: boolean } = {}): AsyncGenerator<LabEvent, void, void> {
    const queue: LabEvent[] = [];
    let wake = (): void => {};
    let ended = false;
    this.#client.onEvent = (event) => {
      queue.push(event as unknown as LabEvent);
      wake();
    };
    this.#client.onClose = () => {
      ended = true;
      wake();
    };
    const past = (await this.#client.call('events', { history: options.history ?? false })) as LabEvent[];
    yield* past;
    const last = past.at(-1)?.seq ?? 0;
    for (;;) {
      for (let event = queue.shift(); event !== undefined; event = queue.shift())
        if (event.seq > last) yield event;
      if (ended) return;
      await new Promise<void>((resume) => {
        wake = resume;
      });
    }
  }

  /** Makes sure that a node can be entered, and says how. */
  async entrance(node: string): Promise<Entrance> {
    return (await this.#client.call('entrance', { node })) as Entrance;
  }

  /** Folder with the logs of the lab and of its nodes. */
  get logDir(): string {
    return this.#paths.logDir;
  }

  /** Takes the lab down. */
  async down(): Promise<void> {
    const identity = readIdentity(this.name);
    const result = (await this.#client.call('down')) as DownResult | null;
    this.close();
    await untilGone(result?.daemon ?? identity?.daemon ?? null);
    (await lockFile(this.#paths.lock, LOCK_TIMEOUT_MS))?.remove();
  }

  /** Ends the connection; the lab runs on. */
  close(): void {
    this.#client.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.down();
  }

  /** Connects to the lab's daemon, started when there is none. The lab's lock is held. */
  static async #started(plan: Plan): Promise<Lab> {
    const known = readIdentity(plan.name);
    if (known !== null && known.file !== plan.file && (daemonRuns(known) || leftovers(plan.name))) {
      throw new OperationError(
        'ERR_LAB_NAME_TAKEN',
        `Cannot bring lab "${plan.name}" up from ${plan.file}: a lab of that name runs from ${known.file}`,
        { lab: plan.name, file: known.file },
      );
    }
    const paths = labPaths(plan.name);
    if (known === null || !daemonRuns(known)) {
      // What a dead lab has left is removed; a living fabric is taken over by the new daemon.
      const adopts = fabricLives(plan.name);
      if (!adopts) await cleanUp(paths);
      try {
        await startDaemon(plan, paths);
      } catch (error) {
        if (!adopts) await cleanUp(paths);
        throw error;
      }
    }
    return new Lab(plan.name, await RpcClient.connect(paths.apiSocket));
  }

  /** Asks the daemon, and cleans up whatever it could not. @param file refuses a lab of another file; null: any */
  static async #remove(name: string, file: string | null): Promise<CleanUpReport> {
    const paths = labPaths(name);
    const identity = readIdentity(name);
    if (identity !== null && file !== null && identity.file !== file) {
      throw new OperationError(
        'ERR_LAB_NAME_TAKEN',
        `Cannot rebuild lab "${name}": it runs from ${identity.file}`,
      );
    }
    if (identity === null || daemonRuns(identity)) {
      const report = await askDown(paths, identity);
      if (report !== null) return report;
    }
    return await cleanUp(paths);
  }
}

function interrupted(how: string): OperationError {
  return new OperationError('ERR_CANCELLED', `Interrupted: ${how}`);
}

/** Starts the lab's daemon. @throws OperationError ERR_JOURNAL when nothing can be written down, ERR_START_FAILED */
async function startDaemon(plan: Plan, paths: LabPaths): Promise<void> {
  makeLabDirs(paths);
  // Here, where the reason of a full disk can still be told; the daemon could not even log it.
  new Journal(paths.journal).close();
  const entry = new URL('../lab/daemon/daemon-main.js', import.meta.url);
  await startProcess('the lab daemon', entry, [plan.name, resolve(plan.file)], paths.daemonLog).ready;
}

/** The daemon of a lab, if one answers. */
async function answering(name: string): Promise<RpcClient | null> {
  try {
    return await RpcClient.connect(labPaths(name).apiSocket);
  } catch {
    return null;
  }
}

/** Lets the daemon take its lab down. @returns null when it does not answer, is dead or has left something */
async function askDown(paths: LabPaths, identity: LabIdentity | null): Promise<CleanUpReport | null> {
  try {
    const client = await RpcClient.connect(paths.apiSocket);
    const report = (await client.call('down', {}, { timeoutMs: DEFAULT_TIMEOUT_MS })) as DownResult | null;
    client.close();
    await untilGone(report?.daemon ?? identity?.daemon ?? null);
    return report !== null && report.left.length === 0 ? report : null;
  } catch {
    if (identity !== null) signalProcess(identity.daemon, 'SIGKILL');
    return null;
  }
}

/** Waits until a lab's daemon has ended; its identity is read before, since it goes with the lab. */
async function untilGone(daemon: ProcessIdentity | null): Promise<void> {
  const deadline = performance.now() + EXIT_WAIT_MS;
  while (daemon !== null && isAlive(daemon) && performance.now() < deadline) await sleep(POLL_MS);
}

function fabricLives(name: string): boolean {
  return readJournal(labPaths(name).journal).some(
    (entry) => entry.type === 'process' && entry.role === 'fabric' && isAlive(entry.identity),
  );
}

function leftovers(name: string): boolean {
  return readJournal(labPaths(name).journal).length > 0;
}
