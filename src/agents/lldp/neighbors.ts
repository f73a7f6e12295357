/**
 * The neighbours of one port: the LLDP remote systems MIB of IEEE Std 802.1AB-2016 9.1, and the changes of it that the
 * host has not taken yet.
 *
 * A port nearly always has one neighbour, and hears the same octets from it again and again, so the table is an array
 * that is searched by a hash of the MSAP identifier. The hash is over few octets and anybody can make collisions; they
 * cost a comparison with each of at most `LLDP_NEIGHBORS_MAX` entries, and nothing more.
 */
import { LLDP_CHANGES_MAX } from '../../base/limits.ts';
import type { LldpCounters } from './counters.ts';
import type { LldpNeighbor, RemoteSystem } from './neighbor.ts';

/** Why a neighbour was removed. */
export type LldpRemovalReason = 'ttl' | 'shutdown' | 'probe' | 'portDown' | 'initialize';

/** One change of the table. */
export type LldpChange =
  | { readonly kind: 'added'; readonly neighbor: LldpNeighbor }
  | { readonly kind: 'changed'; readonly neighbor: LldpNeighbor; readonly previous: LldpNeighbor }
  | { readonly kind: 'removed'; readonly neighbor: LldpNeighbor; readonly reason: LldpRemovalReason };

/** FNV-1a over the Chassis ID and Port ID TLVs of the LLDPDU at `off`, 32 bits, signed. */
export function hashMsap(buf: Uint8Array, off: number, msapLen: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let index = 0; index < msapLen; index += 1) hash = Math.imul(hash ^ buf[off + index]!, 0x01000193);
  return hash;
}

/** Tells whether an LLDPDU of `len` octets, padding included, is the one that the neighbour sent before. */
export function isSameLldpdu(known: RemoteSystem, buf: Uint8Array, off: number, len: number): boolean {
  const size = known.octets.length;
  if (known.padded ? len < size : len !== size) return false;
  return startsWith(known.octets, buf, off, size);
}

/** The neighbours of one port. */
export class LldpNeighbors {
  readonly #max: number;
  readonly #counters: LldpCounters;
  readonly #systems: RemoteSystem[] = [];
  readonly #changes: LldpChange[] = [];
  /** No neighbour expires before this moment. A refresh leaves it alone, so it may be too early, never too late. */
  #expiresUs = Infinity;

  /** @param max how many neighbours are kept */
  constructor(max: number, counters: LldpCounters) {
    this.#max = max;
    this.#counters = counters;
  }

  /** The neighbours in the order they were heard first; borrowed until the table changes. */
  get list(): readonly RemoteSystem[] {
    return this.#systems;
  }

  get isFull(): boolean {
    return this.#systems.length >= this.#max;
  }

  /** When to call {@link hasExpired} next. */
  get expiresUs(): number {
    return this.#expiresUs;
  }

  /** Finds the neighbour that the LLDPDU at `off` names, by its MSAP identifier. */
  find(buf: Uint8Array, off: number, msapHash: number, msapLen: number): RemoteSystem | null {
    for (let index = 0; index < this.#systems.length; index += 1) {
      const system = this.#systems[index]!;
      if (system.msapHash !== msapHash || system.msapLen !== msapLen) continue;
      if (startsWith(system.octets, buf, off, msapLen)) return system;
    }
    return null;
  }

  /** Adds a neighbour that is not in the table; the caller has checked {@link isFull}. */
  add(system: RemoteSystem): void {
    this.#systems.push(system);
    this.#note({ kind: 'added', neighbor: system });
    this.#expiresUs = Math.min(this.#expiresUs, system.expiresUs);
  }

  /** Puts a neighbour in the place of the one that had its MSAP identifier. */
  replace(previous: RemoteSystem, system: RemoteSystem): void {
    this.#systems[this.#systems.indexOf(previous)] = system;
    this.#note({ kind: 'changed', neighbor: system, previous });
    this.#expiresUs = Math.min(this.#expiresUs, system.expiresUs);
  }

  /** Removes one neighbour of the table. */
  remove(system: RemoteSystem, reason: LldpRemovalReason): void {
    this.#systems.splice(this.#systems.indexOf(system), 1);
    this.#note({ kind: 'removed', neighbor: system, reason });
    if (reason === 'ttl') this.#counters.statsAgeoutsTotal += 1;
    if (reason === 'probe') this.#counters.probeRemovalsTotal += 1;
  }

  /** Removes all neighbours. */
  removeAll(reason: LldpRemovalReason): void {
    while (this.#systems.length > 0) this.remove(this.#systems[0]!, reason);
    this.#expiresUs = Infinity;
  }

  /** Tells whether a neighbour has to go, and if none has, finds out when the next one will. */
  hasExpired(nowUs: number): boolean {
    if (nowUs < this.#expiresUs) return false;
    this.#expiresUs = Infinity;
    for (const system of this.#systems) this.#expiresUs = Math.min(this.#expiresUs, deadlineOf(system));
    return nowUs >= this.#expiresUs;
  }

  /** Removes the neighbours whose TTL has run out or whom a probe did not hear. */
  removeExpired(nowUs: number): void {
    const gone = this.#systems.filter((system) => nowUs >= deadlineOf(system));
    for (const system of gone) this.remove(system, system.probeUs < system.expiresUs ? 'probe' : 'ttl');
  }

  /** Gives every neighbour until `deadlineUs` to be heard again (`probe.ts`). */
  expect(deadlineUs: number): void {
    for (const system of this.#systems) system.probeUs = deadlineUs;
    if (this.#systems.length > 0) this.#expiresUs = Math.min(this.#expiresUs, deadlineUs);
  }

  /** The oldest change that was not taken yet; null when there is none. */
  takeChange(): LldpChange | null {
    return this.#changes.shift() ?? null;
  }

  #note(change: LldpChange): void {
    if (this.#changes.length >= LLDP_CHANGES_MAX) {
      this.#changes.shift();
      this.#counters.changesLostTotal += 1;
    }
    this.#changes.push(change);
  }
}

function deadlineOf(system: RemoteSystem): number {
  return Math.min(system.expiresUs, system.probeUs);
}

function startsWith(octets: Uint8Array, buf: Uint8Array, off: number, len: number): boolean {
  for (let index = 0; index < len; index += 1) if (octets[index] !== buf[off + index]) return false;
  return true;
}
