/**
 * Makes the links of a lab. Every end of a link that faces a namespace is a veth whose other end stays in the fabric;
 * two such ends are stitched together there. An end at a switch is the fabric's interface itself.
 */
import type { PlanLink, PlanPort } from '../../plan/plan.ts';
import { portName } from '../../plan/plan.ts';
import { createVeth } from '../../sys/netlink/link.ts';
import type { RouteSocket } from '../../sys/netlink/socket.ts';
import { addIngress, addRedirect } from '../../sys/netlink/tc.ts';
import { FIRST_IFINDEX, fabricInterfaceName } from './naming.ts';

/** One end of a link before it is made. */
export interface LinkEndPlace {
  readonly node: string;
  readonly port: PlanPort;
  /** Namespace of the node; null: the port stays in the fabric. */
  readonly netnsFd: number | null;
}

/** One end of a link that exists. */
export interface LinkEnd {
  /** Index of the port itself: in the node's namespace, or in the fabric for a switch. */
  readonly ifindex: number;
  /** Index of the interface in the fabric where the wire can be changed. */
  readonly fabricIfindex: number;
}

/** Makes links, and gives out interface indexes. */
export class LinkBuilder {
  readonly #socket: RouteSocket;
  readonly #fabricFd: number;
  readonly #identity: string;
  #nextIfindex = FIRST_IFINDEX;

  /** @param identity stands in the alias of every interface: it says whose it is */
  constructor(socket: RouteSocket, fabricFd: number, identity: string) {
    this.#socket = socket;
    this.#fabricFd = fabricFd;
    this.#identity = identity;
  }

  /** Makes one link. @returns its ends, `a` first */
  make(link: PlanLink, a: LinkEndPlace, b: LinkEndPlace): [LinkEnd, LinkEnd] {
    const what = `make link ${portName(link.a)} -- ${portName(link.b)}`;
    if (a.netnsFd === null && b.netnsFd === null) return this.#insideFabric(what, link, a, b);
    if (a.netnsFd === null) return this.#toSwitch(what, link, a, b).reverse() as [LinkEnd, LinkEnd];
    if (b.netnsFd === null) return this.#toSwitch(what, link, b, a);
    const ends: [LinkEnd, LinkEnd] = [
      this.#stub(what, link, a, a.netnsFd),
      this.#stub(what, link, b, b.netnsFd),
    ];
    const [from, to] = [ends[0].fabricIfindex, ends[1].fabricIfindex];
    for (const ifindex of [from, to]) addIngress(this.#socket, what, ifindex);
    addRedirect(this.#socket, what, from, to);
    addRedirect(this.#socket, what, to, from);
    return ends;
  }

  /** A veth from the fabric into a node's namespace. */
  #stub(what: string, link: PlanLink, place: LinkEndPlace, netnsFd: number): LinkEnd {
    const [fabricIfindex, ifindex] = [this.#index(), this.#index()];
    createVeth(
      this.#socket,
      what,
      { name: this.#fabricName(place), ifindex: fabricIfindex, mac: null, alias: this.#alias(place) },
      { name: place.port.name, ifindex, mac: place.port.mac },
      netnsFd,
      link.mtu,
    );
    return { ifindex, fabricIfindex };
  }

  /** One veth: the switch's port is the fabric's end. @returns the node's end, then the switch's */
  #toSwitch(what: string, link: PlanLink, own: LinkEndPlace, node: LinkEndPlace): [LinkEnd, LinkEnd] {
    const [fabricIfindex, ifindex] = [this.#index(), this.#index()];
    createVeth(
      this.#socket,
      what,
      { name: this.#fabricName(own), ifindex: fabricIfindex, mac: own.port.mac, alias: this.#alias(own) },
      { name: node.port.name, ifindex, mac: node.port.mac },
      node.netnsFd ?? this.#fabricFd,
      link.mtu,
    );
    return [
      { ifindex, fabricIfindex },
      { ifindex: fabricIfindex, fabricIfindex },
    ];
  }

  /** A link between two switches: a veth with both ends in the fabric. */
  #insideFabric(what: string, link: PlanLink, a: LinkEndPlace, b: LinkEndPlace): [LinkEnd, LinkEnd] {
    const [first, second] = [this.#index(), this.#index()];
    createVeth(
      this.#socket,
      what,
      { name: this.#fabricName(a), ifindex: first, mac: a.port.mac, alias: this.#alias(a) },
      { name: this.#fabricName(b), ifindex: second, mac: b.port.mac },
      this.#fabricFd,
      link.mtu,
    );
    return [
      { ifindex: first, fabricIfindex: first },
      { ifindex: second, fabricIfindex: second },
    ];
  }

  #index(): number {
    const ifindex = this.#nextIfindex;
    this.#nextIfindex += 1;
    return ifindex;
  }

  #fabricName(place: LinkEndPlace): string {
    return fabricInterfaceName(place.node, place.port.name);
  }

  #alias(place: LinkEndPlace): string {
    return `${this.#identity} ${place.node}:${place.port.name}`;
  }
}
