/** The LLDP counters of a lab as a table, one row a port. */
import type { CounterReport } from '../lab/reports.ts';

const TITLES = ['Node', 'Port', 'In', 'Out', 'Discarded', 'No Room', 'Queue Full'] as const;
/** Columns of text; the others are numbers, which stand to the right. */
const TEXT_COLUMNS = 2;

/** Renders the rows in their order; lines end with a newline. */
export function counterTable(counters: readonly CounterReport[]): string {
  const rows = counters.map((row) =>
    [
      row.node,
      row.port,
      row.framesIn,
      row.framesOut,
      row.framesDiscarded,
      row.neighborsDropped,
      row.queueDrops,
    ].map(String),
  );
  const widths = TITLES.map((title, index) =>
    Math.max(title.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => {
        const width = widths[index] ?? 0;
        return index < TEXT_COLUMNS ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd();
  return [line(TITLES), ...rows.map(line)].map((text) => `${text}\n`).join('');
}
