/**
 * Writes DOT text. Every ID goes out in quotes unless it is a plain name, so that no content
 * can end its string; what is written here reads back as it was (`parseDot`), but for the note at {@link quoteDotId}.
 */
import type { DotAttributes, DotEnd, DotGraph } from './dot-graph.ts';

const PLAIN_NAME = /^[A-Za-z_][A-Za-z_0-9]*$/;
const KEYWORD = /^(?:strict|graph|digraph|subgraph|node|edge)$/i;

/**
 * Writes an ID, in quotes where it needs them.
 *
 * DOT has no way to write an odd number of backslashes before a quote or at the end of a string. There one is added;
 * Graphviz draws two as one.
 *
 * @param text any text without NUL
 */
export function quoteDotId(text: string): string {
  if (PLAIN_NAME.test(text) && !KEYWORD.test(text)) return text;
  return `"${evenBackslashes(text).replaceAll('"', '\\"')}"`;
}

function evenBackslashes(text: string): string {
  return text.replace(/\\+(?="|\r?\n|$)/g, (run) => (run.length % 2 === 0 ? run : `${run}\\`));
}

/** Writes ` [name=value, …]` with a blank in front; nothing for no attributes. */
export function emitDotAttributes(attributes: Iterable<readonly [name: string, value: string]>): string {
  const parts = Array.from(attributes, ([name, value]) => `${quoteDotId(name)}=${quoteDotId(value)}`);
  return parts.length === 0 ? '' : ` [${parts.join(', ')}]`;
}

/** Writes `node`, `node:port` or `node:port:compass`. */
export function emitDotEnd(end: Pick<DotEnd, 'node' | 'port' | 'compass'>): string {
  return [end.node, end.port, end.compass]
    .filter((part) => part !== null)
    .map(quoteDotId)
    .join(':');
}

/** Writes a graph, one statement a line, with all effective attributes at their nodes and edges. */
export function emitDot(graph: DotGraph): string {
  const operator = graph.directed ? '->' : '--';
  const type = `${graph.strict ? 'strict ' : ''}${graph.directed ? 'digraph' : 'graph'}`;
  const name = graph.name === null ? '' : ` ${quoteDotId(graph.name)}`;
  const lines = [
    ...(graph.attributes.size === 0 ? [] : [`graph${emitDotAttributes(valuesOf(graph.attributes))};`]),
    ...graph.nodes.map((node) => `${quoteDotId(node.name)}${emitDotAttributes(valuesOf(node.attributes))};`),
    ...graph.edges.map(({ tail, head, attributes }) => {
      return `${emitDotEnd(tail)} ${operator} ${emitDotEnd(head)}${emitDotAttributes(valuesOf(attributes))};`;
    }),
  ];
  return `${type}${name} {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;
}

function valuesOf(attributes: DotAttributes): [string, string][] {
  return Array.from(attributes, ([name, attribute]) => [name, attribute.value]);
}
