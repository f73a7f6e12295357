/** The status table of a lab on this terminal: the table of the PTM document, for all nodes. */
import type { PortReport } from '../lab/reports.ts';
import { renderStatusTable } from '../plan/verify/table.ts';
import { paintVerdict } from './paint.ts';

/** Width where there is no terminal: enough for every column. */
const WIDTH_WITHOUT_TERMINAL = 200;

/** Renders the table, as wide as the terminal, without a newline at its end. */
export function statusTable(ports: readonly PortReport[]): string {
  const now = Date.now();
  const rows = ports.map((port) => ({
    ...port,
    sinceSeconds: Math.max(0, Math.floor((now - Date.parse(port.since)) / 1000)),
  }));
  return renderStatusTable(rows, {
    width: process.stdout.columns ?? WIDTH_WITHOUT_TERMINAL,
    paint: paintVerdict,
  }).trimEnd();
}
