/**
 * One neighbour: what its last LLDPDU said, in the words of the plan's observations, and the octets themselves, by which
 * the next one is recognised as saying the same. Its information never changes; a neighbour that says something else
 * is a new object in the old place, so that whoever holds the old one can compare.
 */
import { ETH_OVERHEAD_LEN } from '../../wire/ethernet.ts';
import {
  chassisIdKind,
  formatAddress,
  formatChassisId,
  formatPortId,
  type LldpIdKind,
  portIdKind,
} from '../../wire/lldp-id.ts';
import type { LldpCapabilities, Lldpdu, LldpTlvTally } from '../../wire/lldp-parse.ts';
import { US_PER_S } from './state-machine.ts';

/** What a port knows of one neighbour. All strings are safe to print. */
export interface LldpNeighbor {
  readonly chassisId: string;
  readonly chassisIdKind: LldpIdKind;
  readonly portId: string;
  readonly portIdKind: LldpIdKind;
  readonly portDescription: string | null;
  readonly systemName: string | null;
  readonly systemDescription: string | null;
  readonly capabilities: LldpCapabilities | null;
  /** Maximum Frame Size less header and FCS, octets. */
  readonly mtu: number | null;
  /** Port VLAN ID; 0: the port has none. */
  readonly portVlan: number | null;
  /** Management addresses as text, in the order of the LLDPDU. */
  readonly managementAddresses: readonly string[];
  /** Seconds, as received. */
  readonly ttl: number;
  /** When its last LLDPDU came; what it says may be stale since then. */
  readonly lastHeardUs: number;
  /** When its TTL runs out. */
  readonly expiresUs: number;
}

/** A neighbour as the table keeps it. Times move, everything else stands. */
export class RemoteSystem implements LldpNeighbor {
  readonly chassisId: string;
  readonly chassisIdKind: LldpIdKind;
  readonly portId: string;
  readonly portIdKind: LldpIdKind;
  readonly portDescription: string | null;
  readonly systemName: string | null;
  readonly systemDescription: string | null;
  readonly capabilities: LldpCapabilities | null;
  readonly mtu: number | null;
  readonly portVlan: number | null;
  readonly managementAddresses: readonly string[];
  readonly ttl: number;
  // These begin as numbers that are no small integers: a field that was undefined first is boxed anew at each write,
  // 16 octets a frame (`test/agents/lldp/many-ports.test.ts`).
  lastHeardUs = -Infinity;
  expiresUs = Infinity;

  /** Hash of the MSAP identifier (`neighbors.ts`). */
  readonly msapHash: number;
  /** Octets of the Chassis ID and Port ID TLVs, at the beginning of `octets`. */
  readonly msapLen: number;
  /** The LLDPDU, up to and with its End Of LLDPDU TLV. */
  readonly octets: Uint8Array;
  /** Octets that followed in the frame have no meaning; false: none followed, and more would. */
  readonly padded: boolean;
  /** TLVs of the LLDPDU that are not in this record, and count each time it is heard. */
  readonly tally: Readonly<LldpTlvTally>;
  /** When it is removed unless heard again, set by a probe; Infinity: never. */
  probeUs = Infinity;

  /**
   * @param pdu the LLDPDU that was received, as a record
   * @param octets its octets, given
   * @param padded whether octets followed its end in the frame
   * @param tally what parsing counted, given
   */
  constructor(
    pdu: Lldpdu,
    octets: Uint8Array,
    padded: boolean,
    tally: LldpTlvTally,
    msapHash: number,
    msapLen: number,
    nowUs: number,
  ) {
    this.chassisId = formatChassisId(pdu.chassisId);
    this.chassisIdKind = chassisIdKind(pdu.chassisId);
    this.portId = formatPortId(pdu.portId);
    this.portIdKind = portIdKind(pdu.portId);
    this.portDescription = pdu.portDescription;
    this.systemName = pdu.systemName;
    this.systemDescription = pdu.systemDescription;
    this.capabilities = pdu.capabilities;
    this.mtu = mtuOf(pdu.maxFrameLen);
    this.portVlan = pdu.portVlan;
    this.managementAddresses = pdu.managementAddresses.map(({ family, address }) =>
      formatAddress(family, address),
    );
    this.ttl = pdu.ttl;
    this.lastHeardUs = nowUs;
    this.expiresUs = nowUs + pdu.ttl * US_PER_S;
    this.msapHash = msapHash;
    this.msapLen = msapLen;
    this.octets = octets;
    this.padded = padded;
    this.tally = tally;
  }

  /** It said the same again. */
  refresh(nowUs: number): void {
    this.lastHeardUs = nowUs;
    this.expiresUs = nowUs + this.ttl * US_PER_S;
    this.probeUs = Infinity;
  }
}

/** A frame size that leaves no room for a payload says nothing about an MTU. */
function mtuOf(maxFrameLen: number | null): number | null {
  return maxFrameLen === null || maxFrameLen <= ETH_OVERHEAD_LEN ? null : maxFrameLen - ETH_OVERHEAD_LEN;
}
