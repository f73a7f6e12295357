/**
 * Ports, routes and bridges of a node, as written in a lab file.
 */
import * as z from 'zod';
import {
  AddressList,
  AddressText,
  Flag,
  HostAddressText,
  integer,
  MacText,
  Mtu,
  NonEmptyText,
  strictMap,
  Text,
  textThat,
  Vid,
} from './scalars.ts';
import { parsePrefix } from '../../base/ip.ts';

/** Attributes of a port. */
export const PortSpec = strictMap({
  ip: z
    .union([z.literal('dhcp'), AddressText, z.array(AddressText)], {
      error: 'an address with its prefix length, like 10.0.0.1/24, a list of them, or dhcp',
    })
    .optional()
    .describe('Addresses with prefix length: one, a list, or dhcp'),
  mac: MacText.optional().describe('MAC address; by default one made from the names of lab, node and port'),
  mtu: Mtu.optional().describe(
    'Largest packet, octets; 1500 by default, and the same at both ends of a link',
  ),
  port: integer(1, 1024).optional().describe('Switches: the VDE number of the port'),
  access: Vid.optional().describe('Switches: the one VLAN whose untagged frames the port takes and sends'),
  trunk: z
    .union([z.literal('all'), z.array(Vid)], { error: 'all, or a list of VLANs from 1 to 4094' })
    .optional()
    .describe('Switches: the VLANs that the port carries tagged'),
  native: z
    .union([z.literal('none'), Vid], { error: 'none, or a VLAN from 1 to 4094' })
    .optional()
    .describe('Switches: the VLAN of untagged frames on a trunk'),
}).meta({ id: 'port' });

/** A port as written. */
export type PortSpec = z.infer<typeof PortSpec>;

/** A route. */
export const RouteSpec = strictMap({
  to: textThat(
    (text) => text === 'default' || parsePrefix(text) !== null,
    'default, or a prefix like 10.1.0.0/16',
  ).describe('Destination: default, or a prefix'),
  via: HostAddressText.optional().describe('Next hop'),
  dev: NonEmptyText.optional().describe('Port or bridge of the node that the route goes out of'),
  metric: integer(0, 4_294_967_295).optional().describe('The lower one is taken first'),
});

/** A route as written. */
export type RouteSpec = z.infer<typeof RouteSpec>;

/** A kernel bridge inside a node. */
export const BridgeSpec = strictMap({
  ports: z.array(Text, { error: 'a list of ports of the node' }).describe('Ports of the node that it joins'),
  stp: Flag.optional().describe('Spanning tree, off by default'),
  ip: AddressList.optional().describe('Addresses of the bridge itself'),
});

/** A bridge as written. */
export type BridgeSpec = z.infer<typeof BridgeSpec>;

/** What a switch serves by DHCP. */
export const DhcpServerSpec = strictMap({
  subnet: AddressText.describe('The prefix that addresses are given from'),
  range: z
    .tuple([HostAddressText, HostAddressText], { error: 'a list of two addresses, the first and the last' })
    .describe('First and last address given'),
  gateway: HostAddressText.optional().describe('The default gateway that is told to clients'),
});

/** A DHCP server as written. */
export type DhcpServerSpec = z.infer<typeof DhcpServerSpec>;
