/**
 * Packet sockets: all frames of one interface, in and out, with offload metadata. Read first: packet(7),
 * linux/if_packet.h.
 *
 * The kernel takes the outer VLAN tag out of a received frame and reports it beside the frame (PACKET_AUXDATA). Closing
 * such a socket waits for an RCU grace period, 12 ms: close it with `fs.close`, never on a thread that forwards.
 */
import { checked, lastErrno, libc } from './libc.ts';
import type { MessageBatch } from './message-batch.ts';

const AF_PACKET = 17;
const SOCK_RAW_NONBLOCK_CLOEXEC = 3 | 0o2004000;
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const SO_RCVBUFFORCE = 33;
const SO_SNDBUF = 7;
const SO_SNDBUFFORCE = 32;
const SOL_PACKET = 263;
const PACKET_STATISTICS = 6;
const PACKET_AUXDATA = 8;
const PACKET_VNET_HDR = 15;
const PACKET_IGNORE_OUTGOING = 23;

/** Frames of every EtherType (linux/if_ether.h). */
export const ETH_P_ALL = 0x0003;

const SOCKADDR_LL_LEN = 20;

const socket: (family: number, type: number, protocol: number) => number =
  libc.func('int socket(int, int, int)');
const setsockopt: (fd: number, level: number, name: number, value: Int32Array, len: number) => number =
  libc.func('int setsockopt(int, int, int, const void *, unsigned int)');
const getsockopt: (fd: number, level: number, name: number, value: Uint32Array, len: Uint32Array) => number =
  libc.func('int getsockopt(int, int, int, void *, void *)');
const bind: (fd: number, address: Uint8Array, len: number) => number = libc.func(
  'int bind(int, const void *, unsigned int)',
);
const close: (fd: number) => number = libc.func('int close(int)');

/** What a packet socket is opened for. */
export interface PacketSocketOptions {
  /** Interface in the namespace that the calling thread is in; 0 means all of them. */
  readonly ifindex: number;
  /** EtherType, or {@link ETH_P_ALL}. */
  readonly protocol: number;
  /**
   * Whether each frame has a `virtio_net_hdr` before it, both ways. Without it, 64 KiB segments cannot cross, and
   * frames of local senders have unfinished checksums.
   */
  readonly vnetHeader: boolean;
  /** Octets of the kernel's queues, each way; as much of it as this user may have. */
  readonly bufferSize: number;
}

/**
 * Opens a packet socket in the namespace of the calling thread; it stays there, whoever uses the descriptor.
 *
 * @returns a non-blocking descriptor, owned by the caller
 * @throws OperationError ERR_PERMISSION, or ERR_SYSTEM_CALL as when there is no such interface
 */
export function openPacketSocket(options: PacketSocketOptions): number {
  // No protocol yet: a socket that is already receiving when it is bound costs 9 ms more, and gets foreign frames.
  const fd = checked(socket(AF_PACKET, SOCK_RAW_NONBLOCK_CLOEXEC, 0), 'open a packet socket');
  try {
    setOption(fd, SOL_PACKET, PACKET_AUXDATA, 1);
    // What this namespace's own kernel sends on the interface is not what came over the wire.
    setOption(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, 1);
    if (options.vnetHeader) setOption(fd, SOL_PACKET, PACKET_VNET_HDR, 1);
    setBufferSize(fd, SO_RCVBUFFORCE, SO_RCVBUF, options.bufferSize);
    setBufferSize(fd, SO_SNDBUFFORCE, SO_SNDBUF, options.bufferSize);
    const address = linkLayerAddress(options.protocol, options.ifindex);
    checked(bind(fd, address, address.length), `bind a packet socket to interface ${options.ifindex}`);
  } catch (error) {
    close(fd);
    throw error;
  }
  return fd;
}

/** Builds a `struct sockaddr_ll` for bind: family, protocol in network order, interface, the rest zero. */
function linkLayerAddress(protocol: number, ifindex: number): Uint8Array {
  const octets = new Uint8Array(SOCKADDR_LL_LEN);
  const view = new DataView(octets.buffer);
  view.setUint16(0, AF_PACKET, true);
  view.setUint16(2, protocol, false);
  view.setInt32(4, ifindex, true);
  return octets;
}

function setOption(fd: number, level: number, name: number, value: number): void {
  checked(setsockopt(fd, level, name, Int32Array.of(value), 4), `set option ${name} of a packet socket`);
}

/** Asks past the system's limit first, which needs privilege in the initial user namespace; else up to it. */
function setBufferSize(fd: number, forceName: number, name: number, size: number): void {
  const value = Int32Array.of(size);
  if (setsockopt(fd, SOL_SOCKET, forceName, value, 4) < 0) setOption(fd, SOL_SOCKET, name, size);
}

const STATISTICS = new Uint32Array(new ArrayBuffer(8));
const STATISTICS_LEN = new Uint32Array(new ArrayBuffer(4));

/**
 * Returns how many frames the kernel dropped since the last call because the socket's queue was full.
 *
 * @returns or an errno, negated
 */
export function takeKernelDrops(fd: number): number {
  STATISTICS_LEN[0] = 8;
  if (getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, STATISTICS, STATISTICS_LEN) < 0) return -lastErrno();
  return STATISTICS[1]!;
}

/** Octets of control data that hold a `struct tpacket_auxdata`: cmsghdr 16, auxdata 20. */
const AUXDATA_CONTROL_LEN = 36;
const LEVEL_WORD = 2;
const TYPE_WORD = 3;
const STATUS_WORD = 4;
const VLAN_WORD = 8;
const TP_STATUS_VLAN_VALID = 0x10;
const TP_STATUS_VLAN_TPID_VALID = 0x40;
const TPID_DEFAULT = 0x8100;

/**
 * The tag protocol identifier of the VLAN tag that the kernel took out of a received frame; 0 when it took none. The
 * tag control information cannot tell, as 0 is a valid one.
 */
export function strippedTpid(batch: MessageBatch, index: number): number {
  const { words } = batch;
  const at = batch.controlWord(index);
  if (batch.controlLen(index) < AUXDATA_CONTROL_LEN) return 0;
  if (words[at + LEVEL_WORD] !== SOL_PACKET || words[at + TYPE_WORD] !== PACKET_AUXDATA) return 0;
  const status = words[at + STATUS_WORD]!;
  if ((status & TP_STATUS_VLAN_VALID) === 0) return 0;
  return (status & TP_STATUS_VLAN_TPID_VALID) === 0 ? TPID_DEFAULT : words[at + VLAN_WORD]! >>> 16;
}

/** The tag control information of that tag, 16 bits; meaningless when {@link strippedTpid} is 0. */
export function strippedTci(batch: MessageBatch, index: number): number {
  return batch.words[batch.controlWord(index) + VLAN_WORD]! & 0xffff;
}
