/**
 * The same fault twice: for the simulated wire, and for the hands at a running lab. What the judge says of the first is
 * what the lab has to say of the second.
 */
import type { PortName } from '../../src/plan/plan.ts';
import type { WireHands } from './wire-hands.ts';
import type { Fault } from './wire-sim.ts';

/** A link by its ends. */
export type Ends = readonly [PortName, PortName];

/** A fault and how to make it. */
export interface HandMadeFault {
  readonly fault: Fault;
  readonly make: (hands: WireHands) => void;
}

/** Kinds of fault, each made from three links: the first is hit, the others take part where more than one does. */
export const HAND_MADE_FAULTS: Readonly<
  Record<string, (links: readonly [Ends, Ends, Ends]) => HandMadeFault>
> = {
  'nothing crosses a link, its carrier stays': ([[a, b]]) => ({
    fault: { type: 'cut', at: a, carrier: true },
    make: (hands) => {
      hands.deafen(a);
      hands.deafen(b);
    },
  }),
  'a cable is pulled': ([[a]]) => ({
    fault: { type: 'cut', at: a, carrier: false },
    make: (hands) => hands.setEnd(a, 'down'),
  }),
  'two cable ends are swapped': ([first, second]) => rotation([first, second]),
  'three cable ends go round': (links) => rotation(links),
  'a port is deaf': ([[a, b]]) => ({
    fault: { type: 'one-way', deaf: a },
    make: (hands) => hands.deafen(b),
  }),
  'the MTU of a port is another one': ([[a]]) => ({
    fault: { type: 'mtu', port: a, mtu: 1400 },
    make: (hands) => hands.setPort(a, 'mtu', '1400'),
  }),
  'a port is switched off': ([[a]]) => ({
    fault: { type: 'down', port: a },
    make: (hands) => hands.setPort(a, 'down'),
  }),
  'a port is deleted': ([[a]]) => ({
    fault: { type: 'absent', port: a },
    make: (hands) => hands.deletePort(a),
  }),
};

/** The cable in the first end of each link goes into the first end of the next one. */
function rotation(links: readonly Ends[]): HandMadeFault {
  const ports = links.map(([port]) => port);
  return {
    fault: { type: 'rotate', ports },
    make: (hands) => {
      links.forEach(([, stays], index) => hands.join(stays, ports[(index + 1) % ports.length] as PortName));
    },
  };
}
