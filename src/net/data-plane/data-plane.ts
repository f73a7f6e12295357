/**
 * The main side of the data plane: starts its thread, sends it requests, reads its counters from shared memory, and
 * closes what the thread may not. One handle can hold the switches of a whole lab.
 */
import { randomInt } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { close } from 'node:fs';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { OperationError } from '../../base/errors.ts';
import { FDB_ENTRIES_DEFAULT, FDB_ENTRIES_MAX, SWITCHES_MAX } from '../../base/limits.ts';
import {
  PORT_COUNTER_NAMES,
  readPortCounters,
  readSwitchCounters,
  SWITCH_COUNTER_NAMES,
} from '../../switch/counters.ts';
import type { PortCounters, SwitchCounters } from '../../switch/counters.ts';
import { openEpoll } from '../../sys/epoll.ts';
import { openEventFd, signalEventFd } from '../../sys/eventfd.ts';
import { errorFromRecord } from './error-record.ts';
import type {
  DataPlaneCommand,
  DataPlaneReply,
  DataPlaneRequest,
  DataPlaneResult,
  FdbRecord,
  ThreadData,
} from './messages.ts';

const closeFd = promisify(close);

/** How a switch treats LLDPDUs: `speak` and `drop` consume them, `pass` relays them; a hub always relays them. */
export type SwitchLldp = 'speak' | 'pass' | 'drop';

/** A switch to be. */
export interface SwitchSpec {
  /** Unique in this data plane. */
  readonly id: string;
  /** For messages to people. */
  readonly name: string;
  readonly hub: boolean;
  readonly lldp: SwitchLldp;
  /** Entries of the filtering database; 1,024 where nothing is said. */
  readonly fdbCapacity?: number;
}

/** A port to be. */
export interface PortSpec {
  readonly switchId: string;
  /** Unique in its switch. */
  readonly name: string;
  /** Of `openPacketSocket` with `vnetHeader`; given, so it is closed with the port, or at once when this fails. */
  readonly fd: number;
}

/** Counters of a switch and of its ports by name. */
export interface SwitchReport {
  readonly counters: SwitchCounters;
  readonly ports: Readonly<Record<string, PortCounters>>;
}

interface KnownPort {
  readonly fd: number;
  readonly counters: Float64Array;
}

interface KnownSwitch {
  readonly name: string;
  readonly counters: Float64Array;
  readonly ports: Map<string, KnownPort>;
}

interface Pending {
  readonly resolve: (result: DataPlaneResult) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A data-plane thread with its switches. Emits `failed` with the error when the thread dies by a bug; every request
 * then and later is rejected with it. Without a listener for `failed` that error is thrown, so it cannot vanish.
 */
export class DataPlane extends EventEmitter<{ failed: [Error] }> {
  readonly #worker: Worker;
  readonly #epollFd: number;
  readonly #wakeFd: number;
  readonly #switches = new Map<string, KnownSwitch>();
  readonly #pending = new Map<number, Pending>();
  readonly #exited: Promise<unknown>;
  #lastSeq = 0;
  #closedBy: Error | null = null;
  #stopping: Promise<void> | null = null;

  /** Starts a thread; it takes about 20 ms and 10 MB. */
  static async start(): Promise<DataPlane> {
    const plane = new DataPlane();
    const ready = once(plane.#worker, 'message');
    try {
      await ready;
    } catch (error) {
      await plane.stop();
      throw error;
    }
    plane.#listen();
    return plane;
  }

  private constructor() {
    super();
    this.#epollFd = openEpoll();
    this.#wakeFd = openEventFd();
    const workerData: ThreadData = { epollFd: this.#epollFd, wakeFd: this.#wakeFd };
    // Without the flags of the main program: some, as --input-type, make a worker refuse its file.
    this.#worker = new Worker(new URL('./data-plane-thread.js', import.meta.url), {
      workerData,
      execArgv: [],
    });
    this.#exited = new Promise((resolve) => this.#worker.once('exit', resolve));
    process.on('exit', this.#onProcessExit);
  }

  /** Makes a switch without ports. */
  async addSwitch(spec: SwitchSpec): Promise<void> {
    const { id, name, hub, lldp, fdbCapacity = FDB_ENTRIES_DEFAULT } = spec;
    if (this.#switches.has(id)) {
      throw new OperationError('ERR_NAME_IN_USE', `Cannot add switch "${name}": its id "${id}" is in use`);
    }
    if (!Number.isInteger(fdbCapacity) || fdbCapacity < 1 || fdbCapacity > FDB_ENTRIES_MAX) {
      throw new RangeError(
        `Cannot add switch "${name}": current fdbCapacity is ${fdbCapacity}, must be 1 to ${FDB_ENTRIES_MAX}`,
      );
    }
    if (this.#switches.size === SWITCHES_MAX) {
      throw new RangeError(`Cannot add switch "${name}": the thread has ${SWITCHES_MAX} switches, its limit`);
    }
    const counters = sharedCounters(SWITCH_COUNTER_NAMES.length);
    this.#switches.set(id, { name, counters: new Float64Array(counters), ports: new Map() });
    const hashSeed = randomInt(2 ** 32);
    const passLldp = lldp === 'pass';
    try {
      await this.#request({ op: 'addSwitch', switchId: id, hub, passLldp, fdbCapacity, hashSeed, counters });
    } catch (error) {
      this.#switches.delete(id);
      throw error;
    }
  }

  /** Adds a port on a packet socket and starts to forward. */
  async addPort({ switchId, name, fd }: PortSpec): Promise<void> {
    try {
      const known = this.#known(switchId);
      if (known.ports.has(name)) {
        throw new OperationError(
          'ERR_NAME_IN_USE',
          `Cannot add port "${name}": switch "${known.name}" has a port of that name`,
        );
      }
      const counters = sharedCounters(PORT_COUNTER_NAMES.length);
      known.ports.set(name, { fd, counters: new Float64Array(counters) });
      try {
        await this.#request({ op: 'addPort', switchId, name, fd, counters });
      } catch (error) {
        known.ports.delete(name);
        throw error;
      }
    } catch (error) {
      await closeFd(fd).catch(() => undefined); // The first error is the one to report.
      throw error;
    }
  }

  /** Removes a port, with the addresses that were learned on it, and closes its socket. */
  async removePort(switchId: string, name: string): Promise<void> {
    const { ports, name: switchName } = this.#known(switchId);
    const port = ports.get(name);
    if (port === undefined) {
      throw new OperationError('ERR_PORT_NOT_FOUND', `Cannot find port "${name}" of switch "${switchName}"`);
    }
    await this.#request({ op: 'removePort', switchId, name });
    ports.delete(name);
    await closeFd(port.fd);
  }

  /** Removes a switch and its ports. */
  async removeSwitch(switchId: string): Promise<void> {
    const { ports } = this.#known(switchId);
    await this.#request({ op: 'removeSwitch', switchId });
    this.#switches.delete(switchId);
    await Promise.all([...ports.values()].map((port) => closeFd(port.fd)));
  }

  /** Reads the counters of a switch and its ports, without asking the thread. */
  counters(switchId: string): SwitchReport {
    const { counters, ports } = this.#known(switchId);
    const byName = [...ports].map(([name, port]) => [name, readPortCounters(port.counters)] as const);
    return { counters: readSwitchCounters(counters), ports: Object.fromEntries(byName) };
  }

  /** Lists the filtering database of a switch, in no particular order. */
  async fdb(switchId: string): Promise<readonly FdbRecord[]> {
    this.#known(switchId);
    return (await this.#request({ op: 'fdb', switchId })) ?? [];
  }

  /** Ends the thread and closes every socket that was given. Idempotent; requests under way are rejected. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.#close(new OperationError('ERR_CANCELLED', 'Cannot use the data plane: it was stopped'));
    // terminate() alone works only once the wait is over; the signal ends the wait.
    const terminated = this.#worker.terminate();
    signalEventFd(this.#wakeFd);
    await terminated;
    await this.#exited;
    process.off('exit', this.#onProcessExit);
    const fds = [...this.#switches.values()].flatMap(({ ports }) => [...ports.values()].map(({ fd }) => fd));
    this.#switches.clear();
    await Promise.all([...fds, this.#epollFd, this.#wakeFd].map((fd) => closeFd(fd)));
  }

  /** A waiting thread would hold up the exit of the process: end it, then its wait, in this order. */
  readonly #onProcessExit = (): void => {
    void this.#worker.terminate();
    signalEventFd(this.#wakeFd);
  };

  #listen(): void {
    this.#worker.on('message', (reply: DataPlaneReply) => this.#settle(reply));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', (status) => {
      this.#fail(new Error(`The data-plane thread ended by itself with status ${status}`));
    });
  }

  /** The thread is gone although nobody stopped it. */
  #fail(error: Error): void {
    if (this.#closedBy !== null) return;
    this.#close(error);
    if (!this.emit('failed', error)) throw error;
  }

  /** From now on every request is rejected, those under way included. */
  #close(reason: Error): void {
    if (this.#closedBy !== null) return;
    this.#closedBy = reason;
    for (const { reject } of this.#pending.values()) reject(reason);
    this.#pending.clear();
  }

  #request(command: DataPlaneCommand): Promise<DataPlaneResult> {
    if (this.#closedBy !== null) return Promise.reject(this.#closedBy);
    this.#lastSeq += 1;
    const request: DataPlaneRequest = { seq: this.#lastSeq, command };
    return new Promise((resolve, reject) => {
      this.#pending.set(request.seq, { resolve, reject });
      this.#worker.postMessage(request);
      signalEventFd(this.#wakeFd);
    });
  }

  #settle(reply: DataPlaneReply): void {
    if (reply.kind === 'ready') return;
    const pending = this.#pending.get(reply.seq);
    this.#pending.delete(reply.seq);
    if (reply.kind === 'done') pending?.resolve(reply.result);
    else pending?.reject(errorFromRecord(reply.error));
  }

  #known(switchId: string): KnownSwitch {
    const known = this.#switches.get(switchId);
    if (known === undefined) {
      throw new OperationError('ERR_NODE_NOT_FOUND', `Cannot find switch "${switchId}" in the data plane`);
    }
    return known;
  }
}

/** Zeroed slots in memory that both threads see. */
function sharedCounters(count: number): SharedArrayBuffer {
  return new SharedArrayBuffer(count * Float64Array.BYTES_PER_ELEMENT);
}
