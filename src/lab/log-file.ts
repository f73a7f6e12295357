/** The log of one of a lab's processes. A log that cannot be written (a full disk) is no reason to end a lab. */
import { pino } from 'pino';
import type { Logger } from 'pino';

/** Opens a log file for appending; each line is written at once, so that a killed process leaves its last words. */
export function openLog(name: string, path: string): Logger {
  const destination = pino.destination({ dest: path, sync: true });
  destination.on('error', () => {});
  return pino({ name }, destination);
}
