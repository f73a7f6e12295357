/**
 * Names and numbers inside the fabric namespace. The fabric's namespace has the lab's own name (no node's namespace
 * can have it: those contain a dot), and a link end there is called after the port that it belongs to, so that
 * `ip -n LAB link` reads like the lab file.
 */
import { createHash } from 'node:crypto';
import { IFNAME_LEN_MAX } from '../../base/limits.ts';

/** Interface indexes start here: distinct in the whole lab, so that no veth has the same one at both ends. */
export const FIRST_IFINDEX = 10;

/** Name of the fabric's network namespace. */
export function fabricNetnsName(lab: string): string {
  return lab;
}

/** Name of the fabric's end of a port: `node.port`, shortened with a hash where it does not fit. */
export function fabricInterfaceName(node: string, port: string): string {
  const name = `${node}.${port}`;
  if (Buffer.byteLength(name) <= IFNAME_LEN_MAX) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  const head = Buffer.from(node)
    .subarray(0, IFNAME_LEN_MAX - hash.length - 1)
    .toString('latin1');
  return `${head}~${hash}`;
}
