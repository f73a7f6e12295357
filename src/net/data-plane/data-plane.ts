/**
 * The main side of the data plane: knows the switches and ports of its thread, owns their descriptors, and reads their
 * counters from shared memory. One handle can hold the switches of a whole lab.
 */
import { randomInt } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { OperationError } from '../../base/errors.ts';
import { FDB_ENTRIES_DEFAULT, FDB_ENTRIES_MAX, SWITCHES_MAX } from '../../base/limits.ts';
import {
  PORT_COUNTER_NAMES,
  readPortCounters,
  readSwitchCounters,
  SWITCH_COUNTER_NAMES,
} from '../../switch/counters.ts';
import type { PortCounters, SwitchCounters } from '../../switch/counters.ts';
import type { FdbRecord } from './messages.ts';
import { closeFd, ThreadLink } from './thread-link.ts';

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

/**
 * A data-plane thread with its switches. Emits `failed` with the error when the thread dies by a bug; every request
 * then and later is rejected with it. Without a listener for `failed` that error is thrown, so it cannot vanish.
 */
export class DataPlane extends EventEmitter<{ failed: [Error] }> {
  readonly #switches = new Map<string, KnownSwitch>();
  readonly #link: ThreadLink;

  /** Starts a thread without switches. */
  static async start(): Promise<DataPlane> {
    const plane: DataPlane = new DataPlane(await ThreadLink.start((error) => plane.#onFailed(error)));
    return plane;
  }

  private constructor(link: ThreadLink) {
    super();
    this.#link = link;
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
      await this.#link.request({
        op: 'addSwitch',
        switchId: id,
        hub,
        passLldp,
        fdbCapacity,
        hashSeed,
        counters,
      });
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
        await this.#link.request({ op: 'addPort', switchId, name, fd, counters });
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
    await this.#link.request({ op: 'removePort', switchId, name });
    ports.delete(name);
    await closeFd(port.fd);
  }

  /** Removes a switch and its ports. */
  async removeSwitch(switchId: string): Promise<void> {
    const { ports } = this.#known(switchId);
    await this.#link.request({ op: 'removeSwitch', switchId });
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
    return (await this.#link.request({ op: 'fdb', switchId })) ?? [];
  }

  /** Ends the thread and closes every socket that was given. Idempotent; requests under way are rejected. */
  async stop(): Promise<void> {
    await this.#link.stop();
    const fds = [...this.#switches.values()].flatMap(({ ports }) => [...ports.values()].map(({ fd }) => fd));
    this.#switches.clear();
    await Promise.all(fds.map((fd) => closeFd(fd)));
  }

  #onFailed(error: Error): void {
    if (!this.emit('failed', error)) throw error;
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
