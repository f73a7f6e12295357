/**
 * The socket through which one network namespace speaks and hears LLDP: AF_PACKET for all interfaces of the
 * namespace, with a filter in the kernel that lets only LLDPDUs pass. It sees outgoing frames of other programs too
 * (only a socket for all protocols does), which is how another LLDP program on a port is noticed; its own frames are
 * not looped back to it.
 *
 * @see packet(7), socket(7) SO_ATTACH_FILTER; IEEE Std 802.1AB-2016, 7.1 for the destination addresses
 */
import { addressOf, checked, lastErrno, libc } from './libc.ts';

const AF_PACKET = 17;
const SOCK_RAW = 3;
const SOCK_NONBLOCK = 0x800;
const SOCK_CLOEXEC = 0x80000;
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const SO_ATTACH_FILTER = 26;
const SO_RCVBUFFORCE = 33;
const ETH_P_ALL_BE = 0x0300;
const SOCKADDR_LL_LEN = 20;
const MSG_DONTWAIT = 0x40;
const MSG_TRUNC = 0x20;
/** Room for a flood on one port while the thread is away for tens of milliseconds, octets. */
const RECEIVE_BUFFER_SIZE = 4 * 1024 * 1024;

/** linux/if_packet.h: the frame was sent by this namespace. */
export const PACKET_OUTGOING = 4;

/** Classic BPF, one row an instruction: code, jump if true, jump if false, constant (linux/filter.h). */
const FILTER = [
  [0x28, 0, 0, 12], //           ldh [12]                 EtherType
  [0x15, 0, 5, 0x88cc], //       jeq LLDP, else drop
  [0x20, 0, 0, 0], //            ld [0]                   first four octets of the destination
  [0x15, 0, 3, 0x0180c200], //   jeq 01-80-C2-00, else drop
  [0x30, 0, 0, 0xfffff030], //   ldb SKF_AD_VLAN_TAG_PRESENT
  [0x15, 0, 1, 0], //            jeq untagged, else drop: a tagged LLDPDU is none (802.1AB 8.2)
  [0x06, 0, 0, 0xffff], //       accept
  [0x06, 0, 0, 0], //            drop
] as const;

const cSocket = libc.func('int socket(int domain, int type, int protocol)');
const cBind = libc.func('int bind(int fd, const void *addr, uint32_t len)');
const cSetsockopt = libc.func('int setsockopt(int fd, int level, int name, const void *value, uint32_t len)');
const cRecvfrom = libc.func(
  'long recvfrom(int fd, void *buf, size_t len, int flags, void *addr, _Inout_ uint32_t *addrLen)',
);
const cSendto = libc.func(
  'long sendto(int fd, const void *buf, size_t len, int flags, const void *addr, uint32_t addrLen)',
);

const program = new Uint8Array(FILTER.length * 8);
const programView = new DataView(program.buffer);
FILTER.forEach(([code, jt, jf, k], index) => {
  programView.setUint16(index * 8, code, true);
  programView.setUint8(index * 8 + 2, jt);
  programView.setUint8(index * 8 + 3, jf);
  programView.setUint32(index * 8 + 4, k, true);
});
/** struct sock_fprog: length (16 bits, padded), address. The program stays in a module-level object. */
const fprog = BigUint64Array.of(BigInt(FILTER.length), BigInt(addressOf(program)));

/** Opens the socket in the calling thread's network namespace. @returns its descriptor */
export function openLldpSocket(): number {
  const fd = checked(cSocket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), 'open a packet socket');
  checked(cSetsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, fprog, 16), 'filter a packet socket');
  const size = Int32Array.of(RECEIVE_BUFFER_SIZE);
  if (cSetsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, size, 4) < 0)
    cSetsockopt(fd, SOL_SOCKET, SO_RCVBUF, size, 4);
  checked(cBind(fd, linkAddress(0, ETH_P_ALL_BE), SOCKADDR_LL_LEN), 'bind a packet socket');
  return fd;
}

/** struct sockaddr_ll: family (16), protocol (16, network order), ifindex (32), and what only a receiver is told. */
function linkAddress(ifindex: number, protocolBe: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(SOCKADDR_LL_LEN));
  view.setUint16(0, AF_PACKET, true);
  view.setUint16(2, protocolBe, true);
  view.setInt32(4, ifindex, true);
  return new Uint8Array(view.buffer);
}

/** Receives and sends frames on any number of LLDP sockets of one thread, through one reused buffer. */
export class LldpIo {
  /** The last received frame; borrowed until the next `receive`. */
  readonly frame = new Uint8Array(2048);
  /** Interface index and packet type of the last received frame. */
  ifindex = 0;
  packetType = 0;
  readonly #from = new Uint8Array(SOCKADDR_LL_LEN);
  readonly #fromView = new DataView(this.#from.buffer);
  readonly #fromLen = [SOCKADDR_LL_LEN];
  readonly #to = linkAddress(0, 0xcc88);
  readonly #toView = new DataView(this.#to.buffer);

  /**
   * Takes one frame from a socket.
   *
   * @returns its length as it was on the wire (more than `frame` holds for an oversized one), or -1 for none
   */
  receive(fd: number): number {
    this.#fromLen[0] = SOCKADDR_LL_LEN;
    const flags = MSG_DONTWAIT | MSG_TRUNC;
    const len = Number(cRecvfrom(fd, this.frame, this.frame.length, flags, this.#from, this.#fromLen));
    if (len < 0) return -1; // EAGAIN: empty. ENETDOWN: an interface went down, which netlink tells as well.
    this.ifindex = this.#fromView.getInt32(4, true);
    this.packetType = this.#fromView.getUint8(10);
    return len;
  }

  /** Sends `len` octets of a whole frame out of an interface. @returns 0, or the errno */
  send(fd: number, ifindex: number, frame: Uint8Array, len: number): number {
    this.#toView.setInt32(4, ifindex, true);
    return cSendto(fd, frame, len, MSG_DONTWAIT, this.#to, SOCKADDR_LL_LEN) < 0 ? lastErrno() : 0;
  }
}
