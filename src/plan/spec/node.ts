/**
 * A node, as written in a lab file. One shape serves `defaults`, `kinds` and `nodes`, because each may say anything
 * that the next inherits; what does not fit the kind is found when the three are merged.
 */
import * as z from 'zod';
import { CommandSpec, EnvSpec, ServiceSpec } from './command.ts';
import { CONTAINERLAB_NODE_KEYS, ignoredKeys } from './containerlab.ts';
import { KNOWN_KINDS, UNBUILT_KIND_ATTRIBUTES } from './kinds.ts';
import { BridgeSpec, DhcpServerSpec, PortSpec, RouteSpec } from './port.ts';
import {
  Flag,
  integer,
  mapOf,
  NodePath,
  NonEmptyText,
  oneOf,
  ScalarText,
  strictMap,
  Text,
} from './scalars.ts';

const FileSpec = z.union([NonEmptyText, strictMap({ content: Text.describe('The text of the file') })], {
  error: 'a path relative to the lab file, or {content: "…"}',
});

/** A file as written. */
export type FileSpec = z.infer<typeof FileSpec>;

const TunnelSpec = strictMap({
  type: oneOf(['vxlan']).describe('The encapsulation'),
  remote: NonEmptyText.describe('Address of the other end'),
  vni: integer(0, 16_777_215).describe('VXLAN network identifier'),
  in: NonEmptyText.optional().describe('Node whose addresses the tunnel uses'),
});

/** The keys of a port map, a null body being one without attributes. */
const PortsSpec = mapOf(PortSpec.nullable(), 'a map of ports');

/** A node as written. */
export const NodeSpec = strictMap({
  kind: NonEmptyText.optional().meta({
    description: `What the node is, netns by default: ${KNOWN_KINDS.join(', ')}`,
    examples: [...KNOWN_KINDS],
  }),
  interfaces: PortsSpec.optional().describe(
    'Ports and their attributes; a port without any need not be listed',
  ),
  routes: z.array(RouteSpec, { error: 'a list of routes' }).optional().describe('Routes of the node'),
  sysctls: mapOf(ScalarText, 'a map of sysctls')
    .optional()
    .describe('Kernel settings below net., in dotted form'),
  bridges: mapOf(BridgeSpec, 'a map of bridges').optional().describe('Kernel bridges inside the node'),
  files: mapOf(FileSpec, 'a map of files')
    .optional()
    .describe('Files copied into the node: its path, the source'),
  private: z
    .array(NodePath, { error: 'a list of absolute paths' })
    .optional()
    .describe('Folders that the node sees empty and has for itself'),
  exec: z
    .array(CommandSpec, { error: 'a list of commands' })
    .optional()
    .describe('Commands run in order once the links are up; a failure fails up'),
  services: mapOf(ServiceSpec, 'a map of services').optional().describe('Programs that are kept running'),
  env: EnvSpec.optional(),
  lldp: oneOf(['speak', 'pass', 'drop'])
    .optional()
    .describe('Switches: speak LLDP (default), pass foreign LLDPDUs on, or drop them'),
  stp: Flag.optional().describe('Kind bridge: spanning tree of the kernel bridge, off by default'),
  dhcp: DhcpServerSpec.optional().describe('Switches: serve addresses by DHCP'),
  fstp: Flag.optional().describe('Switches: fast spanning tree'),
  priority: integer(0, 61_440).optional().describe('Switches: bridge priority of the spanning tree'),
  vde: z
    .union([z.boolean(), NonEmptyText], { error: 'true, false or a path' })
    .optional()
    .describe('Switches: a VDE socket, true for the usual place or a path'),
  tunnels: mapOf(TunnelSpec, 'a map of tunnels')
    .optional()
    .describe('Switches: ports that are VXLAN tunnels'),
  carrier: NonEmptyText.optional().describe('The machine that carries the node; absent: this one'),
  wire_only: NonEmptyText.optional().describe('The port that all traffic of the node is forced onto'),
  ...unbuiltKindKeys(),
  ...ignoredKeys(CONTAINERLAB_NODE_KEYS),
}).meta({ id: 'node' });

/** See {@link NodeSpec}. */
export type NodeSpec = z.infer<typeof NodeSpec>;

/** Attributes of kinds that are not built stand with any value: the kind is the error. */
function unbuiltKindKeys(): Record<keyof typeof UNBUILT_KIND_ATTRIBUTES, z.ZodOptional<z.ZodUnknown>> {
  const shape = Object.entries(UNBUILT_KIND_ATTRIBUTES).map(([key, kinds]) => [
    key,
    z
      .unknown()
      .optional()
      .describe(`Kind ${kinds.join(', ')}; not built by this version`),
  ]);
  return Object.fromEntries(shape) as Record<
    keyof typeof UNBUILT_KIND_ATTRIBUTES,
    z.ZodOptional<z.ZodUnknown>
  >;
}
