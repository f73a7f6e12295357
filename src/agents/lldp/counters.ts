/**
 * The counters of one agent, under the standard's names (IEEE Std 802.1AB-2016 9.2.6), and one counter for each reason
 * to drop a frame. They only grow.
 */
import { LLDP_DROP_NAMES } from './codes.ts';

/** Counters of one port. Read them at any time; only the machines of the port write. */
export interface LldpCounters {
  /** LLDP frames sent. */
  statsFramesOutTotal: number;
  /** Neighbours removed because their TTL ran out. */
  statsAgeoutsTotal: number;
  /** LLDPDUs discarded whole. */
  statsFramesDiscardedTotal: number;
  /** LLDPDUs with one detectable error or more, discarded or not. */
  statsFramesInErrorsTotal: number;
  /** LLDP frames received while receiving is enabled. */
  statsFramesInTotal: number;
  /** TLVs discarded for any reason. */
  statsTLVsDiscardedTotal: number;
  /** Well-formed TLVs of an unknown type or organization. */
  statsTLVsUnrecognizedTotal: number;
  /** Own LLDPDUs that had to leave out optional TLVs to fit into a frame. */
  lldpduLengthErrors: number;
  /** Neighbours removed because a probe did not hear them again (`probe.ts`). */
  probeRemovalsTotal: number;
  /** Neighbour changes that the host did not take in time. */
  changesLostTotal: number;
  /** One slot for each name of `LLDP_DROP_NAMES`. */
  readonly drops: Float64Array;
}

/** Counters at zero. */
export function newLldpCounters(): LldpCounters {
  return {
    statsFramesOutTotal: 0,
    statsAgeoutsTotal: 0,
    statsFramesDiscardedTotal: 0,
    statsFramesInErrorsTotal: 0,
    statsFramesInTotal: 0,
    statsTLVsDiscardedTotal: 0,
    statsTLVsUnrecognizedTotal: 0,
    lldpduLengthErrors: 0,
    probeRemovalsTotal: 0,
    changesLostTotal: 0,
    drops: new Float64Array(LLDP_DROP_NAMES.length),
  };
}
