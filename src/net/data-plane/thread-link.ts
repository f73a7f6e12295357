/**
 * The main side's hold on the data-plane thread: its start, its end, and requests with their replies. Read first:
 * `messages.ts`, `data-plane-thread.ts`.
 */
import { once } from 'node:events';
import { close } from 'node:fs';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { OperationError } from '../../base/errors.ts';
import { openEpoll } from '../../sys/epoll.ts';
import { openEventFd, signalEventFd } from '../../sys/eventfd.ts';
import { errorFromRecord } from './error-record.ts';
import type {
  DataPlaneCommand,
  DataPlaneReply,
  DataPlaneRequest,
  DataPlaneResult,
  ThreadData,
} from './messages.ts';

/** Closes a descriptor in libuv's pool: a packet socket takes 12 ms, which no loop may wait for. */
export const closeFd: (fd: number) => Promise<void> = promisify(close);

interface Pending {
  readonly resolve: (result: DataPlaneResult) => void;
  readonly reject: (error: Error) => void;
}

/** A running data-plane thread. */
export class ThreadLink {
  readonly #worker: Worker;
  readonly #epollFd: number;
  readonly #wakeFd: number;
  readonly #exited: Promise<void>;
  readonly #onFailed: (error: Error) => void;
  readonly #pending = new Map<number, Pending>();
  #lastSeq = 0;
  /** Why requests are rejected; null while the thread serves. */
  #closedBy: Error | null = null;
  #stopping: Promise<void> | null = null;

  /**
   * Starts a thread; it takes 20 to 50 ms and 10 MB.
   *
   * @param onFailed called once when the thread ends although nobody stopped it; requests are rejected from then on
   */
  static async start(onFailed: (error: Error) => void): Promise<ThreadLink> {
    const link = new ThreadLink(onFailed);
    try {
      await once(link.#worker, 'message');
    } catch (error) {
      await link.stop();
      throw error;
    }
    link.#listen();
    return link;
  }

  private constructor(onFailed: (error: Error) => void) {
    this.#onFailed = onFailed;
    this.#epollFd = openEpoll();
    this.#wakeFd = openEventFd();
    const workerData: ThreadData = { epollFd: this.#epollFd, wakeFd: this.#wakeFd };
    const file = new URL('./data-plane-thread.js', import.meta.url);
    // Without the flags of the main program: some, as --input-type, make a worker refuse its file.
    this.#worker = new Worker(file, { workerData, execArgv: [] });
    this.#exited = new Promise((resolve) => this.#worker.once('exit', () => resolve()));
    process.on('exit', this.#onProcessExit);
  }

  /** Has the thread do something, between two rounds of forwarding. */
  request(command: DataPlaneCommand): Promise<DataPlaneResult> {
    if (this.#closedBy !== null) return Promise.reject(this.#closedBy);
    this.#lastSeq += 1;
    const request: DataPlaneRequest = { seq: this.#lastSeq, command };
    return new Promise((resolve, reject) => {
      this.#pending.set(request.seq, { resolve, reject });
      this.#worker.postMessage(request);
      signalEventFd(this.#wakeFd);
    });
  }

  /** Ends the thread. Idempotent; requests under way are rejected with ERR_CANCELLED. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.#close(new OperationError('ERR_CANCELLED', 'Cannot use the data plane: it was stopped'));
    this.#terminate();
    await this.#exited;
    process.off('exit', this.#onProcessExit);
    await Promise.all([closeFd(this.#epollFd), closeFd(this.#wakeFd)]);
  }

  /** The order matters: termination takes effect when the wait ends, so it is asked for before the wait is ended. */
  #terminate(): void {
    void this.#worker.terminate();
    signalEventFd(this.#wakeFd);
  }

  /** A thread that waits would hold up the exit of the process. */
  readonly #onProcessExit = (): void => this.#terminate();

  #listen(): void {
    this.#worker.on('message', (reply: DataPlaneReply) => this.#settle(reply));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', (status) => {
      this.#fail(new Error(`The data-plane thread ended by itself with status ${status}`));
    });
  }

  #settle(reply: DataPlaneReply): void {
    if (reply.kind === 'ready') return;
    const pending = this.#pending.get(reply.seq);
    this.#pending.delete(reply.seq);
    if (reply.kind === 'done') pending?.resolve(reply.result);
    else pending?.reject(errorFromRecord(reply.error));
  }

  #fail(error: Error): void {
    if (this.#closedBy !== null) return;
    this.#close(error);
    this.#onFailed(error);
  }

  /** From now on every request is rejected, those under way included. */
  #close(reason: Error): void {
    if (this.#closedBy !== null) return;
    this.#closedBy = reason;
    for (const { reject } of this.#pending.values()) reject(reason);
    this.#pending.clear();
  }
}
