/** Medians and the table that every benchmark prints. */

/** The middle value; of an even count the lower middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/** Runs `work` and gives the seconds it took. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** One row: what, ours, peer's, what must be reached. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  readonly peer: string;
  readonly target: string;
  readonly met: boolean;
}

/** Prints rows as a Markdown table. */
export function printTable(rows: readonly Row[]): void {
  const head: Row = { what: 'what', ours: 'Wireloom', peer: 'peer', target: 'must reach', met: true };
  const cells = [head, ...rows].map((row, index) => [
    row.what,
    row.ours,
    row.peer,
    row.target,
    index === 0 ? 'met' : row.met ? 'yes' : 'NO',
  ]);
  const widths =
    cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [first = [], ...others] = cells;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  process.stdout.write(`${[line(first), rule, ...others.map(line)].join('\n')}\n`);
}
