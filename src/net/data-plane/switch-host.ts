/**
 * The switches of one data-plane thread, and the requests that add, remove and read them. A port is watched by its
 * place in a table, so that an event leads to it without a look-up; a place is reused once its port is gone.
 */
import { OperationError } from '../../base/errors.ts';
import { FDB_AGEING_TIME_DEFAULT_US, FRAME_POOL_COUNT } from '../../base/limits.ts';
import { formatMac } from '../../base/mac.ts';
import { FramePool } from '../../switch/frame-pool.ts';
import { Switch } from '../../switch/switch.ts';
import type { Epoll } from '../../sys/epoll.ts';
import type { DataPlaneCommand, DataPlaneResult, FdbRecord } from './messages.ts';
import { PacketIo } from './packet-io.ts';
import { PacketPort } from './packet-port.ts';

/** A switch with its packet ports by port number. */
interface HostedSwitch {
  readonly device: Switch;
  readonly ports: (PacketPort | undefined)[];
}

/** A port's place in the table, with its switch's ports, which is where its frames may go. */
interface Place {
  readonly port: PacketPort;
  readonly peers: readonly (PacketPort | undefined)[];
}

type Command<Op extends DataPlaneCommand['op']> = Extract<DataPlaneCommand, { op: Op }>;

/** Switches of one thread. */
export class SwitchHost {
  readonly #epoll: Epoll;
  readonly #pool = new FramePool(FRAME_POOL_COUNT);
  readonly #io = new PacketIo(this.#pool);
  readonly #switches = new Map<string, HostedSwitch>();
  readonly #places: (Place | undefined)[] = [];

  constructor(epoll: Epoll) {
    this.#epoll = epoll;
  }

  /** Forwards one batch of the port at a place of the table; does nothing when it is gone. */
  serve(place: number, nowUs: number): void {
    const at = this.#places[place];
    if (at !== undefined) this.#io.serve(at.port, at.peers, nowUs);
  }

  /** Ages addresses and collects the kernel's drop counts; call it about once a second. */
  tick(nowUs: number): void {
    for (const { device } of this.#switches.values()) device.age(nowUs);
    for (const place of this.#places) {
      if (place !== undefined) this.#io.collectMissed(place.port);
    }
  }

  /**
   * Does what a request asks for.
   *
   * @throws OperationError when it cannot be done; nothing has changed then
   */
  execute(command: DataPlaneCommand, nowUs: number): DataPlaneResult {
    switch (command.op) {
      case 'addSwitch':
        this.#addSwitch(command);
        return null;
      case 'removeSwitch':
        this.#removeSwitch(command.switchId);
        return null;
      case 'addPort':
        this.#addPort(command);
        return null;
      case 'removePort':
        this.#removePort(command);
        return null;
      case 'fdb':
        return this.#fdb(command.switchId, nowUs);
    }
  }

  #addSwitch(command: Command<'addSwitch'>): void {
    const device = new Switch(this.#pool, {
      hub: command.hub,
      passLldp: command.passLldp,
      fdbCapacity: command.fdbCapacity,
      ageingTimeUs: FDB_AGEING_TIME_DEFAULT_US,
      hashSeed: command.hashSeed,
      counters: new Float64Array(command.counters),
    });
    this.#switches.set(command.switchId, { device, ports: [] });
  }

  #removeSwitch(switchId: string): void {
    const { ports } = this.#switch(switchId);
    for (const port of ports) {
      if (port !== undefined) this.#detach(port, ports);
    }
    this.#switches.delete(switchId);
  }

  #addPort(command: Command<'addPort'>): void {
    const { device, ports } = this.#switch(command.switchId);
    const port = device.addPort(command.name, new Float64Array(command.counters));
    const packetPort = new PacketPort(command.fd, device, port);
    let place = this.#places.indexOf(undefined);
    if (place < 0) place = this.#places.length;
    try {
      this.#epoll.add(command.fd, place);
    } catch (error) {
      device.removePort(port);
      throw error;
    }
    ports[port.index] = packetPort;
    this.#places[place] = { port: packetPort, peers: ports };
  }

  #removePort(command: Command<'removePort'>): void {
    const { ports } = this.#switch(command.switchId);
    const port = ports.find((candidate) => candidate?.port.name === command.name);
    if (port === undefined) {
      throw new OperationError('ERR_PORT_NOT_FOUND', `Cannot find port "${command.name}" of a switch`);
    }
    this.#detach(port, ports);
  }

  /** Stops watching a port and forgets it; its descriptor stays open, and is the main side's to close. */
  #detach(port: PacketPort, ports: (PacketPort | undefined)[]): void {
    this.#epoll.remove(port.fd);
    this.#io.collectMissed(port);
    this.#places[this.#places.findIndex((place) => place?.port === port)] = undefined;
    ports[port.port.index] = undefined;
    port.device.removePort(port.port);
  }

  #fdb(switchId: string, nowUs: number): FdbRecord[] {
    const { device } = this.#switch(switchId);
    const octets = new DataView(new ArrayBuffer(6));
    return device.fdbEntries(nowUs).map((entry) => {
      octets.setUint16(0, entry.hi);
      octets.setInt32(2, entry.lo);
      return {
        mac: formatMac(new Uint8Array(octets.buffer)),
        vid: entry.vid,
        port: device.portAt(entry.port)?.name ?? '',
        ageMs: Math.floor(entry.ageUs / 1000),
      };
    });
  }

  #switch(switchId: string): HostedSwitch {
    const hosted = this.#switches.get(switchId);
    if (hosted === undefined) {
      throw new OperationError('ERR_NODE_NOT_FOUND', `Cannot find switch "${switchId}" in the data plane`);
    }
    return hosted;
  }
}
