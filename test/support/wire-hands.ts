/**
 * Hands at the wires of a running lab: they change the fabric and the nodes by `ip` and `tc`, never through Wireloom.
 */
import type { Sandbox } from './sandbox.ts';

/** See the file's head. Ports are `node:port`; a link end in the fabric is called `node.port`. */
export class WireHands {
  readonly #box: Sandbox;

  constructor(box: Sandbox) {
    this.#box = box;
  }

  /** Makes what one port sends arrive at another one, in this direction only. */
  lead(from: string, to: string): void {
    const dev = from.replace(':', '.');
    this.deafen(from);
    this.#tc(...addFilter(dev), 'action', 'mirred', 'egress', 'redirect', 'dev', to.replace(':', '.'));
  }

  /** What the port sends arrives nowhere. */
  deafen(from: string): void {
    this.#tc('filter', 'del', 'dev', from.replace(':', '.'), 'ingress');
  }

  /** Joins two ports, both ways. */
  join(one: string, other: string): void {
    this.lead(one, other);
    this.lead(other, one);
  }

  /** What `from` sends arrives at `to`, and at `copy` as well. */
  double(from: string, to: string, copy: string): void {
    this.deafen(from);
    const [dev, first, second] = [from, copy, to].map((name) => name.replace(':', '.')) as [
      string,
      string,
      string,
    ];
    this.#tc(
      ...addFilter(dev),
      'action',
      'mirred',
      'egress',
      'mirror',
      'dev',
      first,
      'action',
      'mirred',
      'egress',
      'redirect',
      'dev',
      second,
    );
  }

  /** `ip link set` on a port in its node. */
  setPort(name: string, ...words: string[]): void {
    const [node = '', port = ''] = name.split(':');
    this.#box.tool('ip', '-n', `${this.#box.lab}.${node}`, 'link', 'set', port, ...words);
  }

  /** `ip link del` of a port in its node. */
  deletePort(name: string): void {
    const [node = '', port = ''] = name.split(':');
    this.#box.tool('ip', '-n', `${this.#box.lab}.${node}`, 'link', 'del', port);
  }

  /** `ip link set` on the fabric's end of a port. */
  setEnd(name: string, ...words: string[]): void {
    this.#box.tool('ip', '-n', this.#box.lab, 'link', 'set', name.replace(':', '.'), ...words);
  }

  #tc(...words: string[]): void {
    this.#box.tool('tc', '-n', this.#box.lab, ...words);
  }
}

/** A filter on an interface that matches every frame. */
function addFilter(dev: string): string[] {
  return [
    'filter',
    'add',
    'dev',
    dev,
    'ingress',
    'protocol',
    'all',
    'pref',
    '1',
    'u32',
    'match',
    'u32',
    '0',
    '0',
  ];
}
