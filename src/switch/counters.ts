/**
 * What a switch counts, and where: each counter is a slot of a Float64Array in memory that other threads read. A drop
 * reason is a negative code on the hot path, and the slot of its counter is `~code`, so a drop is counted without a
 * look-up. Numbers are exact up to 2 to the 53rd.
 */

/** Shorter than an Ethernet header. */
export const DROP_RUNT = -1;
/** Sent to a reserved group address, which a bridge keeps to itself (IEEE Std 802.1Q, 8.6.3). */
export const DROP_RESERVED = -2;
/** Its destination lives on the port that it came from. */
export const DROP_FILTERED = -3;
/** The switch has no other port. */
export const DROP_NO_EGRESS = -4;
/** The queue of a port is full. */
export const DROP_RING_FULL = -5;
/** Longer than a slot of the frame pool, so it was cut short on receive. */
export const DROP_OVERSIZE = -6;
/** The kernel's queue of an outgoing port is full. */
export const DROP_SEND_FULL = -7;
/** The interface of an outgoing port is down or gone. */
export const DROP_SEND_DOWN = -8;
/** The kernel refuses this one frame, for instance as larger than the MTU of the outgoing port. */
export const DROP_SEND_INVALID = -9;

/** The names of a switch's counters, in the order of their slots: drop reasons first, then events. */
export const SWITCH_COUNTER_NAMES = [
  'dropRunt',
  'dropReserved',
  'dropFiltered',
  'dropNoEgress',
  'dropRingFull',
  'dropOversize',
  'dropSendFull',
  'dropSendDown',
  'dropSendInvalid',
  'unicastFrames',
  'floodFrames',
  'fdbLearned',
  'fdbMoved',
  'fdbFull',
  'fdbAged',
  'fdbFlushed',
] as const;

/** Frames that went to one port, as the filtering database says. */
export const COUNT_UNICAST = 9;
/** Frames that went to all other ports. */
export const COUNT_FLOOD = 10;
/** Addresses entered into the filtering database. */
export const COUNT_LEARNED = 11;
/** Addresses that turned up on another port than before. */
export const COUNT_MOVED = 12;
/** Source addresses not learned because the filtering database is full; their frames were relayed all the same. */
export const COUNT_FDB_FULL = 13;
/** Entries removed because the Ageing Time had passed. */
export const COUNT_AGED = 14;
/** Entries removed together with their port. */
export const COUNT_FLUSHED = 15;

/** The names of a port's counters, in the order of their slots. */
export const PORT_COUNTER_NAMES = [
  'rxFrames',
  'rxOctets',
  'txFrames',
  'txOctets',
  'rxDrops',
  'txDrops',
  'rxErrors',
  'rxMissed',
] as const;

/** Frames and octets received; a segment of 64 KiB counts as the one frame that it is here. */
export const PORT_RX_FRAMES = 0;
/** See {@link PORT_RX_FRAMES}. */
export const PORT_RX_OCTETS = 1;
/** Frames and octets that the kernel took. */
export const PORT_TX_FRAMES = 2;
/** See {@link PORT_TX_FRAMES}. */
export const PORT_TX_OCTETS = 3;
/** Frames received and not relayed, whatever the reason. */
export const PORT_RX_DROPS = 4;
/** Frames meant for this port that did not leave, whatever the reason. */
export const PORT_TX_DROPS = 5;
/** Receive calls that failed, as when the interface goes down. */
export const PORT_RX_ERRORS = 6;
/** Frames that the kernel dropped because they came faster than they were read. */
export const PORT_RX_MISSED = 7;

/** A switch's counters by name. */
export type SwitchCounters = Readonly<Record<(typeof SWITCH_COUNTER_NAMES)[number], number>>;

/** A port's counters by name. */
export type PortCounters = Readonly<Record<(typeof PORT_COUNTER_NAMES)[number], number>>;

/** Reads a switch's counters; each is exact, but they are not of one instant. */
export function readSwitchCounters(slots: Float64Array): SwitchCounters {
  return named(SWITCH_COUNTER_NAMES, slots);
}

/** Reads a port's counters; see {@link readSwitchCounters}. */
export function readPortCounters(slots: Float64Array): PortCounters {
  return named(PORT_COUNTER_NAMES, slots);
}

function named<Name extends string>(names: readonly Name[], slots: Float64Array): Record<Name, number> {
  const out: Partial<Record<Name, number>> = {};
  names.forEach((name, index) => {
    out[name] = slots[index] ?? 0;
  });
  return out as Record<Name, number>;
}
