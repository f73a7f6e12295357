/**
 * LLDP frames with known meaning. The first is built by hand from IEEE Std 802.1AB-2016 8.5 (one of each basic TLV),
 * IEEE Std 802.1Q D.2.1 and IEEE Std 802.3 79.3.4; the others were captured from lldpd 1.0.16 on a veth, as it started
 * with its defaults, and as it was told to send interface names.
 */
import type { Lldpdu } from '../../src/wire/lldp-parse.ts';
import { octetsOf } from '../support/hex.ts';

/** LLDPDU, without Ethernet header, with every TLV that is known here. */
export const FULL_LLDPDU: Uint8Array = octetsOf(`
  02 07 04 02 00 00 00 01 01        # Chassis ID: MAC 02:00:00:00:01:01
  04 05 05 65 74 68 31              # Port ID: interface name "eth1"
  06 02 00 05                       # Time To Live: 5 s
  08 06 74 6f 20 76 6d 32           # Port Description: "to vm2"
  0a 03 76 6d 31                    # System Name: "vm1"
  0c 08 57 69 72 65 6c 6f 6f 6d     # System Description: "Wireloom"
  0e 04 00 94 00 04                 # Capabilities: bridge, router, station; bridge enabled
  10 0c 05 01 0a 64 0c 01 02 00 00 00 07 00         # Management Address: IPv4 10.100.12.1, ifIndex 7, no OID
  10 1b 11 02 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01 03 ff ff ff ff 03 2b 06 01   # IPv6, port, OID 1.3.6.1
  fe 06 00 80 c2 01 00 64           # 802.1 Port VLAN ID: 100
  fe 06 00 12 0f 04 05 ee           # 802.3 Maximum Frame Size: 1518
  00 00                             # End Of LLDPDU
`);

/** What {@link FULL_LLDPDU} says. */
export const FULL_RECORD: Lldpdu = {
  chassisId: { subtype: 4, octets: octetsOf('02 00 00 00 01 01') },
  portId: { subtype: 5, octets: octetsOf('65 74 68 31') },
  ttl: 5,
  portDescription: 'to vm2',
  systemName: 'vm1',
  systemDescription: 'Wireloom',
  capabilities: { supported: 0x94, enabled: 0x04 },
  managementAddresses: [
    {
      family: 1,
      address: Uint8Array.of(10, 100, 12, 1),
      interfaceSubtype: 2,
      interfaceNumber: 7,
      oid: new Uint8Array(0),
    },
    {
      family: 2,
      address: octetsOf('20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01'),
      interfaceSubtype: 3,
      interfaceNumber: 0xffffffff,
      oid: octetsOf('2b 06 01'),
    },
  ],
  portVlan: 100,
  maxFrameLen: 1518,
};

/** Frame of lldpd with its defaults: Port ID is the MAC address, the interface name is in the Port Description. */
export const LLDPD_DEFAULT_FRAME: Uint8Array = octetsOf(`
  01 80 c2 00 00 0e 02 00 00 00 0a 01 88 cc 02 07 04 02 00 00 00 0a 01 04 07 03 02 00 00 00 0a 01
  06 02 00 78 0a 04 6c 61 62 31 0c 0a 6c 61 62 20 6e 6f 64 65 20 31 0e 04 00 9c 00 80 10 0c 05 01
  0a 09 08 07 02 00 00 00 02 00 10 18 11 02 fe 80 00 00 00 00 00 00 00 00 00 ff fe 00 0a 01 02 00
  00 00 02 00 08 02 65 30 fe 09 00 12 0f 03 01 00 00 00 00 fe 09 00 12 0f 01 00 80 00 00 36 00 00
`);

/** Frame of lldpd after `configure lldp portidsubtype ifname`. */
export const LLDPD_IFNAME_FRAME: Uint8Array = octetsOf(`
  01 80 c2 00 00 0e 02 00 00 00 0a 01 88 cc 02 07 04 02 00 00 00 0a 01 04 03 05 65 30 06 02 00 78
  0a 04 6c 61 62 31 0c 0a 6c 61 62 20 6e 6f 64 65 20 31 0e 04 00 9c 00 80 10 0c 05 01 0a 09 08 07
  02 00 00 00 02 00 10 18 11 02 fe 80 00 00 00 00 00 00 00 00 00 ff fe 00 0a 01 02 00 00 00 02 00
  08 02 65 30 fe 09 00 12 0f 03 01 00 00 00 00 fe 09 00 12 0f 01 00 80 00 00 36 00 00
`);

/** The goodbye of the same lldpd, as a veth carries it: shorter than the least frame of a real Ethernet. */
export const LLDPD_SHUTDOWN_FRAME: Uint8Array = octetsOf(`
  01 80 c2 00 00 0e 02 00 00 00 0a 01 88 cc 02 07 04 02 00 00 00 0a 01 04 03 05 65 30 06 02 00 00
  00 00
`);
