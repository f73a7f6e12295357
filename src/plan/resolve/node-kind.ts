/**
 * The first look at a node: its kind, and whether what it says belongs to that kind and is built by this version.
 * Nothing that is read is passed over in silence.
 */
import type { NodeKindName } from '../plan.ts';
import { CONTAINERLAB_NODE_KEYS } from '../spec/containerlab.ts';
import type { SpecPath } from '../spec/document.ts';
import {
  BUILT_KINDS,
  KIND_ATTRIBUTES,
  KNOWN_KINDS,
  UNBUILT_ATTRIBUTES,
  UNBUILT_KIND_ATTRIBUTES,
  UNBUILT_KINDS,
} from '../spec/kinds.ts';
import type { NodeSpec } from '../spec/node.ts';
import { warnIgnored } from '../spec/read-spec.ts';
import { didYouMean } from '../text/suggest.ts';
import { type LabContext, NodeContext } from './context.ts';
import { mergeNodeSpecs } from './inherit.ts';

/** Attributes of a switch port that this version does not build. */
const UNBUILT_PORT_KEYS = ['port', 'access', 'trunk', 'native'] as const;

const EMPTY: NodeSpec = {};

/** Warns about containerlab's keys in all places that nodes inherit from and in the nodes. */
export function warnIgnoredNodeKeys(lab: LabContext): void {
  const { spec, locator, problems } = lab;
  const warn = (value: NodeSpec, path: SpecPath): void =>
    warnIgnored(value, path, CONTAINERLAB_NODE_KEYS, locator, problems);
  warn(spec.defaults, ['topology', 'defaults']);
  for (const [kind, value] of spec.kinds) warn(value, ['topology', 'kinds', kind]);
  for (const [name, value] of spec.nodes) warn(value, ['topology', 'nodes', name]);
}

/** Reports names below `topology.kinds` that are no kinds, and so would never have an effect. */
export function checkKindNames(lab: LabContext): void {
  for (const kind of lab.spec.kinds.keys()) {
    if (KNOWN_KINDS.includes(kind)) continue;
    const at = lab.locator.keyAt(['topology', 'kinds', kind]);
    lab.problems.warning(
      at,
      `Kind "${kind}" is unknown, so its attributes have no effect${didYouMean(kind, KNOWN_KINDS)}`,
    );
  }
}

/**
 * Makes the context of a node: merged, with its kind known.
 *
 * @returns for a kind that is not built a bare `netns`, so that its links can be checked all the same
 */
export function openNode(lab: LabContext, name: string, own: NodeSpec): NodeContext {
  const { spec } = lab;
  const written = own.kind ?? spec.defaults.kind ?? 'netns';
  const ofKind = spec.kinds.get(written) ?? EMPTY;
  if (!isBuilt(written)) {
    const node = new NodeContext(lab, name, 'netns', written, { interfaces: own.interfaces });
    node.error(node.valueAt('kind'), kindFault(name, written));
    return node;
  }
  const named = mergeNodeSpecs(ofKind, own);
  const merged = mergeNodeSpecs(spec.defaults, named);
  const fitting = Object.fromEntries(Object.entries(merged).filter(([key]) => belongs(key, written)));
  const node = new NodeContext(lab, name, written, written, fitting as NodeSpec);
  reportForeign(node, named);
  reportUnbuilt(node);
  return node;
}

function isBuilt(kind: string): kind is NodeKindName {
  return BUILT_KINDS.some((built) => built === kind);
}

function kindFault(name: string, kind: string): string {
  if (UNBUILT_KINDS.includes(kind)) return `Kind ${kind} of node ${name} is not built by this version`;
  const known = didYouMean(kind, KNOWN_KINDS) || `, must be one of ${BUILT_KINDS.join(', ')}`;
  return `Cannot read kind of node ${name}: current value is "${kind}"${known}`;
}

function belongs(key: string, kind: NodeKindName): boolean {
  if (key in UNBUILT_KIND_ATTRIBUTES) return false;
  return KIND_ATTRIBUTES[key]?.includes(kind) ?? true;
}

/** An attribute of another kind is an error where someone gave it to this node or its kind; a default just passes by. */
function reportForeign(node: NodeContext, named: NodeSpec): void {
  for (const key of Object.keys(named)) {
    if (belongs(key, node.kind)) continue;
    const unbuilt: Readonly<Record<string, readonly string[]>> = UNBUILT_KIND_ATTRIBUTES;
    const kinds = KIND_ATTRIBUTES[key] ?? unbuilt[key] ?? [];
    node.error(
      node.keyAt(key),
      `Attribute ${key} belongs to kind ${kinds.join(', ')}, but ${node.name} is of kind ${node.kind}`,
    );
  }
}

function reportUnbuilt(node: NodeContext): void {
  const spec: Readonly<Record<string, unknown>> = node.spec;
  for (const key of UNBUILT_ATTRIBUTES) {
    const value = spec[key];
    if (value !== undefined && value !== false)
      node.error(node.keyAt(key), `Attribute ${key} is not built by this version`);
  }
  for (const [port, body] of Object.entries(node.spec.interfaces ?? {})) {
    for (const key of UNBUILT_PORT_KEYS) {
      if (body?.[key] === undefined) continue;
      const at = node.keyAt('interfaces', port, key);
      if (node.kind === 'switch')
        node.error(at, `Attribute ${key} of a switch port is not built by this version`);
      else
        node.error(
          at,
          `Attribute ${key} belongs to ports of kind switch, but ${node.name} is of kind ${node.kind}`,
        );
    }
  }
}
