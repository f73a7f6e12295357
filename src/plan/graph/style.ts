/**
 * How a lab is drawn: the one place for shapes and colours, shared by the DOT, SVG and Mermaid drawings. The colours
 * keep a contrast of 3:1 or more against white, and a state also differs by its line, for readers who see no colour.
 */
import type { NodeKindName, PlanLink } from '../plan.ts';
import type { Verdict } from '../verify/observation.ts';

/** What a drawing may be told about the running lab. */
export interface DrawOptions {
  /** The state of a link; undefined draws it as a plain one. */
  readonly linkState?: (link: PlanLink) => Verdict | undefined;
}

/** How a kind of node looks: a Graphviz shape, the marks that Mermaid puts around a label, and two colours. */
export interface NodeStyle {
  readonly shape: string;
  readonly mermaid: readonly [open: string, close: string];
  readonly fill: string;
  readonly line: string;
}

/** How a link looks. `dashes` is an SVG dash array; empty for a solid line. */
export interface LinkStyle {
  readonly color: string;
  /** Points. */
  readonly width: number;
  readonly graphvizStyle: 'solid' | 'dashed' | 'bold';
  readonly dashes: string;
}

/** The look of each node kind. */
export const NODE_STYLES: Readonly<Record<NodeKindName, NodeStyle>> = {
  netns: { shape: 'box', mermaid: ['[', ']'], fill: '#eef4fb', line: '#2f6fab' },
  switch: { shape: 'box3d', mermaid: ['[[', ']]'], fill: '#fdf3e1', line: '#a36a00' },
  hub: { shape: 'hexagon', mermaid: ['{{', '}}'], fill: '#f4f4f4', line: '#6b6b6b' },
  bridge: { shape: 'ellipse', mermaid: ['([', '])'], fill: '#f3eefb', line: '#7a4fb5' },
};

/** The look of a link in each state. */
export const LINK_STYLES: Readonly<Record<Verdict | 'plain', LinkStyle>> = {
  plain: { color: '#444444', width: 1, graphvizStyle: 'solid', dashes: '' },
  pass: { color: '#1a7f37', width: 1.5, graphvizStyle: 'solid', dashes: '' },
  fail: { color: '#c9201c', width: 3, graphvizStyle: 'bold', dashes: '' },
  'no-info': { color: '#8a6d00', width: 1.5, graphvizStyle: 'dashed', dashes: '5 4' },
};

/** Fonts that every machine has something for. */
export const FONT_NAME = 'Helvetica,Arial,sans-serif';
/** Points; of a node's name. */
export const NODE_FONT_SIZE = 12;
/** Points; of the port names at a link's ends. */
export const PORT_FONT_SIZE = 9;
/** Points; of the addresses beside a link. */
export const ADDRESS_FONT_SIZE = 8;

/** The look of one link. */
export function linkStyleOf(link: PlanLink, options: DrawOptions): LinkStyle {
  return LINK_STYLES[options.linkState?.(link) ?? 'plain'];
}
