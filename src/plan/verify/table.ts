/**
 * The status table of ptmctl for a whole lab: one row a port, the node in a column of its own, widths that fit what
 * is in them, and a last column for reasons where there are any. Plain text; colour is the caller's.
 */
import type { Verdict } from './observation.ts';

/** One row. */
export interface StatusRow {
  readonly node: string;
  readonly port: string;
  readonly verdict: Verdict;
  readonly expected: readonly string[];
  readonly observed: readonly string[];
  readonly reason: string;
  /** Seconds since the verdict last changed; null when it never did. */
  readonly sinceSeconds: number | null;
}

/** How a table is laid out. */
export interface TableOptions {
  /** Columns of the terminal; wide cells are shortened to fit. Default: as wide as it gets. */
  readonly width?: number;
  /** Adds colour to the text of a status cell; must not change what it occupies on the screen. */
  readonly paint?: (verdict: Verdict, text: string) => string;
}

interface Column {
  readonly title: string;
  readonly cell: (row: StatusRow) => string;
  /** Narrowest that a cell may be shortened to, characters; as wide as its text when absent. */
  readonly minWidth?: number;
}

const STATUS_TITLE = 'Status';

const COLUMNS: readonly Column[] = [
  { title: 'Node', cell: (row) => row.node, minWidth: 8 },
  { title: 'Port', cell: (row) => row.port, minWidth: 8 },
  { title: STATUS_TITLE, cell: (row) => row.verdict },
  { title: 'Expected Nbr', cell: (row) => neighbors(row.expected), minWidth: 12 },
  { title: 'Observed Nbr', cell: (row) => neighbors(row.observed), minWidth: 12 },
  { title: 'Last Updated', cell: (row) => (row.sinceSeconds === null ? '-' : formatAge(row.sinceSeconds)) },
  { title: 'Reason', cell: (row) => row.reason, minWidth: 12 },
];

/** Between two columns. */
const GAP = '  ';

/** Renders the rows in their order, with a heading between dashes; lines end with a newline. */
export function renderStatusTable(rows: readonly StatusRow[], options: TableOptions = {}): string {
  const columns = COLUMNS.filter(
    (column) => column.title !== 'Reason' || rows.some((row) => row.reason !== ''),
  );
  const widths = columns.map((column) =>
    rows.reduce((width, row) => Math.max(width, column.cell(row).length), column.title.length),
  );
  shrink(columns, widths, options.width ?? Number.POSITIVE_INFINITY);
  const line = (cells: readonly string[]): string => cells.join(GAP).trimEnd();
  const dashes = '-'.repeat(totalWidth(widths));
  const heading = line(columns.map((column, index) => fit(column.title, widths[index] ?? 0)));
  const body = rows.map((row) =>
    line(
      columns.map((column, index) => {
        const text = fit(column.cell(row), widths[index] ?? 0);
        return column.title === STATUS_TITLE && options.paint !== undefined
          ? options.paint(row.verdict, text)
          : text;
      }),
    ),
  );
  return `${[dashes, heading, dashes, ...body].join('\n')}\n`;
}

/** Writes a duration as PTM does, without its blanks: `25s`, `4m:25s`, `1d:2h:3m:4s`. */
export function formatAge(seconds: number): string {
  let rest = Math.max(0, Math.floor(seconds));
  const parts: string[] = [];
  for (const [unit, size] of [
    ['d', 86_400],
    ['h', 3600],
    ['m', 60],
  ] as const) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0 || parts.length > 0) parts.push(`${count}${unit}`);
  }
  return [...parts, `${rest}s`].join(':');
}

function neighbors(names: readonly string[]): string {
  return names.length === 0 ? '-' : names.join(', ');
}

// Takes from the widest column first, so that short names stay whole as long as long lists can give.
function shrink(columns: readonly Column[], widths: number[], width: number): void {
  for (let excess = totalWidth(widths) - width; excess > 0; excess -= 1) {
    let widest = -1;
    columns.forEach(({ minWidth }, index) => {
      const hasRoom = minWidth !== undefined && (widths[index] ?? 0) > minWidth;
      if (hasRoom && (widths[index] ?? 0) > (widths[widest] ?? 0)) widest = index;
    });
    if (widest < 0) return;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
}

function totalWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1));
}

function fit(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}
