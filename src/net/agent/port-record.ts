/**
 * What the agent thread knows of one port: the interface's state as netlink tells it, the LLDP machines, and whether
 * another LLDP program speaks there. An observation is made from it when something changed.
 */
import type { LldpNeighbor } from '../../agents/lldp/neighbor.ts';
import type { LldpPort } from '../../agents/lldp/port.ts';
import type { ObservedNeighbor, PortObservation } from '../../plan/verify/observation.ts';
import { IFF_LOWER_UP, IFF_UP } from '../../sys/netlink/link.ts';
import type { LinkInfo } from '../../sys/netlink/link.ts';
import type { AgentPort } from './agent-messages.ts';

/** See the file's head. */
export class PortRecord {
  readonly config: AgentPort;
  /** Namespace id and socket of its system. */
  readonly nsid: number;
  readonly socketFd: number;
  readonly lldp: LldpPort;
  present = false;
  adminUp = false;
  carrier = false;
  mtu: number | null = null;
  mac: string | null = null;
  readonly addresses = new Set<string>();
  /** Until when another program's announcements on this port are valid; 0: none speaks. */
  foreignUntilUs = 0;
  /** Something of the observation changed since it was last reported. */
  dirty = true;

  constructor(config: AgentPort, nsid: number, socketFd: number, lldp: LldpPort) {
    this.config = config;
    this.nsid = nsid;
    this.socketFd = socketFd;
    this.lldp = lldp;
  }

  /** Takes over what a link message says. @returns true when the port can be used now and could not before, or back */
  setLink(link: LinkInfo | null, nowUs: number): boolean {
    const usable = this.carrier;
    this.present = link !== null;
    this.adminUp = link !== null && (link.flags & IFF_UP) !== 0;
    this.carrier = this.adminUp && link !== null && (link.flags & IFF_LOWER_UP) !== 0;
    this.mac = link?.mac ?? null;
    if (link !== null && link.mtu !== this.mtu) {
      this.mtu = link.mtu;
      this.lldp.setLocal({ mtu: link.mtu }, nowUs);
    }
    this.dirty = true;
    this.lldp.setEnabled(this.carrier, nowUs);
    return usable !== this.carrier;
  }

  /** The observation as the rest of the program reads it. */
  observation(): PortObservation {
    return {
      present: this.present,
      adminUp: this.adminUp,
      carrier: this.carrier,
      mtu: this.mtu,
      mac: this.mac,
      addresses: [...this.addresses].sort(),
      neighbors: this.lldp.neighbors().map(observed),
      foreignSpeaker: this.foreignUntilUs > 0,
    };
  }
}

function observed(neighbor: LldpNeighbor): ObservedNeighbor {
  return {
    systemName: neighbor.systemName,
    portId: neighbor.portId,
    portIdKind: neighbor.portIdKind,
    portDescription: neighbor.portDescription,
    chassisId: neighbor.chassisId,
    mtu: neighbor.mtu,
    portVlan: neighbor.portVlan,
  };
}
