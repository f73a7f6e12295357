/**
 * Carries carrier across a stitched link. The two veths of a link do not know of each other: when a node takes its
 * port down, or a hand in the fabric takes one end down, the other node must see NO-CARRIER too, as on a cable.
 *
 * A fabric end is held down while, on the other side, the node's port is administratively down, or somebody else
 * holds the fabric end down. An end that we hold down ourselves says nothing about the other side: otherwise two ends
 * would hold each other down for ever.
 */
import { IFF_UP } from '../../sys/netlink/link.ts';
import type { AgentStitch, AgentStitchEnd } from './agent-messages.ts';

/** What is known of one end. */
interface EndState {
  readonly end: AgentStitchEnd;
  nodeUp: boolean;
  fabricUp: boolean;
  /** We hold the fabric end down. */
  held: boolean;
}

/** Decides which fabric ends to hold down; sets them through the function it is given. */
export class CarrierMirror {
  readonly #setUp: (ifindex: number, up: boolean) => void;
  readonly #byFabric = new Map<number, [EndState, EndState]>();
  readonly #byNode = new Map<string, [EndState, EndState]>();

  /** @param setUp sets the administrative state of an interface of the fabric; must not throw */
  constructor(setUp: (ifindex: number, up: boolean) => void) {
    this.#setUp = setUp;
  }

  /** Watches a link whose ends and ports are all up. */
  add(stitch: AgentStitch): void {
    const a: EndState = { end: stitch.a, nodeUp: true, fabricUp: true, held: false };
    const b: EndState = { end: stitch.b, nodeUp: true, fabricUp: true, held: false };
    for (const [own, other] of [
      [a, b],
      [b, a],
    ] as const) {
      this.#byFabric.set(own.end.fabricIfindex, [own, other]);
      this.#byNode.set(nodeKey(own.end.nsid, own.end.ifindex), [own, other]);
    }
  }

  /** An interface of the fabric changed. @returns true when it is one of ours */
  fabricChanged(ifindex: number, flags: number): boolean {
    const pair = this.#byFabric.get(ifindex);
    if (pair === undefined) return false;
    const [own, other] = pair;
    own.fabricUp = (flags & IFF_UP) !== 0;
    // Somebody else raised an end that we hold: it has to go down again, or the states agree.
    if (own.fabricUp && own.held) own.held = false;
    this.#settle(own, other);
    this.#settle(other, own);
    return true;
  }

  /** An interface of a node changed, or has gone (flags 0). */
  nodeChanged(nsid: number, ifindex: number, flags: number): void {
    const pair = this.#byNode.get(nodeKey(nsid, ifindex));
    if (pair === undefined) return;
    const [own, other] = pair;
    own.nodeUp = (flags & IFF_UP) !== 0;
    this.#settle(other, own);
  }

  /** Brings the fabric end of `own` to what the far side asks for. */
  #settle(own: EndState, far: EndState): void {
    const foreignDown = !far.fabricUp && !far.held;
    const hold = !far.nodeUp || foreignDown;
    if (hold === own.held) return;
    if (hold && !own.fabricUp) return; // It is down by another hand already.
    own.held = hold;
    own.fabricUp = !hold;
    this.#setUp(own.end.fabricIfindex, !hold);
  }
}

function nodeKey(nsid: number, ifindex: number): string {
  return `${nsid}:${ifindex}`;
}
