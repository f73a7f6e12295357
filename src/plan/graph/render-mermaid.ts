/**
 * Draws a plan as a Mermaid flowchart, which GitHub and GitLab show in Markdown. Read first: "Flowcharts - Basic
 * Syntax" of the Mermaid documentation (node shapes, links with text, entity codes, styling links).
 */
import type { Plan, PlanLink } from '../plan.ts';
import { addressesOfPort, portsByName } from '../plan-ports.ts';
import { linkStyleOf, NODE_STYLES, type DrawOptions } from './style.ts';

/**
 * Draws a plan as a Mermaid flowchart.
 *
 * @param options `linkState` colours the links
 */
export function renderMermaid(plan: Plan, options: DrawOptions = {}): string {
  const ports = portsByName(plan);
  // A node name can be a word of Mermaid's own, like "end"; a number behind a letter cannot.
  const ids = new Map(plan.nodes.map((node, index) => [node.name, `n${index}`]));
  const usedKinds = new Set(plan.nodes.map((node) => node.kind));
  const lines = [
    ...plan.nodes.map((node, index) => {
      const [open, close] = NODE_STYLES[node.kind].mermaid;
      return `n${index}${open}${quoteLabel([node.name])}${close}:::${classOf(node.kind)}`;
    }),
    ...plan.links.map((link) => {
      const text = quoteLabel(
        [link.a, link.b].map((end) => [end.port, ...addressesOfPort(ports, end)].join(' ')),
      );
      return `${ids.get(link.a.node) ?? ''} ---|${text}| ${ids.get(link.b.node) ?? ''}`;
    }),
    ...Array.from(usedKinds, (kind) => {
      const { fill, line } = NODE_STYLES[kind];
      return `classDef ${classOf(kind)} fill:${fill},stroke:${line}`;
    }),
    ...plan.links.flatMap((link, index) => drawState(link, index, options)),
  ];
  return `flowchart LR\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

/** Mermaid has words of its own among the class names too. */
function classOf(kind: string): string {
  return `kind-${kind}`;
}

/** Links are styled by their number in the order of the file; a plain one needs none. */
function drawState(link: PlanLink, index: number, options: DrawOptions): string[] {
  if (options.linkState?.(link) === undefined) return [];
  const { color, width, dashes } = linkStyleOf(link, options);
  const dashArray = dashes === '' ? '' : `,stroke-dasharray:${dashes}`;
  return [`linkStyle ${index} stroke:${color},stroke-width:${width}px${dashArray}`];
}

/** Quotes lines of text; every mark that Mermaid, Markdown or HTML could take for its own becomes an entity code. */
function quoteLabel(lines: readonly string[]): string {
  const escape = (text: string): string =>
    text.replace(/[^A-Za-z0-9 .:/-]/gu, (char) => `#${char.codePointAt(0)};`);
  return `"${lines.map(escape).join('<br/>')}"`;
}
