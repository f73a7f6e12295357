/**
 * The agent thread: speaks and hears LLDP on every port of a lab, watches interfaces, addresses and redirects over
 * netlink, and carries carrier across stitched links. It blocks in one epoll wait and never awaits; it is apart from
 * JSON, files and their garbage, so that a busy daemon delays no verdict.
 */
import { closeSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { LLDP_LAB, LLDP_LOCAL_EMPTY } from '../../agents/lldp/config.ts';
import { LLDP_DROP_NAMES } from '../../agents/lldp/codes.ts';
import { LLDP_FRAME_LEN_MAX } from '../../agents/lldp/local.ts';
import { LldpPort } from '../../agents/lldp/port.ts';
import { parseMac } from '../../base/mac.ts';
import { Epoll, openEpoll } from '../../sys/epoll.ts';
import { clearEventFd } from '../../sys/eventfd.ts';
import { LldpIo, PACKET_OUTGOING, openLldpSocket } from '../../sys/lldp-socket.ts';
import { inNetns } from '../../sys/namespace.ts';
import { RTM_DELADDR, RTM_NEWADDR, listAddresses, parseAddress } from '../../sys/netlink/address.ts';
import type { AddressInfo } from '../../sys/netlink/address.ts';
import { RTM_DELLINK, RTM_NEWLINK, listLinks, parseLink, setLinkUp } from '../../sys/netlink/link.ts';
import { NetlinkMonitor, OWN_NSID } from '../../sys/netlink/monitor.ts';
import { RouteSocket } from '../../sys/netlink/socket.ts';
import { takeKernelDrops } from '../../sys/packet-socket.ts';
import { RTM_DELQDISC, RTM_DELTFILTER, RTM_NEWTFILTER } from '../../sys/netlink/tc.ts';
import { ETH_HEADER_LEN } from '../../wire/ethernet.ts';
import { CAPABILITY_BRIDGE, CAPABILITY_STATION_ONLY } from '../../wire/lldp.ts';
import { chassisIdOfMac, portIdOfInterfaceName } from '../../wire/lldp-id.ts';
import type { AgentCommand, AgentPort, AgentReport, AgentSystem } from './agent-messages.ts';
import { CarrierMirror } from './carrier.ts';
import { foreignTtl } from './foreign-speaker.ts';
import { PortRecord } from './port-record.ts';
import { Recabling } from './recabling.ts';

/** What the thread is started with. */
export interface AgentThreadData {
  readonly fabricFd: number;
  readonly wakeFd: number;
}

const WAIT_MS_MAX = 250;
const EVENTS_MAX = 256;
/** Frames taken from one socket before the others have their turn. */
const SOCKET_BUDGET = 64;
const NETLINK_BUDGET = 256;
const US_PER_SECOND = 1_000_000;

class AgentThread {
  readonly #port: MessagePort;
  readonly #data: AgentThreadData;
  readonly #epollFd = openEpoll();
  readonly #epoll = new Epoll(this.#epollFd, EVENTS_MAX);
  readonly #io = new LldpIo();
  readonly #out = new Uint8Array(LLDP_FRAME_LEN_MAX);
  readonly #monitor: NetlinkMonitor;
  readonly #fabricSocket: RouteSocket;
  readonly #systems = new Map<number, AgentSystem>();
  /** Namespace id to socket, and back. */
  readonly #sockets = new Map<number, number>();
  readonly #nsidOfSocket = new Map<number, number>();
  readonly #netnsFds = new Map<number, number>();
  /** Frames lost to a full queue, by socket. */
  readonly #queueDrops = new Map<number, number>();
  readonly #ports = new Map<number, PortRecord>();
  readonly #byInterface = new Map<string, PortRecord>();
  readonly #carrier: CarrierMirror;
  readonly #recabling = new Recabling();
  #running = true;

  constructor(port: MessagePort, data: AgentThreadData) {
    this.#port = port;
    this.#data = data;
    [this.#monitor, this.#fabricSocket] = inNetns(data.fabricFd, () => [
      new NetlinkMonitor(),
      new RouteSocket(),
    ]);
    this.#carrier = new CarrierMirror((ifindex, up) => this.#setFabricUp(ifindex, up));
    this.#epoll.add(data.wakeFd, data.wakeFd);
    this.#epoll.add(this.#monitor.fd, this.#monitor.fd);
  }

  /** Runs until told to stop. */
  run(): void {
    this.#report({ type: 'ready' });
    while (this.#running) {
      const count = this.#epoll.wait(this.#waitMs());
      const nowUs = clockUs();
      for (let index = 0; index < count; index += 1) this.#serve(this.#epoll.data(index), nowUs);
      this.#runMachines(nowUs);
      this.#reportChanges();
    }
    closeSync(this.#epollFd);
    this.#monitor.close();
    this.#fabricSocket.close();
    // Closing a packet socket takes 12 ms; the main side closes them in its thread pool.
    this.#report({ type: 'stopped', fds: [...this.#nsidOfSocket.keys()] });
  }

  #serve(fd: number, nowUs: number): void {
    if (fd === this.#data.wakeFd) {
      clearEventFd(fd);
      this.#commands(nowUs);
    } else if (fd === this.#monitor.fd) this.#events(nowUs);
    else this.#receive(fd, nowUs);
  }

  #commands(nowUs: number): void {
    for (
      let item = receiveMessageOnPort(this.#port);
      item !== undefined;
      item = receiveMessageOnPort(this.#port)
    ) {
      const command = item.message as AgentCommand;
      if (command.type === 'stop') this.#running = false;
      else if (command.type === 'counters') this.#reportCounters(command.call);
      else {
        for (const system of command.systems) this.#addSystem(system);
        for (const stitch of command.stitches) this.#carrier.add(stitch);
        for (const port of command.ports) this.#addPort(port);
        this.#readState(new Set(command.ports.map((port) => this.#systemOf(port).nsid)), nowUs);
      }
    }
  }

  #systemOf(port: AgentPort): AgentSystem {
    const system = this.#systems.get(port.system);
    if (system === undefined)
      throw new RangeError(`Port ${port.id} names system ${port.system}, which is not known`);
    return system;
  }

  #addSystem(system: AgentSystem): void {
    this.#systems.set(system.id, system);
    if (this.#sockets.has(system.nsid)) return;
    const fd = inNetns(system.netnsFd, openLldpSocket);
    this.#sockets.set(system.nsid, fd);
    this.#nsidOfSocket.set(fd, system.nsid);
    this.#netnsFds.set(system.nsid, system.netnsFd);
    this.#epoll.add(fd, fd);
  }

  #addPort(port: AgentPort): void {
    const system = this.#systemOf(port);
    const socketFd = this.#sockets.get(system.nsid) ?? -1;
    const capability = system.bridge ? CAPABILITY_BRIDGE : CAPABILITY_STATION_ONLY;
    const lldp = new LldpPort({
      chassisId: chassisIdOfMac(parseMac(system.chassisMac)),
      portId: portIdOfInterfaceName(port.name),
      sourceMac: parseMac(port.mac),
      timers: LLDP_LAB,
      // A verdict must not outlive the carrier.
      deleteOnPortDown: true,
      local: {
        ...LLDP_LOCAL_EMPTY,
        portDescription: port.name,
        systemName: system.name,
        systemDescription: system.description,
        capabilities: { supported: capability, enabled: capability },
        mtu: port.mtu,
      },
    });
    const record = new PortRecord(port, system.nsid, socketFd, lldp);
    this.#ports.set(port.id, record);
    this.#byInterface.set(interfaceKey(system.nsid, port.ifindex), record);
    this.#recabling.add(record, system.chassisMac);
  }

  /** Reads interfaces and addresses anew, at the start and when events were lost. */
  #readState(nsids: ReadonlySet<number>, nowUs: number): void {
    for (const nsid of nsids) {
      const netnsFd = this.#netnsFds.get(nsid) ?? this.#data.fabricFd;
      const socket = inNetns(netnsFd, () => new RouteSocket());
      try {
        const links = new Map(listLinks(socket).map((link) => [link.ifindex, link]));
        const addresses = listAddresses(socket);
        for (const record of this.#ports.values()) {
          if (record.nsid !== nsid) continue;
          record.setLink(links.get(record.config.ifindex) ?? null, nowUs);
          record.addresses.clear();
          for (const address of addresses)
            if (address.ifindex === record.config.ifindex) addAddress(record, address);
        }
      } finally {
        socket.close();
      }
    }
  }

  #events(nowUs: number): void {
    const complete = this.#monitor.read(NETLINK_BUDGET, (nsid, type, view, offset, end) => {
      if (type === RTM_NEWLINK || type === RTM_DELLINK) this.#linkEvent(nsid, type, view, offset, end, nowUs);
      else if (type === RTM_NEWADDR || type === RTM_DELADDR)
        this.#addressEvent(nsid, type, view, offset, end);
      else if (
        nsid === OWN_NSID &&
        (type === RTM_NEWTFILTER || type === RTM_DELTFILTER || type === RTM_DELQDISC)
      ) {
        this.#recabling.fabricChanged(view.getInt32(offset + 4, true), nowUs);
      }
    });
    if (!complete) this.#readState(new Set(this.#sockets.keys()), nowUs);
  }

  #linkEvent(nsid: number, type: number, view: DataView, offset: number, end: number, nowUs: number): void {
    const link = parseLink(view, offset, end);
    const gone = type === RTM_DELLINK;
    const flags = gone ? 0 : link.flags;
    if (nsid === OWN_NSID && this.#carrier.fabricChanged(link.ifindex, flags)) {
      this.#recabling.fabricChanged(link.ifindex, nowUs);
    }
    const record = this.#byInterface.get(interfaceKey(nsid, link.ifindex));
    if (record !== undefined) record.setLink(gone ? null : link, nowUs);
    this.#carrier.nodeChanged(nsid, link.ifindex, flags);
  }

  #addressEvent(nsid: number, type: number, view: DataView, offset: number, end: number): void {
    const address = parseAddress(view, offset, end);
    if (address === null) return;
    const record = this.#byInterface.get(interfaceKey(nsid, address.ifindex));
    if (record === undefined) return;
    if (type === RTM_NEWADDR) addAddress(record, address);
    else if (record.addresses.delete(address.text)) record.dirty = true;
  }

  #receive(fd: number, nowUs: number): void {
    const nsid = this.#nsidOfSocket.get(fd);
    if (nsid === undefined) return;
    for (let count = 0; count < SOCKET_BUDGET; count += 1) {
      const len = this.#io.receive(fd);
      if (len < 0) return;
      const record = this.#byInterface.get(interfaceKey(nsid, this.#io.ifindex));
      if (record === undefined) continue; // A bridge's own interface, or one that is not of the plan.
      if (this.#io.packetType === PACKET_OUTGOING) this.#foreign(record, len, nowUs);
      else this.#input(record, len, nowUs);
    }
  }

  #input(record: PortRecord, len: number, nowUs: number): void {
    // An oversized frame was cut by the socket: its octets are not all here, so it counts as one too long.
    record.lldp.input(this.#io.frame, 0, Math.min(len, this.#io.frame.length), nowUs);
    this.#takeChanges(record, nowUs);
  }

  /** Takes over what changed among the neighbours of a port. */
  #takeChanges(record: PortRecord, nowUs: number): void {
    for (let change = record.lldp.takeChange(); change !== null; change = record.lldp.takeChange()) {
      record.dirty = true;
      if (change.kind === 'added') this.#recabling.neighborAdded(record, change.neighbor, nowUs);
      else if (change.kind === 'removed') this.#recabling.neighborRemoved(record, change.neighbor);
    }
  }

  /** A program other than ours sent a frame out of the port. */
  #foreign(record: PortRecord, len: number, nowUs: number): void {
    const ttl = foreignTtl(this.#io.frame, len, record.mac);
    if (ttl < 0) return;
    const spoke = record.foreignUntilUs > 0;
    record.foreignUntilUs = ttl === 0 ? 0 : nowUs + ttl * US_PER_SECOND;
    if (spoke === record.foreignUntilUs > 0) return;
    if (spoke) record.lldp.setSilent(false, nowUs);
    else record.lldp.yieldTo(this.#io.frame, ETH_HEADER_LEN, len - ETH_HEADER_LEN, nowUs);
    record.dirty = true;
  }

  #runMachines(nowUs: number): void {
    for (const record of this.#ports.values()) {
      if (record.foreignUntilUs > 0 && record.foreignUntilUs <= nowUs) {
        record.foreignUntilUs = 0;
        record.lldp.setSilent(false, nowUs);
        record.dirty = true;
      }
      if (record.lldp.nextWakeUs() <= nowUs) {
        record.lldp.run(nowUs);
        this.#takeChanges(record, nowUs);
      }
      // Any call since the last round may have left something to send.
      this.#transmit(record);
    }
  }

  #transmit(record: PortRecord): void {
    for (
      let len = record.lldp.takeTransmit(this.#out, 0);
      len > 0;
      len = record.lldp.takeTransmit(this.#out, 0)
    ) {
      this.#io.send(record.socketFd, record.config.ifindex, this.#out, len);
    }
  }

  #waitMs(): number {
    let wakeUs = Number.POSITIVE_INFINITY;
    for (const record of this.#ports.values()) wakeUs = Math.min(wakeUs, record.lldp.nextWakeUs());
    const waitMs = Math.ceil((wakeUs - clockUs()) / 1000);
    return Math.max(0, Math.min(WAIT_MS_MAX, waitMs));
  }

  #reportChanges(): void {
    const changes: [number, ReturnType<PortRecord['observation']>][] = [];
    for (const record of this.#ports.values()) {
      if (!record.dirty) continue;
      record.dirty = false;
      changes.push([record.config.id, record.observation()]);
    }
    if (changes.length > 0) this.#report({ type: 'observations', changes });
  }

  #reportCounters(call: number): void {
    for (const fd of this.#nsidOfSocket.keys()) {
      const drops = Math.max(0, takeKernelDrops(fd));
      this.#queueDrops.set(fd, (this.#queueDrops.get(fd) ?? 0) + drops);
    }
    const ports = [...this.#ports.values()].map(({ config, lldp, socketFd }) => ({
      port: config.id,
      framesIn: lldp.counters.statsFramesInTotal,
      framesOut: lldp.counters.statsFramesOutTotal,
      framesDiscarded: lldp.counters.statsFramesDiscardedTotal,
      neighborsDropped: lldp.counters.drops[LLDP_DROP_NAMES.indexOf('dropTooManyNeighbors')] ?? 0,
      queueDrops: this.#queueDrops.get(socketFd) ?? 0,
    }));
    this.#report({ type: 'counters', call, ports });
  }

  /** The interface may be gone this moment; then its node's port is seen gone as well. */
  #setFabricUp(ifindex: number, up: boolean): void {
    try {
      setLinkUp(
        this.#fabricSocket,
        `set interface ${ifindex} of the fabric ${up ? 'up' : 'down'}`,
        ifindex,
        up,
      );
    } catch (error) {
      if ((error as { details?: { errno?: string } }).details?.errno !== 'ENODEV') throw error;
    }
  }

  #report(report: AgentReport): void {
    this.#port.postMessage(report);
  }
}

function addAddress(record: PortRecord, address: AddressInfo): void {
  const LINK_SCOPE = 253;
  if (address.scope === LINK_SCOPE || record.addresses.has(address.text)) return;
  record.addresses.add(address.text);
  record.dirty = true;
}

function interfaceKey(nsid: number, ifindex: number): string {
  return `${nsid}:${ifindex}`;
}

function clockUs(): number {
  return Math.floor(performance.now() * 1000);
}

if (parentPort !== null) {
  try {
    new AgentThread(parentPort, workerData as AgentThreadData).run();
  } catch (error) {
    parentPort.postMessage({
      type: 'failed',
      message: (error as Error).stack ?? String(error),
    } satisfies AgentReport);
  }
}
