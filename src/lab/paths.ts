/**
 * Where a lab keeps things: its state (plan, journal, logs) and its sockets. All folders are the user's own, mode
 * 0700. A socket path must stay under 108 octets (unix(7)), so a long folder is replaced by a short hashed one.
 */
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

/** sun_path of unix(7) less its closing NUL, less the longest name that is put into a lab's socket folder. */
const SOCKET_DIR_LEN_MAX = 107 - '/fabric.sock'.length;

/** Folders and files of one lab. */
export interface LabPaths {
  readonly stateDir: string;
  readonly socketDir: string;
  /** Identity of the lab and of its processes. */
  readonly identity: string;
  readonly plan: string;
  readonly journal: string;
  readonly hosts: string;
  readonly logDir: string;
  readonly daemonLog: string;
  readonly fabricLog: string;
  readonly apiSocket: string;
  readonly fabricSocket: string;
  /** Locked while a command starts or removes the lab. */
  readonly lock: string;
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Folder of all labs' state: `$XDG_STATE_HOME`, else `/var/lib` for root, else `~/.local/state`. */
export function stateRoot(): string {
  const xdg = process.env['XDG_STATE_HOME'];
  if (xdg !== undefined && xdg.startsWith('/')) return join(xdg, 'wireloom');
  return isRoot() ? '/var/lib/wireloom' : join(homedir(), '.local/state/wireloom');
}

/** Folder of all labs' sockets: `$XDG_RUNTIME_DIR`, else `/run` for root, else a folder of the user's in `/tmp`. */
export function socketRoot(): string {
  const xdg = process.env['XDG_RUNTIME_DIR'];
  if (xdg !== undefined && xdg.startsWith('/')) return join(xdg, 'wireloom');
  return isRoot() ? '/run/wireloom' : join(tmpdir(), `wireloom-${process.getuid?.() ?? 0}`);
}

/** The places of a lab; makes nothing. */
export function labPaths(lab: string): LabPaths {
  const stateDir = join(stateRoot(), lab);
  const socketDir = shortSocketDir(join(socketRoot(), lab));
  return {
    stateDir,
    socketDir,
    identity: join(stateDir, 'lab.json'),
    plan: join(stateDir, 'plan.json'),
    journal: join(stateDir, 'journal.jsonl'),
    hosts: join(stateDir, 'hosts'),
    logDir: join(stateDir, 'log'),
    daemonLog: join(stateDir, 'log', 'wireloomd.log'),
    fabricLog: join(stateDir, 'log', 'fabric.log'),
    apiSocket: join(socketDir, 'api.sock'),
    fabricSocket: join(socketDir, 'fabric.sock'),
    lock: join(socketRoot(), `${lab}.lock`),
  };
}

function shortSocketDir(dir: string): string {
  if (Buffer.byteLength(dir) <= SOCKET_DIR_LEN_MAX) return dir;
  const hash = createHash('sha256').update(dir).digest('hex').slice(0, 16);
  return join('/tmp', `wireloom-${process.getuid?.() ?? 0}-${hash}`);
}

/** Makes the folders of a lab. */
export function makeLabDirs(paths: LabPaths): void {
  for (const dir of [paths.stateDir, paths.logDir, paths.socketDir])
    mkdirSync(dir, { recursive: true, mode: 0o700 });
}
