/**
 * One service of a node: a program that is started again when it ends, with a growing pause, and that counts as ready
 * when its port accepts a connection or its command succeeds.
 *
 * States: starting -> running -> (ended) waiting -> starting …; stopped. A service that keeps ending quickly is said
 * to be crash-looping; it is still tried at the longest pause.
 */
import type { ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OperationError } from '../../base/errors.ts';
import type { PlanService } from '../../plan/plan.ts';
import type { ProcessIdentity } from '../../sys/process.ts';
import { connectTcpInside } from '../../sys/tcp-probe.ts';
import { exitStatus, killGroup, runInNode, spawnInNode } from './program.ts';

const PAUSE_MIN_MS = 200;
const PAUSE_MAX_MS = 10_000;
/** A run that lasted this long counts as a good one: the pause starts small again. */
const GOOD_RUN_MS = 10_000;
/** Quick ends in a row after which the service is said to crash-loop. */
const CRASH_LOOP_COUNT = 5;
const READY_POLL_MS = 20;
const STOP_GRACE_MS = 2_000;

/** What a service needs of its node. */
export interface ServiceHost {
  readonly node: string;
  readonly netnsFd: number;
  /** The process whose namespaces the programs run in; another one when the last has been killed. */
  anchor(): Promise<ProcessIdentity>;
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Addresses of the node that a TCP readiness test may use, besides loopback. */
  readonly addresses: readonly string[];
  report(service: string, state: string, detail: string): void;
}

/** Keeps one program running. */
export class Service {
  readonly #plan: PlanService;
  readonly #host: ServiceHost;
  #child: ChildProcess | null = null;
  #timer: NodeJS.Timeout | undefined;
  #stopped = true;
  #stop = new AbortController();
  #pauseMs = PAUSE_MIN_MS;
  #quickEnds = 0;

  constructor(plan: PlanService, host: ServiceHost) {
    this.#plan = plan;
    this.#host = host;
  }

  /** Starts the program; see {@link untilReady}. */
  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#stop = new AbortController();
    void this.#launch();
  }

  /** Ends the program: SIGTERM, then SIGKILL after two seconds. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stop.abort();
    clearTimeout(this.#timer);
    const child = this.#child;
    if (child === null) return;
    killGroup(child, 'SIGTERM');
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    await Promise.race([ended, sleep(STOP_GRACE_MS, undefined, { ref: false })]);
    killGroup(child, 'SIGKILL');
    this.#host.report(this.#plan.name, 'stopped', 'stopped');
  }

  /** Waits until the service is ready. @throws OperationError ERR_SERVICE_NOT_READY, ERR_CANCELLED */
  async untilReady(signal: AbortSignal): Promise<void> {
    const ready = this.#plan.ready;
    if (ready === null) return;
    const deadline = performance.now() + ready.timeoutMs;
    for (;;) {
      if (signal.aborted) throw new OperationError('ERR_CANCELLED', 'Interrupted');
      if (await this.#isReady(ready.tcp, ready.exec?.argv ?? null)) break;
      if (performance.now() > deadline) {
        throw new OperationError(
          'ERR_SERVICE_NOT_READY',
          `Cannot start service "${this.#plan.name}" of node "${this.#host.node}": it was not ready within ${ready.timeoutMs} ms${this.#lastLines()}`,
          { node: this.#host.node, service: this.#plan.name },
        );
      }
      await sleep(READY_POLL_MS);
    }
    this.#host.report(this.#plan.name, 'ready', 'ready');
  }

  /** The end of its output, for an error: the log itself goes when `up` undoes its work. */
  #lastLines(): string {
    const lines = readFileSync(this.#host.logFile, 'utf8').trim().split('\n').slice(-5).join('\n');
    return lines === '' ? ', and it printed nothing' : `\n${lines}`;
  }

  async #isReady(tcp: number | null, exec: readonly string[] | null): Promise<boolean> {
    const { node, netnsFd, env, addresses } = this.#host;
    if (tcp !== null) {
      const targets = ['127.0.0.1', '::1', ...addresses];
      const answers = await Promise.all(targets.map((to) => connectTcpInside(netnsFd, to, tcp, 1_000)));
      if (!answers.some((answer) => answer.connected)) return false;
    }
    if (exec !== null) {
      const result = await this.#host
        .anchor()
        .then(async (anchor) => await runInNode(node, anchor, exec, env, { timeoutMs: 5_000 }))
        .catch(() => null);
      if (result === null || result.status !== 0) return false;
    }
    return true;
  }

  /** Never throws: a node that cannot be entered, or whose anchor is killed meanwhile, is tried again. */
  /** Starts the program again, and says when it is ready or that it does not get so. */
  async #relaunch(): Promise<void> {
    await this.#launch();
    try {
      await this.untilReady(this.#stop.signal);
    } catch (error) {
      if (!this.#stopped) this.#host.report(this.#plan.name, 'not-ready', (error as Error).message);
    }
  }

  async #launch(): Promise<void> {
    const startedAt = performance.now();
    try {
      this.#run(await this.#host.anchor(), startedAt);
    } catch (error) {
      this.#ended(startedAt, `cannot be started: ${(error as Error).message}`, 127);
    }
  }

  #run(anchor: ProcessIdentity, startedAt: number): void {
    if (this.#stopped) return;
    const { env, logFile } = this.#host;
    mkdirSync(dirname(logFile), { recursive: true, mode: 0o700 });
    const log = openSync(logFile, 'a', 0o600);
    let child: ChildProcess;
    try {
      child = spawnInNode(anchor, this.#plan.command.argv, { ...env, ...this.#plan.env }, [
        'ignore',
        log,
        log,
      ]);
    } finally {
      closeSync(log);
    }
    this.#child = child;
    this.#host.report(this.#plan.name, 'running', `process ${child.pid ?? 0}`);
    child.once('error', (error) => this.#ended(startedAt, `cannot be started: ${error.message}`, 127));
    child.once('exit', (code, signal) => {
      const status = exitStatus(code, signal);
      this.#ended(startedAt, `ended with ${signal === null ? `status ${status}` : signal}`, status);
    });
  }

  #ended(startedAt: number, how: string, status: number): void {
    this.#child = null;
    if (this.#stopped) return;
    const again = this.#plan.restart === 'always' || (this.#plan.restart === 'on-failure' && status !== 0);
    if (!again) {
      this.#host.report(this.#plan.name, 'ended', how);
      return;
    }
    const good = performance.now() - startedAt > GOOD_RUN_MS;
    this.#quickEnds = good ? 0 : this.#quickEnds + 1;
    const pauseMs = good ? PAUSE_MIN_MS : this.#pauseMs;
    this.#pauseMs = Math.min(PAUSE_MAX_MS, pauseMs * 2);
    const state = this.#quickEnds >= CRASH_LOOP_COUNT ? 'crash-loop' : 'waiting';
    this.#host.report(this.#plan.name, state, `${how}, starts again in ${pauseMs} ms`);
    this.#timer = setTimeout(() => void this.#relaunch(), pauseMs);
  }
}
