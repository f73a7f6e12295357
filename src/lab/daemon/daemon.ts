/**
 * The lab daemon: one a lab. It drives the fabric, holds the verdicts, and serves the lab's control socket. It depends
 * on no terminal; when it is killed the fabric goes on, and its successor takes the lab over.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Logger } from 'pino';
import { OperationError } from '../../base/errors.ts';
import { RpcClient } from '../../net/control/rpc-client.ts';
import type { RpcCall } from '../../net/control/rpc-server.ts';
import { RpcServer } from '../../net/control/rpc-server.ts';
import { nodeEnvironment } from '../../nodes/netns/anchor.ts';
import type { LedgerEntry } from '../../nodes/node-kind.ts';
import { samePlan } from '../../plan/actions.ts';
import type { Plan, PortName } from '../../plan/plan.ts';
import type { PortObservation } from '../../plan/verify/observation.ts';
import type { ProcessIdentity } from '../../sys/process.ts';
import { processIdentity } from '../../sys/process.ts';
import { cleanUp } from '../clean-up.ts';
import type { BuildProgress, CheckResult, FabricEvent } from '../fabric/protocol.ts';
import type { LabPaths } from '../paths.ts';
import type { CounterReport, StatusReport, VerifyReport } from '../reports.ts';
import { EventLog } from './event-log.ts';
import type {
  DownResult,
  Entrance,
  EntranceParams,
  EventsParams,
  StatusParams,
  UpParams,
  UpProgress,
  UpResult,
  VerifyParams,
} from './protocol.ts';
import { statusReport } from './status.ts';
import { VerdictBoard } from './verdict-board.ts';

/** How long the fabric may take to close before it is killed. */
const SHUTDOWN_TIMEOUT_MS = 5_000;

/** No observation for so long: a probe of a changed wire (a quarter of a second) is over. */
const QUIET_MS = 350;

/** Time for answers that are ready to be written before the process ends. */
const ANSWER_MS = 10;

/** What the process entry gives the daemon. */
export interface DaemonOptions {
  readonly lab: string;
  readonly uuid: string;
  readonly paths: LabPaths;
  readonly log: Logger;
  /** Resolves when the fabric serves. */
  readonly fabricReady: Promise<void>;
  /** True: the fabric is the one of an earlier daemon, with a built lab. */
  readonly adopted: boolean;
}

type State = StatusReport['state'];

/** See the file's head. */
export class Daemon {
  readonly #options: DaemonOptions;
  readonly #server: RpcServer;
  readonly #events: EventLog;
  readonly #observations = new Map<PortName, PortObservation>();
  readonly #services = new Map<string, StatusReport['services'][number]>();
  /** Boards of other plans that are being verified now; they see what comes in as well. */
  readonly #followers = new Set<VerdictBoard>();
  #fabric: RpcClient | null = null;
  #plan: Plan | null = null;
  #board: VerdictBoard | null = null;
  #state: State = 'creating';
  #building: Promise<void> | null = null;
  /** The command that builds the lab still waits for its verdicts: interrupting it undoes the lab. */
  #raising = false;
  /** The fabric process has died. */
  #broken = false;
  /** All was well once: from then on what is wrong degrades the lab. */
  #proved = false;
  #ending = false;

  constructor(options: DaemonOptions) {
    this.#options = options;
    this.#server = new RpcServer({
      up: async (call) => await this.#up(call),
      down: async () => await this.#down('taken down'),
      cancel: async () => await this.#cancel(),
      status: async (call) => await this.#statusFor(call.params as unknown as StatusParams),
      verify: async (call) => await this.#verify(call),
      events: async (call) => this.#subscribe(call),
      entrance: async (call) => await this.#entrance(call.params as unknown as EntranceParams),
    });
    this.#events = new EventLog((event) => this.#server.publish(event));
  }

  /** Serves the control socket; takes over a built lab when there is one. */
  async start(): Promise<void> {
    if (this.#options.adopted) await this.#adopt();
    await this.#server.listen(this.#options.paths.apiSocket);
  }

  async #adopt(): Promise<void> {
    this.#plan = JSON.parse(readFileSync(this.#options.paths.plan, 'utf8')) as Plan;
    await this.#connect(this.#plan);
    this.#setState('up', 'taken over from an earlier daemon');
  }

  /** Connects to the fabric and receives what it sees from now on. */
  async #connect(plan: Plan): Promise<RpcClient> {
    await this.#options.fabricReady;
    const fabric = await RpcClient.connect(this.#options.paths.fabricSocket);
    this.#fabric = fabric;
    this.#board = new VerdictBoard(plan, {
      verdictChanged: (report, before) => {
        const { node, port, verdict, reason, observed, expected } = report;
        const text = `${node}:${port} ${before} -> ${verdict}${reason === '' ? '' : `: ${reason}`}`;
        this.#events.add({ type: 'verdict', node, port, verdict, before, reason, observed, expected, text });
      },
      diagnosisChanged: (diagnosis) => {
        const text =
          diagnosis.length === 0 ? 'the wire is as planned' : diagnosis.map((item) => item.text).join('; ');
        this.#events.add({ type: 'diagnosis', text, diagnosis });
        this.#judgeState();
      },
    });
    fabric.onEvent = (event) => this.#fabricEvent(event as unknown as FabricEvent);
    fabric.onClose = () => this.#fabricGone();
    for (const event of (await fabric.call('subscribe')) as FabricEvent[]) this.#fabricEvent(event);
    return fabric;
  }

  async #up(call: RpcCall): Promise<UpResult> {
    const { plan, timeoutMs } = call.params as unknown as UpParams;
    const progress = (value: UpProgress): void => call.progress({ ...value });
    if (this.#building !== null) await this.#building;
    if (this.#ending) throw cancelled(plan);
    this.#requireWhole();
    const changed = this.#plan === null;
    if (this.#plan !== null && !samePlan(this.#plan, plan)) {
      throw new OperationError(
        'ERR_LAB_CHANGED',
        `Cannot bring lab "${plan.name}" up: it runs, and ${plan.file} describes another one now`,
        { lab: plan.name },
      );
    }
    if (changed) {
      this.#plan = plan;
      this.#raising = true;
      this.#building = this.#build(plan, progress);
      try {
        await this.#building;
      } catch (error) {
        const interrupted = this.#ending;
        await this.#down('could not be built');
        throw interrupted && !(error instanceof OperationError) ? cancelled(plan) : error;
      } finally {
        this.#building = null;
      }
    }
    const board = this.#requireBoard();
    const tell = (): void => {
      const { passed, total } = board.count();
      progress({ step: 'verify', done: passed, total });
    };
    tell();
    await board.settled(timeoutMs, call.signal, tell);
    const { passed, total } = board.count();
    this.#raising = false;
    this.#proved = true;
    this.#judgeState();
    return {
      changed,
      verified: passed === total,
      nodes: plan.nodes.length,
      links: plan.links.length,
      ports: board.reports(),
      notChecked: board.notChecked(),
      diagnosis: board.diagnosis(),
    };
  }

  async #build(plan: Plan, progress: (value: UpProgress) => void): Promise<void> {
    writeFileSync(this.#options.paths.plan, JSON.stringify(plan), { mode: 0o600 });
    const fabric = await this.#connect(plan);
    const params = { plan, identity: this.#options.uuid };
    await fabric.call('build', params, {
      onProgress: (value) => progress(value as unknown as BuildProgress),
    });
    this.#setState('up', `${plan.nodes.length} nodes, ${plan.links.length} links`);
  }

  async #verify(call: RpcCall): Promise<VerifyReport> {
    const { plan: other, timeoutMs, checks } = call.params as unknown as VerifyParams;
    const running = this.#requirePlan();
    this.#requireWhole();
    const board = other === undefined ? this.#requireBoard() : this.#boardFor(other);
    // A port without information may still get some. One that is wrong will not become right by waiting, unless the
    // wire was changed just now and what was heard before is being forgotten.
    const enough = (): boolean =>
      board.quietMs() >= QUIET_MS && board.reports().every((report) => report.verdict !== 'no-info');
    const unfollow = other === undefined ? undefined : this.#follow(board);
    try {
      await board.settled(timeoutMs, call.signal, () => {}, enough);
    } finally {
      unfollow?.();
    }
    const ports = board.reports();
    const results: CheckResult[] = [];
    for (const check of checks && other === undefined ? running.checks : []) {
      call.progress({ check: check.name, done: results.length, total: running.checks.length });
      results.push((await this.#requireFabric().call('check', { check })) as CheckResult);
    }
    const diagnosis = board.diagnosis();
    const ok =
      ports.every((report) => report.verdict === 'pass') &&
      diagnosis.length === 0 &&
      results.every((result) => result.ok);
    if (other !== undefined) board.close();
    return {
      schema: 1,
      lab: running.name,
      ok,
      ports,
      notChecked: board.notChecked(),
      checks: results,
      diagnosis,
    };
  }

  /** Verdicts of the running wire against another plan. */
  #boardFor(plan: Plan): VerdictBoard {
    const board = new VerdictBoard(plan, { verdictChanged: () => {}, diagnosisChanged: () => {} });
    board.update([...this.#observations]);
    return board;
  }

  #follow(board: VerdictBoard): () => void {
    this.#followers.add(board);
    return () => this.#followers.delete(board);
  }

  async #statusFor({ counters = false }: StatusParams): Promise<StatusReport> {
    const report = this.#status();
    if (!counters) return report;
    return { ...report, counters: (await this.#requireFabric().call('counters')) as CounterReport[] };
  }

  #status(): StatusReport {
    return statusReport({
      plan: this.#requirePlan(),
      state: this.#state,
      board: this.#board,
      observations: this.#observations,
      services: [...this.#services.values()],
    });
  }

  #subscribe(call: RpcCall): unknown {
    call.subscribe();
    return (call.params as unknown as EventsParams).history ? this.#events.history() : [];
  }

  async #entrance(params: EntranceParams): Promise<Entrance> {
    const plan = this.#requirePlan();
    const identity = (await this.#requireFabric().call('entrance', { node: params.node })) as ProcessIdentity;
    const node = plan.nodes.find((candidate) => candidate.name === params.node);
    return { ...identity, env: node === undefined ? {} : nodeEnvironment(plan.name, node) };
  }

  /** Undoes a lab that is being brought up. One that was there before the interrupted command stays as it is. */
  async #cancel(): Promise<unknown> {
    if (this.#plan !== null && !this.#raising) return { kept: true };
    return await this.#down('interrupted');
  }

  /** Takes the lab down and ends the process after the answer. */
  async #down(reason: string): Promise<DownResult | null> {
    if (this.#ending) return null;
    this.#ending = true;
    const { paths, log } = this.#options;
    log.info({ reason }, 'down');
    this.#board?.close();
    const report = await cleanUp(paths, await this.#shutFabric());
    // The answers of this call, and of the "up" that it may have ended, go out first.
    setTimeout(() => this.#server.close(), ANSWER_MS);
    setTimeout(() => process.exit(0), 2 * ANSWER_MS);
    return { ...report, daemon: processIdentity(process.pid) };
  }

  /** Lets the fabric close what it holds. @returns what it has journaled */
  async #shutFabric(): Promise<readonly LedgerEntry[]> {
    const fabric = this.#fabric;
    if (fabric === null) return [];
    fabric.onClose = null;
    try {
      // A fabric that is in the middle of a build is not asked: what it made is in the journal.
      if (this.#building !== null) return [];
      return (await fabric.call(
        'shutdown',
        {},
        { timeoutMs: SHUTDOWN_TIMEOUT_MS },
      )) as readonly LedgerEntry[];
    } catch {
      return []; // It is dead, or does not answer: the clean-up ends it.
    } finally {
      fabric.close();
    }
  }

  #fabricEvent(event: FabricEvent): void {
    if (event.type === 'observations') this.#observe(event.changes);
    else if (event.type === 'service') {
      const { node, service, state, detail } = event;
      this.#services.set(`${node} ${service}`, { node, service, state, detail });
      this.#events.add({
        type: 'service',
        node,
        service,
        state,
        text: `${node}: service ${service} ${detail}`,
      });
    } else {
      this.#events.add({ type: 'fault', text: event.text });
      this.#setState('failed', event.text);
    }
  }

  #observe(changes: readonly (readonly [PortName, PortObservation])[]): void {
    for (const [name, observation] of changes) this.#observations.set(name, observation);
    this.#board?.update(changes);
    for (const follower of this.#followers) follower.update(changes);
    // The diagnosis may stay as it is, empty, while the last verdicts come in.
    if (this.#board === null) return;
    const { passed, total } = this.#board.count();
    if ((passed === total) !== (this.#state === 'up')) this.#judgeState();
  }

  #fabricGone(): void {
    if (this.#ending) return;
    this.#broken = true;
    // What was heard is no proof any more: nobody listens.
    const unheard = [...this.#observations].map(
      ([name, seen]) => [name, { ...seen, neighbors: [] }] as const,
    );
    this.#observe(unheard);
    this.#setState(
      'failed',
      'the fabric process has died; "wireloom down" and "wireloom up" rebuild the lab',
    );
  }

  #judgeState(): void {
    if (this.#state !== 'up' && this.#state !== 'degraded') return;
    const { passed, total } = this.#requireBoard().count();
    const healthy = passed === total && this.#requireBoard().diagnosis().length === 0;
    this.#proved ||= healthy;
    if (!this.#proved) return;
    if (healthy !== (this.#state === 'up')) {
      this.#setState(healthy ? 'up' : 'degraded', `${passed} of ${total} ports pass`);
    }
  }

  #setState(state: State, text: string): void {
    this.#state = state;
    this.#options.log.info({ state }, text);
    this.#events.add({ type: 'state', state, text: `lab ${this.#options.lab} is ${state}: ${text}` });
  }

  /** @throws OperationError when nobody holds the lab's wire any more, so that nothing can be proved */
  #requireWhole(): void {
    if (!this.#broken) return;
    throw new OperationError(
      'ERR_LAB_BROKEN',
      `Cannot prove lab "${this.#options.lab}": its fabric process has died; "wireloom up --fresh" rebuilds it`,
    );
  }

  #requirePlan(): Plan {
    if (this.#plan !== null) return this.#plan;
    throw new OperationError(
      'ERR_LAB_BUSY',
      `Cannot answer for lab "${this.#options.lab}": it is being started`,
    );
  }

  #requireBoard(): VerdictBoard {
    if (this.#board !== null) return this.#board;
    throw new OperationError(
      'ERR_LAB_BUSY',
      `Cannot answer for lab "${this.#options.lab}": it is being started`,
    );
  }

  #requireFabric(): RpcClient {
    if (this.#fabric !== null) return this.#fabric;
    throw new OperationError(
      'ERR_LAB_BUSY',
      `Cannot answer for lab "${this.#options.lab}": it is being started`,
    );
  }
}

function cancelled(plan: Plan): OperationError {
  return new OperationError(
    'ERR_CANCELLED',
    `Interrupted: what was built of lab "${plan.name}" has been removed`,
  );
}
