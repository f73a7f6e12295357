/**
 * What the main side and the data-plane thread say to each other: requests by message port, each answered by one reply
 * with its number. Plain data; counters are shared memory that is created on the main side and given along.
 */
import type { ErrorCode, ErrorDetails } from '../../base/errors.ts';

/** What the thread is started with; the descriptors stay the main side's. */
export interface ThreadData {
  readonly epollFd: number;
  readonly wakeFd: number;
}

/** A request without its number. */
export type DataPlaneCommand =
  | {
      readonly op: 'addSwitch';
      readonly switchId: string;
      readonly hub: boolean;
      readonly passLldp: boolean;
      readonly fdbCapacity: number;
      readonly hashSeed: number;
      readonly counters: SharedArrayBuffer;
    }
  | { readonly op: 'removeSwitch'; readonly switchId: string }
  | {
      readonly op: 'addPort';
      readonly switchId: string;
      readonly name: string;
      readonly fd: number;
      readonly counters: SharedArrayBuffer;
    }
  | { readonly op: 'removePort'; readonly switchId: string; readonly name: string }
  | { readonly op: 'fdb'; readonly switchId: string };

/** A request. */
export interface DataPlaneRequest {
  readonly seq: number;
  readonly command: DataPlaneCommand;
}

/** One entry of a switch's filtering database, for people. */
export interface FdbRecord {
  /** Lower-case text with colons. */
  readonly mac: string;
  readonly vid: number;
  /** Name of the port. */
  readonly port: string;
  readonly ageMs: number;
}

/** What a request is answered with when it was done. */
export type DataPlaneResult = readonly FdbRecord[] | null;

/** An error on its way between threads; `code` is null for one that has none, a bug. */
export interface ErrorRecord {
  readonly code: ErrorCode | null;
  readonly message: string;
  readonly details: ErrorDetails;
}

/** What the thread sends: `ready` once, then a reply for each request. */
export type DataPlaneReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly seq: number; readonly result: DataPlaneResult }
  | { readonly kind: 'failed'; readonly seq: number; readonly error: ErrorRecord };
