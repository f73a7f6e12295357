/**
 * Processes by identity: a process id alone may have been given to somebody else, so an identity has the start time
 * too, and "alive" is judged by the state in `/proc`, not by a signal or a socket: a killed process that holds
 * AF_PACKET sockets stays a zombie 12 ms for each of them, and its listeners still accept.
 *
 * @see proc_pid_stat(5)
 */
import { readFileSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import type { NamespaceIdentity } from './namespace.ts';

/** One process since boot. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Field 22 of `/proc/PID/stat`: clock ticks since boot. */
  readonly startTime: number;
}

interface ProcessStat {
  readonly state: string;
  readonly startTime: number;
}

function readStat(pid: number): ProcessStat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The command name may hold spaces and brackets: fields are counted after its last one.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', startTime: Number(fields[19]) };
  } catch {
    return null; // ENOENT or ESRCH: it is gone.
  }
}

/** The identity of a running process; null when there is none. */
export function processIdentity(pid: number): ProcessIdentity | null {
  const stat = readStat(pid);
  return stat === null ? null : { pid, startTime: stat.startTime };
}

/** Tells whether exactly this process runs. A zombie does not. */
export function isAlive(identity: ProcessIdentity): boolean {
  const stat = readStat(identity.pid);
  return stat !== null && stat.startTime === identity.startTime && stat.state !== 'Z' && stat.state !== 'X';
}

/** Sends a signal to exactly this process; false when it is gone. */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isAlive(identity)) return false;
  try {
    process.kill(identity.pid, signal);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw cause;
  }
}

/** Identifies this boot of the machine: what was journaled under another id no longer exists. */
export function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
}

/** Processes whose network namespace is one of `wanted`, this one excepted. */
export function processesInNetns(wanted: readonly NamespaceIdentity[]): ProcessIdentity[] {
  if (wanted.length === 0) return [];
  const inodes = new Set(wanted.map((identity) => identity.ino));
  const dev = wanted[0]?.dev;
  const found: ProcessIdentity[] = [];
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    try {
      const match = /\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/ns/net`));
      if (match === null || !inodes.has(Number(match[1]))) continue;
      if (statSync(`/proc/${pid}/ns/net`).dev !== dev) continue;
      const identity = processIdentity(pid);
      if (identity !== null) found.push(identity);
    } catch {
      // It ended meanwhile, or is a zombie or somebody else's: nothing of ours.
    }
  }
  return found;
}
