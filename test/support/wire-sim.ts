/**
 * The wire, simulated: a plan is cabled, faults are made with the hands that make them on a real rack (an end is
 * pulled and put elsewhere, a cable is cut, a hub is spliced in), and every port reports what then reaches it.
 */
import { type Plan, type PortName, portName } from '../../src/plan/plan.ts';
import type { ObservedNeighbor, Observations, PortObservation } from '../../src/plan/verify/observation.ts';
import { lldpRole } from '../../src/plan/verify/segment.ts';

/** Something that somebody did to the lab. */
export type Fault =
  /** A link carries nothing; with `carrier: false` its ends lose their carrier too. */
  | { readonly type: 'cut'; readonly at: PortName; readonly carrier: boolean }
  /** The cable ends in these ports go round: each end into the next port. Two: a swap. */
  | { readonly type: 'rotate'; readonly ports: readonly PortName[] }
  /** The cable end in `from` goes into `to`; an end that was there hangs loose. */
  | { readonly type: 'move'; readonly from: PortName; readonly to: PortName }
  /** Nothing reaches `deaf` any more. */
  | { readonly type: 'one-way'; readonly deaf: PortName }
  /** `extra` is spliced into the cable in `at`: a port of the lab, or `system:port`. */
  | { readonly type: 'double'; readonly at: PortName; readonly extra: PortName }
  | { readonly type: 'mtu'; readonly port: PortName; readonly mtu: number }
  | { readonly type: 'address'; readonly port: PortName; readonly addresses: readonly string[] }
  | { readonly type: 'down'; readonly port: PortName }
  | { readonly type: 'absent'; readonly port: PortName };

interface Cable {
  ends: (PortName | null)[];
  carries: boolean;
  carrier: boolean;
}

/** Cables the plan, makes the faults in their order, and reports what every speaking port sees. */
export function observe(plan: Plan, faults: readonly Fault[] = []): Observations {
  return new Wire(plan, faults).observe();
}

class Wire {
  readonly #plan: Plan;
  readonly #cables: Cable[];
  readonly #splices: { cable: Cable; extra: PortName }[] = [];
  readonly #deaf = new Set<PortName>();
  readonly #mtu = new Map<PortName, number>();
  readonly #addresses = new Map<PortName, readonly string[]>();
  readonly #macs = new Map<PortName, string>();
  readonly #down = new Set<PortName>();
  readonly #absent = new Set<PortName>();
  readonly #ports: PortName[] = [];
  readonly #passing = new Set<string>();

  constructor(plan: Plan, faults: readonly Fault[]) {
    this.#plan = plan;
    for (const node of plan.nodes) {
      const role = lldpRole(node);
      if (role === 'passes') this.#passing.add(node.name);
      for (const port of node.ports) {
        const name = portName({ node: node.name, port: port.name });
        if (role === 'speaks') this.#ports.push(name);
        this.#mtu.set(name, port.mtu);
        this.#macs.set(name, port.mac);
        this.#addresses.set(name, port.addresses);
      }
    }
    this.#cables = plan.links.map((link) => ({
      ends: [portName(link.a), portName(link.b)],
      carries: true,
      carrier: true,
    }));
    for (const fault of faults) this.#make(fault);
  }

  #make(fault: Fault): void {
    switch (fault.type) {
      case 'cut': {
        const cable = this.#cableIn(fault.at);
        cable.carries = false;
        cable.carrier = fault.carrier;
        return;
      }
      case 'rotate': {
        const places = fault.ports.map((port) => this.#endIn(port));
        places.forEach(({ cable, end }, index) => {
          cable.ends[end] = fault.ports[(index + 1) % fault.ports.length] ?? null;
        });
        return;
      }
      case 'move': {
        const { cable, end } = this.#endIn(fault.from);
        for (const other of this.#cables)
          other.ends = other.ends.map((port) => (port === fault.to ? null : port));
        cable.ends[end] = fault.to;
        if (!this.#ports.includes(fault.to)) this.#ports.push(fault.to);
        return;
      }
      case 'one-way':
        this.#deaf.add(fault.deaf);
        return;
      case 'double':
        this.#splices.push({ cable: this.#cableIn(fault.at), extra: fault.extra });
        return;
      case 'mtu':
        this.#mtu.set(fault.port, fault.mtu);
        return;
      case 'address':
        this.#addresses.set(fault.port, fault.addresses);
        return;
      case 'down':
        this.#down.add(fault.port);
        return;
      case 'absent':
        this.#absent.add(fault.port);
        return;
    }
  }

  #endIn(port: PortName): { cable: Cable; end: number } {
    for (const cable of this.#cables) {
      const end = cable.ends.indexOf(port);
      if (end >= 0) return { cable, end };
    }
    throw new RangeError(`Cannot find the cable in ${port}`);
  }

  #cableIn(port: PortName): Cable {
    return this.#endIn(port).cable;
  }

  observe(): Observations {
    const extras = this.#splices.map(({ extra }) => extra);
    const inLab = new Set(this.#plan.nodes.map((node) => node.name));
    const speakers = new Set([...this.#ports, ...extras]);
    const observers = [...speakers].filter((port) => inLab.has(nodeOf(port)));
    return new Map(observers.map((port) => [port, this.#observePort(port, speakers)]));
  }

  #observePort(port: PortName, speakers: ReadonlySet<PortName>): PortObservation {
    if (this.#absent.has(port)) {
      return { ...NOTHING, present: false, adminUp: false, carrier: false };
    }
    const adminUp = !this.#down.has(port);
    const isOff = (other: PortName): boolean => this.#down.has(other) || this.#absent.has(other);
    const cable = this.#cables.find((one) => one.ends.includes(port));
    const spliced = this.#splices.some(({ extra }) => extra === port);
    const plugged = spliced || (cable !== undefined && cable.carrier && !cable.ends.includes(null));
    const heard = adminUp && !this.#deaf.has(port) ? this.#reached(port) : [];
    return {
      present: true,
      adminUp,
      carrier: adminUp && plugged && !(cable?.ends.some((end) => end !== null && isOff(end)) ?? false),
      mtu: this.#mtu.get(port) ?? 1500,
      addresses: this.#addresses.get(port) ?? [],
      mac: this.#macs.get(port) ?? null,
      neighbors: heard
        .filter((other) => speakers.has(other) && !isOff(other))
        .map((other) => this.#words(other)),
      foreignSpeaker: false,
    };
  }

  // Ports that share a medium with this one: over cables, hubs and splices, but not through a port that speaks.
  #reached(from: PortName): PortName[] {
    const seen = new Set<string>([from]);
    const queue: string[] = [from];
    for (const place of queue) {
      for (const next of this.#next(place)) {
        if (seen.has(next)) continue;
        seen.add(next);
        if (!next.includes(':') || next.startsWith('splice:')) queue.push(next);
      }
    }
    seen.delete(from);
    return [...seen].filter((place) => place.includes(':') && !place.startsWith('splice:'));
  }

  #next(place: string): string[] {
    const found: string[] = [];
    this.#cables.forEach((cable, index) => {
      if (!cable.carries || cable.ends.includes(null)) return;
      const ends = cable.ends.map((end) => this.#place(end ?? ''));
      const extras = this.#splices.filter((splice) => splice.cable === cable).map(({ extra }) => extra);
      if (extras.length === 0) {
        if (ends[0] === place) found.push(ends[1] ?? '');
        if (ends[1] === place) found.push(ends[0] ?? '');
        return;
      }
      const members = [...ends, ...extras];
      if (members.includes(place)) found.push(`splice:${index}`);
      if (place === `splice:${index}`) found.push(...members);
    });
    return found;
  }

  #place(port: PortName): string {
    const node = nodeOf(port);
    return this.#passing.has(node) ? node : port;
  }

  #words(port: PortName): ObservedNeighbor {
    return neighbor(port, { mtu: this.#mtu.get(port) ?? null });
  }
}

const NOTHING: PortObservation = {
  present: true,
  adminUp: true,
  carrier: true,
  mtu: null,
  addresses: null,
  mac: null,
  neighbors: [],
  foreignSpeaker: false,
};

/** A live port that hears these neighbours. */
export function hearing(...heard: readonly (PortName | ObservedNeighbor)[]): PortObservation {
  return { ...NOTHING, neighbors: heard.map((one) => (typeof one === 'string' ? neighbor(one) : one)) };
}

/** A neighbour that announces itself as our own agent does. */
export function neighbor(port: PortName, words: Partial<ObservedNeighbor> = {}): ObservedNeighbor {
  const colon = port.indexOf(':');
  return {
    systemName: port.slice(0, colon),
    portId: port.slice(colon + 1),
    portIdKind: 'ifname',
    portDescription: null,
    chassisId: port.slice(0, colon),
    mtu: null,
    portVlan: null,
    ...words,
  };
}

function nodeOf(port: PortName): string {
  return port.slice(0, port.indexOf(':'));
}
