/** Captures LLDPDUs on a port of a running lab with tshark, as another decoder and by no means of Wireloom. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Sandbox } from './sandbox.ts';

const execFileAsync = promisify(execFile);

/** A capture that does not fill ends after so many seconds. */
const DURATION_S = 10;

/**
 * Captures frames at a port, inside its node.
 *
 * @param count how many frames; fewer when they do not come within ten seconds
 * @param filter what to capture, as pcap-filter(7) writes it
 * @param fields what to print of each frame, as `tshark -e` names it
 * @returns a row for each frame, the fields by name, several values of one joined by a comma
 */
export async function captureLldp(
  box: Sandbox,
  name: string,
  count: number,
  filter: string,
  fields: readonly string[],
): Promise<Record<string, string>[]> {
  const [node = '', port = ''] = name.split(':');
  const program = ['tshark', '-q', '-n', '-l', '-i', port, '-c', `${count}`, '-a', `duration:${DURATION_S}`];
  const output = ['-T', 'fields', '-E', 'separator=|', ...fields.flatMap((field) => ['-e', field])];
  const inside = ['netns', 'exec', `${box.lab}.${node}`, ...program, '-f', filter, ...output];
  // Its temporary file goes into the sandbox, which is removed.
  const env = { ...box.env, TMPDIR: box.dir };
  const { stdout } = await execFileAsync('ip', inside, { env });
  const rows = stdout.split('\n').filter((line) => line !== '');
  return rows.map((row) =>
    Object.fromEntries(row.split('|').map((value, index) => [fields[index] ?? '', value])),
  );
}
