/** The main thread's handle of the agent thread. */
import { close } from 'node:fs';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { OperationError } from '../../base/errors.ts';
import type { PortObservation } from '../../plan/verify/observation.ts';
import { openEventFd, signalEventFd } from '../../sys/eventfd.ts';
import type {
  AgentCommand,
  AgentPort,
  AgentPortCounters,
  AgentReport,
  AgentStitch,
  AgentSystem,
} from './agent-messages.ts';
import type { AgentThreadData } from './agent-thread.ts';

const closeFd = promisify(close);

/** What the owner of an agent is told. */
export interface AgentListener {
  /** Ports changed; each with its whole observation. */
  observed(changes: readonly (readonly [number, PortObservation])[]): void;
  /** The thread has ended by a fault of its own. */
  failed(message: string): void;
}

/** Starts, commands and ends the agent thread. */
export class Agent {
  readonly #worker: Worker;
  readonly #wakeFd: number;
  readonly #calls = new Map<number, (ports: readonly AgentPortCounters[]) => void>();
  #nextCall = 1;
  #stopped: ((fds: readonly number[]) => void) | null = null;

  private constructor(worker: Worker, wakeFd: number) {
    this.#worker = worker;
    this.#wakeFd = wakeFd;
  }

  /** Starts the thread; resolves when it listens. @param fabricFd descriptor of the fabric's namespace, borrowed */
  static async start(fabricFd: number, listener: AgentListener): Promise<Agent> {
    const wakeFd = openEventFd();
    const workerData: AgentThreadData = { fabricFd, wakeFd };
    const worker = new Worker(new URL('./agent-thread.js', import.meta.url), {
      workerData,
      trackUnmanagedFds: false,
    });
    const agent = new Agent(worker, wakeFd);
    process.on('exit', agent.#atExit);
    await new Promise<void>((resolve, reject) => {
      worker.on('error', (error) => {
        reject(error);
        listener.failed(error.stack ?? error.message);
      });
      worker.on('message', (report: AgentReport) => {
        if (report.type === 'ready') resolve();
        else if (report.type === 'observations') listener.observed(report.changes);
        else if (report.type === 'counters') agent.#answer(report.call, report.ports);
        else if (report.type === 'stopped') agent.#stopped?.(report.fds);
        else {
          reject(new OperationError('ERR_START_FAILED', `Cannot run the agent thread: ${report.message}`));
          listener.failed(report.message);
        }
      });
    });
    return agent;
  }

  /** Gives the thread systems, ports and stitches to look after. */
  add(systems: readonly AgentSystem[], ports: readonly AgentPort[], stitches: readonly AgentStitch[]): void {
    this.#command({ type: 'add', systems, ports, stitches });
  }

  /** Counters of all ports. */
  async counters(): Promise<readonly AgentPortCounters[]> {
    const call = this.#nextCall;
    this.#nextCall += 1;
    return await new Promise((resolve) => {
      this.#calls.set(call, resolve);
      this.#command({ type: 'counters', call });
    });
  }

  /** Ends the thread and closes its sockets, many at a time: the kernel waits 12 ms for each. */
  async stop(): Promise<void> {
    const fds = await new Promise<readonly number[]>((resolve) => {
      this.#stopped = resolve;
      this.#command({ type: 'stop' });
    });
    await Promise.all(fds.map((fd) => closeFd(fd)));
    process.off('exit', this.#atExit);
    await this.#worker.terminate();
    await closeFd(this.#wakeFd);
  }

  /** A thread that waits in the kernel cannot be terminated: it is told first, and woken after. */
  readonly #atExit = (): void => {
    void this.#worker.terminate();
    signalEventFd(this.#wakeFd);
  };

  #command(command: AgentCommand): void {
    this.#worker.postMessage(command);
    signalEventFd(this.#wakeFd);
  }

  #answer(call: number, ports: readonly AgentPortCounters[]): void {
    this.#calls.get(call)?.(ports);
    this.#calls.delete(call);
  }
}
