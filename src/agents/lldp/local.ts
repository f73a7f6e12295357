/**
 * What one port says: its two frames, made once and kept until the local data changes. Read first: IEEE Std
 * 802.1AB-2016 9.2.7.3 and 9.2.7.4 (mibConstrInfoLLDPDU, mibConstrShutdownLLDPDU).
 */
import { LLDPDU_LEN_MAX } from '../../base/limits.ts';
import {
  ETH_FRAME_LEN_MIN,
  ETH_HEADER_LEN,
  ETH_OVERHEAD_LEN,
  ETHERTYPE_LLDP,
  GROUP_NEAREST_BRIDGE,
  setDst,
  setEtherType,
  setSrc,
} from '../../wire/ethernet.ts';
import { getTlvLen, TLV_HEADER_LEN } from '../../wire/lldp.ts';
import { emitLldpdu, emittedLenLldpdu } from '../../wire/lldp-emit.ts';
import type { Lldpdu } from '../../wire/lldp-parse.ts';
import { type LldpLocal, type LldpPortConfig, txTtl } from './config.ts';
import type { LldpCounters } from './counters.ts';

/** Octets of room that the host needs for one frame of ours. */
export const LLDP_FRAME_LEN_MAX: number = ETH_HEADER_LEN + LLDPDU_LEN_MAX;

/** Largest MTU whose frame size fits into 16 bits. */
const MTU_SAID_MAX = 0xffff - ETH_OVERHEAD_LEN;

/**
 * What is left out first when the LLDPDU does not fit: System Name and Port Description stay longest, because the plan
 * is compared with them.
 */
const OPTIONAL_FIRST_OUT: readonly (readonly [keyof Lldpdu, null | readonly never[]])[] = [
  ['managementAddresses', []],
  ['systemDescription', null],
  ['capabilities', null],
  ['portVlan', null],
  ['maxFrameLen', null],
  ['portDescription', null],
  ['systemName', null],
];

/** The local system of one port. */
export class LldpLocalSystem {
  readonly #config: LldpPortConfig;
  readonly #counters: LldpCounters;
  #local: LldpLocal;
  /** The Chassis ID and Port ID TLVs as every LLDPDU of this port begins with them. */
  readonly #identity: Uint8Array;
  #infoFrame: Uint8Array;
  #shutdownFrame: Uint8Array;

  constructor(config: LldpPortConfig, counters: LldpCounters) {
    this.#config = config;
    this.#counters = counters;
    this.#local = config.local;
    this.#infoFrame = this.#makeInfoFrame();
    this.#shutdownFrame = makeFrame(config, makePdu(config, config.local, 0));
    const chassisTlvLen = TLV_HEADER_LEN + getTlvLen(this.#infoFrame, ETH_HEADER_LEN);
    const portTlvLen = TLV_HEADER_LEN + getTlvLen(this.#infoFrame, ETH_HEADER_LEN + chassisTlvLen);
    const identityEnd = ETH_HEADER_LEN + chassisTlvLen + portTlvLen;
    this.#identity = this.#infoFrame.slice(ETH_HEADER_LEN, identityEnd);
  }

  /** The frame with information; borrowed, not to be written to. */
  get infoFrame(): Uint8Array {
    return this.#infoFrame;
  }

  /** The goodbye; borrowed, not to be written to. */
  get shutdownFrame(): Uint8Array {
    return this.#shutdownFrame;
  }

  /** Whether an LLDPDU has this port's MSAP identifier: receivers take it for one of ours. */
  sharesIdentity(buf: Uint8Array, off: number, len: number): boolean {
    if (len < this.#identity.length) return false;
    return this.#identity.every((octet, index) => octet === buf[off + index]);
  }

  /** Takes new local data; returns false when the frame stays the same. */
  set(change: Partial<LldpLocal>): boolean {
    this.#local = { ...this.#local, ...change };
    const frame = this.#makeInfoFrame();
    if (equals(frame, this.#infoFrame)) return false;
    this.#infoFrame = frame;
    return true;
  }

  /** An LLDPDU that is larger than the frames of the port leaves optional TLVs out (lldpduLengthErrors). */
  #makeInfoFrame(): Uint8Array {
    const lenMax = Math.min(LLDPDU_LEN_MAX, this.#local.mtu ?? LLDPDU_LEN_MAX);
    let pdu = makePdu(this.#config, this.#local, txTtl(this.#config.timers));
    if (emittedLenLldpdu(pdu) > lenMax) this.#counters.lldpduLengthErrors += 1;
    for (const [field, absent] of OPTIONAL_FIRST_OUT) {
      if (emittedLenLldpdu(pdu) <= lenMax) break;
      pdu = { ...pdu, [field]: absent };
    }
    return makeFrame(this.#config, pdu);
  }
}

function makePdu(config: LldpPortConfig, local: LldpLocal, ttl: number): Lldpdu {
  return {
    chassisId: config.chassisId,
    portId: config.portId,
    ttl,
    portDescription: local.portDescription,
    systemName: local.systemName,
    systemDescription: local.systemDescription,
    capabilities: local.capabilities,
    managementAddresses: local.managementAddresses,
    portVlan: local.portVlan,
    maxFrameLen: local.mtu === null || local.mtu > MTU_SAID_MAX ? null : local.mtu + ETH_OVERHEAD_LEN,
  };
}

function makeFrame(config: LldpPortConfig, pdu: Lldpdu): Uint8Array {
  const frame = new Uint8Array(Math.max(ETH_FRAME_LEN_MIN, ETH_HEADER_LEN + emittedLenLldpdu(pdu)));
  setDst(frame, 0, config.destination ?? GROUP_NEAREST_BRIDGE);
  setSrc(frame, 0, config.sourceMac);
  setEtherType(frame, 0, ETHERTYPE_LLDP);
  emitLldpdu(pdu, frame, ETH_HEADER_LEN);
  return frame;
}

function equals(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((octet, index) => octet === right[index]);
}
