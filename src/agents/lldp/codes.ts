/**
 * What became of a received frame, as one number. Negative: dropped, and `~code` is the slot of its counter. The codes
 * of the codec (`wire/lldp.ts`) come first, those of the agent follow on.
 */

/** The neighbour was known and said nothing new; or one that was not known said goodbye. */
export const REFRESHED = 0;
/** The neighbour was known and says something else now. */
export const CHANGED = 1;
/** A neighbour was heard for the first time. */
export const ADDED = 2;
/** The neighbour said goodbye with a shutdown LLDPDU. */
export const REMOVED = 3;

/** No frame with the EtherType and the destination of this agent. */
export const DROP_NOT_LLDP = -8;
/** The port is down, or adminStatus forbids to receive. */
export const DROP_NOT_RECEIVING = -9;
/** The neighbour is new and there is no room for it (9.2.7.7.5). */
export const DROP_TOO_MANY_NEIGHBORS = -10;

/** Names of the drop counters in the order of their slots. */
export const LLDP_DROP_NAMES = [
  'dropTruncated',
  'dropChassisId',
  'dropPortId',
  'dropTtl',
  'dropDuplicate',
  'dropEnd',
  'dropTooLong',
  'dropNotLldp',
  'dropNotReceiving',
  'dropTooManyNeighbors',
] as const;
