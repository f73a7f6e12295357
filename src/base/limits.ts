/**
 * Every bound of the project on one page: queues, tables, files, messages. Full means drop and count, or a clear
 * error; nothing grows without a number here. `docs/limits.md` explains them.
 */

/** Largest lab file, octets. A 10,000-link file is under 1 MiB; beyond this a file is taken for a mistake. */
export const LAB_FILE_SIZE_MAX = 16 * 1024 * 1024;

/** How many errors of one lab file are listed before the rest is only counted. */
export const LAB_FILE_ERRORS_MAX = 100;

/** Braces within braces in a DOT file; drawings of people have fewer than ten. */
export const DOT_NESTING_MAX = 100;

/** Attributes of one node, edge or graph in a DOT file; Graphviz itself knows about 180. */
export const DOT_ATTRIBUTES_MAX = 256;

/** YAML aliases that may be expanded in one lab file; more is an alias bomb. */
export const YAML_ALIAS_COUNT_MAX = 100;

/** Values that the aliases of one lab file may add to it; a few aliases of a large part are a bomb too. */
export const YAML_ALIAS_VALUES_MAX = 100_000;

/** Open collections of a YAML parser at one time; a lab file needs about 20, and recursion over it needs a bound. */
export const YAML_DEPTH_MAX = 100;

/** Nodes and links in one lab. */
export const LAB_NODES_MAX = 10_000;
/** See {@link LAB_NODES_MAX}. */
export const LAB_LINKS_MAX = 20_000;

/** Longest interface name, octets: IFNAMSIZ less the closing NUL (linux/if.h). */
export const IFNAME_LEN_MAX = 15;

/** Smallest and largest MTU of a link: IPv4's minimum (RFC 791 3.1), and what a veth takes. */
export const MTU_MIN = 68;
/** See {@link MTU_MIN}. */
export const MTU_MAX = 65_535;

/** Neighbours kept for one port; more are dropped and counted (IEEE 802.1AB 9.2.7.7.5, tooManyNeighbors). */
export const LLDP_NEIGHBORS_MAX = 64;

/** Largest LLDPDU, octets, without the Ethernet header: what fits in a frame of 1,500 octets. */
export const LLDPDU_LEN_MAX = 1500;

/** Neighbour changes kept for one port until its host takes them; then the oldest is lost and counted. */
export const LLDP_CHANGES_MAX = 128;

/** LLDPDUs that one burst may send outside the transmission credit. */
export const LLDP_BURST_MAX = 16;

/** One line of a control socket, octets. A plan of 10,000 nodes is about 10 MiB. */
export const CONTROL_MESSAGE_SIZE_MAX = 64 * 1024 * 1024;

/** Clients of one control socket. */
export const CONTROL_CLIENTS_MAX = 64;

/** Events kept for a late subscriber. */
export const EVENT_HISTORY_MAX = 1000;

/** Filtering database entries of one switch. */
export const FDB_ENTRIES_MAX = 65_536;

/**
 * Filtering database entries of a switch that says nothing else: a lab node has a few ports with a few addresses, and
 * the tables of 1,024 entries take 36 KiB.
 */
export const FDB_ENTRIES_DEFAULT = 1024;

/** Ageing Time of dynamic filtering entries, microseconds: 300 s, the default of IEEE Std 802.1Q, Table 8-6. */
export const FDB_AGEING_TIME_DEFAULT_US = 300_000_000;

/** Switches of one data-plane thread. */
export const SWITCHES_MAX = 1024;

/** Ports of one switch. */
export const SWITCH_PORTS_MAX = 1024;

/** Frames read from one port in one batch. */
export const FRAME_BATCH_MAX = 64;

/**
 * Octets that the kernel queues for one switch port, each way. Measured: at the default of 208 KiB, TCP through a port
 * falls from 15 to 9 Gbit/s.
 */
export const PACKET_SOCKET_BUFFER_SIZE = 4 * 1024 * 1024;

/** Frames of one data-plane thread: one batch being read, and as many still to be sent. */
export const FRAME_POOL_COUNT = 128;

/** Frames that wait for one port; the ports are drained after each batch, so one batch always fits. */
export const PORT_RING_SIZE = 64;

/** Octets before each frame that a tag or tunnel header may grow into. */
export const FRAME_HEADROOM = 64;

/** Octets of room for one frame: the largest GSO segment, and headroom for a tag. */
export const FRAME_SLOT_SIZE = 66 * 1024;
