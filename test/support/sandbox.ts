/**
 * A place where a test may build labs: folders of its own for state and sockets, a random lab name, the real command,
 * and a check at the end that nothing of the lab is left.
 */
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Root of the project. */
export const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const CLI = join(PROJECT, 'dist/src/cli/main.js');

/** Why labs cannot be built here; false when they can. Under WIRELOOM_REQUIRE=all that is an error, not a skip. */
export function noLabs(): string | false {
  if (process.platform === 'linux' && process.getuid?.() === 0) return false;
  if (process.env['WIRELOOM_REQUIRE'] === 'all') throw new Error('Labs need Linux and root here');
  return 'needs Linux and root';
}

/** What a command did. */
export interface CommandResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** See the file's head. */
export class Sandbox {
  readonly lab = `wt${randomBytes(3).toString('hex')}`;
  readonly dir = mkdtempSync(join(tmpdir(), 'wireloom-test-'));
  readonly env: NodeJS.ProcessEnv;
  readonly #children: ChildProcess[] = [];

  constructor() {
    this.env = {
      ...process.env,
      XDG_STATE_HOME: join(this.dir, 'state'),
      XDG_RUNTIME_DIR: join(this.dir, 'run'),
      NO_COLOR: '1',
    };
    delete this.env['NODE_OPTIONS'];
    delete this.env['NODE_TEST_CONTEXT'];
  }

  /** Writes a file of the sandbox. @returns its path */
  file(name: string, text: string | Uint8Array): string {
    const path = join(this.dir, name);
    writeFileSync(path, text);
    return path;
  }

  /** Runs `wireloom` to its end, in the sandbox's folder. */
  async run(...args: string[]): Promise<CommandResult> {
    return await resultOf(this.start(args));
  }

  /** Runs `wireloom` in another folder. */
  async runIn(cwd: string, ...args: string[]): Promise<CommandResult> {
    return await resultOf(this.start(args, undefined, { cwd }));
  }

  /** Runs `wireloom` as another user, whose folder this is. */
  async runAs(uid: number, cwd: string, ...args: string[]): Promise<CommandResult> {
    const env = { ...this.env, HOME: cwd, XDG_STATE_HOME: cwd, XDG_RUNTIME_DIR: cwd };
    return await resultOf(this.start(args, undefined, { uid, gid: uid, cwd, env }));
  }

  /** Runs `wireloom` and expects the status. @returns its standard output */
  async ok(...args: string[]): Promise<string> {
    const result = await this.run(...args);
    if (result.status !== 0)
      throw new Error(
        `wireloom ${args.join(' ')}: status ${result.status}\n${result.stdout}${result.stderr}`,
      );
    return result.stdout;
  }

  /** Runs `wireloom … --json` and parses what it prints, whatever its status. */
  async json<T>(...args: string[]): Promise<T> {
    const result = await this.run(...args, '--json');
    try {
      return JSON.parse(result.stdout) as T;
    } catch {
      throw new Error(
        `wireloom ${args.join(' ')} printed no JSON (status ${result.status}): ${result.stdout}${result.stderr}`,
      );
    }
  }

  /** Starts `wireloom`; ended with the sandbox if it still runs. */
  start(
    args: readonly string[],
    stdio: ('ignore' | 'pipe')[] = ['ignore', 'pipe', 'pipe'],
    options: SpawnOptions = {},
  ): ChildProcess {
    const where = { cwd: this.dir, env: this.env, ...options };
    const child = spawn(process.execPath, [CLI, ...args], { ...where, stdio });
    this.#children.push(child);
    return child;
  }

  /** Runs `ip`, `tc` and the like on this machine. @returns standard output */
  tool(command: string, ...args: string[]): string {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** Runs a program in a namespace of the lab, by `ip netns exec` and not through Wireloom. */
  inNetns(node: string, command: string, ...args: string[]): string {
    return this.tool('ip', 'netns', 'exec', node === '' ? this.lab : `${this.lab}.${node}`, command, ...args);
  }

  /** Namespaces of the lab that exist. */
  namespaces(): string[] {
    const dir = '/run/netns';
    if (!existsSync(dir)) return [];
    return readdirSync(dir).filter((name) => name === this.lab || name.startsWith(`${this.lab}.`));
  }

  /** Processes whose command line or environment speaks of this sandbox's folder. */
  processes(): number[] {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => Number.isInteger(pid) && pid !== process.pid)
      .filter((pid) => {
        try {
          const state = /\) (\S)/.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1];
          if (state === 'Z' || state === 'X') return false;
          return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(this.dir);
        } catch {
          return false;
        }
      });
  }

  /** Takes the lab down, whatever is left of it, and removes the sandbox. @throws when something stays behind */
  async end(): Promise<void> {
    for (const child of this.#children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }
    await this.run('down', '--all');
    const left = [...this.namespaces(), ...this.processes().map(describeProcess)];
    rmSync(this.dir, { recursive: true, force: true });
    if (left.length > 0) throw new Error(`Left behind: ${left.join(', ')}`);
  }
}

/** Collects what a command prints until it ends. */
async function resultOf(child: ChildProcess): Promise<CommandResult> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [status, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { status: status ?? (signal === null ? -1 : 128), stdout, stderr };
}

/** Waits for the first line of a stream that fits, and fails after the time. */
export async function lineThat<T>(
  stream: NodeJS.ReadableStream,
  pick: (line: string) => T | undefined,
  timeoutMs = 10_000,
): Promise<T> {
  const lines = createInterface({ input: stream });
  const timer = setTimeout(() => lines.close(), timeoutMs);
  try {
    for await (const line of lines) {
      const picked = pick(line);
      if (picked !== undefined) return picked;
    }
  } finally {
    clearTimeout(timer);
    lines.close();
  }
  throw new Error(`No such line within ${timeoutMs} ms`);
}

/** A process as a failure names it: its id, state and command line. */
function describeProcess(pid: number): string {
  try {
    const state = /\) (\S)/.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1] ?? '?';
    const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ').trim();
    return `process ${pid} (${state}) ${command}`;
  } catch {
    return `process ${pid}, which ended just now`;
  }
}
