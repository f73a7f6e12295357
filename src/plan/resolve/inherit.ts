/**
 * Inheritance as containerlab has it: defaults < kinds < nodes. Scalars and lists replace, maps merge
 * (https://containerlab.dev/manual/topo-def-file/#defaults).
 */
import type { NodeSpec } from '../spec/node.ts';
import { isMap } from '../spec/document.ts';

/** Merges two levels; the stronger one wins. */
export function mergeNodeSpecs(weaker: NodeSpec, stronger: NodeSpec): NodeSpec {
  return mergeMaps(weaker, stronger) as NodeSpec;
}

function mergeMaps(
  weaker: Readonly<Record<string, unknown>>,
  stronger: Readonly<Record<string, unknown>>,
): object {
  const out: Record<string, unknown> = { ...weaker };
  for (const [key, value] of Object.entries(stronger)) {
    const inherited = out[key];
    if (isMap(value) && isMap(inherited)) out[key] = mergeMaps(inherited, value);
    // A port without attributes (`eth1:`) asks for nothing, so it takes nothing away either.
    else if (value !== undefined && !(value === null && isMap(inherited))) out[key] = value;
  }
  return out;
}
