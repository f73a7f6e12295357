/**
 * What one LLDP agent is told: who it is, what it says, and how often. The times are the standard's variables in the
 * standard's unit, seconds. Read first: IEEE Std 802.1AB-2016 9.2.5 (variables and their ranges).
 */
import type { LldpId } from '../../wire/lldp-id.ts';
import type { LldpCapabilities, LldpManagementAddress } from '../../wire/lldp-parse.ts';

/** What the agent may do (9.2.5.1), in the standard's words. */
export type LldpAdminStatus = 'enabledRxTx' | 'enabledTxOnly' | 'enabledRxOnly' | 'disabled';

/** Timing of one agent. */
export interface LldpTimers {
  /** Seconds between two LLDPDUs, 1..3600. */
  readonly msgTxIntervalS: number;
  /** A neighbour may miss so many of them, 1..100; the TTL is interval times hold plus one. */
  readonly msgTxHold: number;
  /** Seconds between two LLDPDUs just after a new neighbour was heard, 1..3600. */
  readonly msgFastTxS: number;
  /** LLDPDUs sent at that pace, 1..8. */
  readonly txFastInit: number;
  /** LLDPDUs that may be sent in a row, 1..10; one more is allowed each second. */
  readonly txCreditMax: number;
  /** Seconds from a shutdown LLDPDU until the agent may speak again, 1..10. */
  readonly reinitDelayS: number;
}

/** The defaults of 9.2.5, for a port that faces real equipment. */
export const LLDP_DEFAULTS: LldpTimers = {
  msgTxIntervalS: 30,
  msgTxHold: 4,
  msgFastTxS: 1,
  txFastInit: 4,
  txCreditMax: 5,
  reinitDelayS: 2,
};

/** For a lab: a neighbour that falls silent is gone after 5 s, and 2,000 ports at this pace cost 2 % of a core. */
export const LLDP_LAB: LldpTimers = {
  msgTxIntervalS: 1,
  msgTxHold: 4,
  msgFastTxS: 1,
  txFastInit: 4,
  txCreditMax: 5,
  reinitDelayS: 1,
};

/** What the agent says about its port and system, and may say differently later. Null leaves the TLV out. */
export interface LldpLocal {
  readonly portDescription: string | null;
  readonly systemName: string | null;
  readonly systemDescription: string | null;
  readonly capabilities: LldpCapabilities | null;
  readonly managementAddresses: readonly LldpManagementAddress[];
  /** Port VLAN ID, 0..4094. */
  readonly portVlan: number | null;
  /** MTU of the port, octets; sent as the Maximum Frame Size, and a bound of the LLDPDU itself. */
  readonly mtu: number | null;
}

/** Nothing but the mandatory TLVs: spread it and add what is known. */
export const LLDP_LOCAL_EMPTY: LldpLocal = {
  portDescription: null,
  systemName: null,
  systemDescription: null,
  capabilities: null,
  managementAddresses: [],
  portVlan: null,
  mtu: null,
};

/** Told of a transition: the machine, the two states, and why. */
export type TransitionLog = (machine: string, from: string, to: string, reason: string) => void;

/** Everything that a port's agent is made from. Chassis ID and Port ID are its name and never change. */
export interface LldpPortConfig {
  readonly chassisId: LldpId;
  readonly portId: LldpId;
  /** Source address of the frames, six octets, kept. */
  readonly sourceMac: Uint8Array;
  /** Which agent of 7.1 this is; the nearest bridge group address when left out. Kept. */
  readonly destination?: Uint8Array;
  readonly local: LldpLocal;
  readonly timers: LldpTimers;
  /** `enabledRxTx` when left out. */
  readonly adminStatus?: LldpAdminStatus;
  /** Neighbours kept; `LLDP_NEIGHBORS_MAX` when left out. */
  readonly neighborsMax?: number;
  /** Forget all neighbours at once when the port goes down (see `receive.ts`); false, as the standard, when left out. */
  readonly deleteOnPortDown?: boolean;
  /** Told of every transition of every machine. */
  readonly log?: TransitionLog;
}

/** Ranges of 9.2.5, lowest and highest, for each timing variable. */
const RANGES: Readonly<Record<keyof LldpTimers, readonly [number, number]>> = {
  msgTxIntervalS: [1, 3600],
  msgTxHold: [1, 100],
  msgFastTxS: [1, 3600],
  txFastInit: [1, 8],
  txCreditMax: [1, 10],
  reinitDelayS: [1, 10],
};

/**
 * Checks timing against the ranges of 9.2.5.
 *
 * @throws RangeError naming the variable, its value and its range
 */
export function checkLldpTimers(timers: LldpTimers): void {
  for (const name of Object.keys(RANGES) as (keyof LldpTimers)[]) {
    const [low, high] = RANGES[name];
    const value = timers[name];
    if (!Number.isInteger(value) || value < low || value > high) {
      throw new RangeError(
        `Cannot set ${name}: current value is ${value}, must be an integer of ${low} to ${high}`,
      );
    }
  }
}

/** The TTL of an LLDPDU, seconds: 9.2.5.24, `txTTL = min(65535, (msgTxInterval * msgTxHold) + 1)`. */
export function txTtl(timers: LldpTimers): number {
  return Math.min(65_535, timers.msgTxIntervalS * timers.msgTxHold + 1);
}
