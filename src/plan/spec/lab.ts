/**
 * The whole lab file as one zod schema: the source of the types, of validation and of the JSON Schema. Its shells
 * are made twice, around the real parts for the JSON Schema and around anything for reading, where the parts are
 * then validated one by one: so an error in one node leaves the other thousand readable.
 */
import * as z from 'zod';
import { CheckSpec } from './check.ts';
import { CONTAINERLAB_LAB_KEYS, CONTAINERLAB_TOPOLOGY_KEYS, ignoredKeys } from './containerlab.ts';
import { LinkSpec } from './link.ts';
import { NodeSpec } from './node.ts';
import { mapOf, NonEmptyText, strictMap } from './scalars.ts';

/** Top-level keys that act on machines rather than on the lab; read, and not built by this version. */
export const UNBUILT_LAB_KEYS = ['host', 'hooks', 'carriers'] as const;

/** The top of the file around a `topology` and `checks` of the given schemas. */
function labShape<T extends z.ZodType, C extends z.ZodType>(topology: T, check: C) {
  return strictMap({
    name: NonEmptyText.optional().describe("Name of the lab; by default the file's name without its endings"),
    topology: topology.describe('Nodes and links'),
    checks: z
      .array(check, { error: 'a list of checks' })
      .optional()
      .describe('What wireloom verify tests after the wiring, from inside the nodes'),
    host: z.unknown().optional().describe('Routes of this machine; not built by this version'),
    hooks: z.unknown().optional().describe("PTM's scripts on pass and fail; not built by this version"),
    carriers: z.unknown().optional().describe('Machines that carry nodes; not built by this version'),
    ...ignoredKeys(CONTAINERLAB_LAB_KEYS),
  });
}

/** `topology` around nodes and links of the given schemas. */
function topologyShape<N extends z.ZodType, L extends z.ZodType>(node: N, link: L) {
  return strictMap({
    defaults: node.optional().describe('Attributes of every node; kinds and nodes override them'),
    kinds: mapOf(node, 'a map of kinds').optional().describe('Attributes of every node of a kind'),
    nodes: mapOf(node, 'a map of nodes').optional().describe('The nodes by name'),
    links: z.array(link, { error: 'a list of links' }).optional().describe('The links'),
    ...ignoredKeys(CONTAINERLAB_TOPOLOGY_KEYS),
  });
}

/** The definition of the lab file. */
export const LabFile = labShape(topologyShape(NodeSpec.nullable(), LinkSpec), CheckSpec).meta({
  title: 'Wireloom lab file',
  description: 'A virtual Ethernet laboratory: nodes, the links between their ports, and checks',
});

/** The file with its parts unread. */
export const LabShell = labShape(z.unknown(), z.unknown());

/** `topology` with its parts unread. */
export const TopologyShell = topologyShape(z.unknown(), z.unknown());

/** A link or check, and where in its list it stands. */
export interface ListItem<T> {
  readonly index: number;
  readonly spec: T;
}

/** What a lab file says, as written; the order of the maps is that of the file. */
export interface LabSpec {
  readonly name: string | null;
  readonly defaults: NodeSpec;
  readonly kinds: ReadonlyMap<string, NodeSpec>;
  readonly nodes: ReadonlyMap<string, NodeSpec>;
  readonly links: readonly ListItem<LinkSpec>[];
  readonly checks: readonly ListItem<CheckSpec>[];
}
