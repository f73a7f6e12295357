/**
 * A document to the spec: the parts of the lab file validated one by one against the schema of {@link LabFile}.
 */
import type { ProblemList } from '../problem-list.ts';
import { CheckSpec } from './check.ts';
import { CONTAINERLAB_LAB_KEYS, CONTAINERLAB_TOPOLOGY_KEYS } from './containerlab.ts';
import { isMap, type Locator, type SpecDocument, type SpecPath } from './document.ts';
import { type LabSpec, LabShell, type ListItem, TopologyShell, UNBUILT_LAB_KEYS } from './lab.ts';
import { LinkSpec } from './link.ts';
import { NodeSpec } from './node.ts';
import { Validator } from './validate.ts';

/**
 * Reads the spec.
 *
 * @param problems takes every error of shape, with its place
 * @returns what could be read, also with errors; null when there is no topology at all
 */
export function readSpec(document: SpecDocument, problems: ProblemList): LabSpec | null {
  const { value, locator } = document;
  const validator = new Validator(problems, locator);
  const lab = validator.validate(LabShell, [], value);
  if (lab === null) return null;
  warnIgnored(lab, [], CONTAINERLAB_LAB_KEYS, locator, problems);
  for (const key of UNBUILT_LAB_KEYS) {
    if (lab[key] !== undefined) problems.error(locator.keyAt([key]), `Key ${key} is not built by this version`);
  }
  const topology = validator.validate(TopologyShell, ['topology'], lab.topology);
  if (topology === null) return null;
  warnIgnored(topology, ['topology'], CONTAINERLAB_TOPOLOGY_KEYS, locator, problems);
  const readNode = (path: SpecPath, body: unknown): NodeSpec =>
    body === null ? {} : (validator.validate(NodeSpec, path, body) ?? {});
  const readNodes = (key: string, bodies: Record<string, unknown> | undefined): Map<string, NodeSpec> => {
    const names = namesInOrder(bodies ?? {}, ['topology', key], locator);
    return new Map(names.map((name) => [name, readNode(['topology', key, name], bodies?.[name])]));
  };
  return {
    name: lab.name ?? null,
    defaults: readNode(['topology', 'defaults'], topology.defaults ?? {}),
    kinds: readNodes('kinds', topology.kinds),
    nodes: readNodes('nodes', topology.nodes),
    links: readList(topology.links, (link, index) =>
      validator.validate(LinkSpec, ['topology', 'links', index], link),
    ),
    checks: readList(lab.checks, (check, index) => validator.validate(CheckSpec, ['checks', index], check)),
  };
}

/**
 * Names of a map in the order of the file. JavaScript puts keys that look like array indexes first, and a node may
 * well be called `10`.
 */
export function namesInOrder(map: Readonly<Record<string, unknown>>, path: SpecPath, locator: Locator): string[] {
  const names = Object.keys(map);
  if (!names.some((name) => /^\d+$/.test(name))) return names;
  const places = new Map(names.map((name) => [name, locator.keyAt([...path, name])]));
  return names.toSorted((a, b) => {
    const [placeA, placeB] = [places.get(a), places.get(b)];
    if (placeA === undefined || placeB === undefined) return 0;
    return placeA.line - placeB.line || placeA.column - placeB.column;
  });
}

/** Warns about the keys of containerlab that are there and have no effect. */
export function warnIgnored(
  value: unknown,
  path: SpecPath,
  keys: readonly string[],
  locator: Locator,
  problems: ProblemList,
): void {
  if (!isMap(value)) return;
  for (const key of keys) {
    if (value[key] !== undefined) {
      problems.warnOnce(locator.keyAt([...path, key]), `containerlab's key "${key}" has no effect here`);
    }
  }
}

function readList<T>(items: readonly unknown[] | undefined, read: (item: unknown, index: number) => T | null): ListItem<T>[] {
  return (items ?? []).flatMap((item, index) => {
    const spec = read(item, index);
    return spec === null ? [] : [{ index, spec }];
  });
}
