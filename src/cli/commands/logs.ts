/** `wireloom logs`: what the services of a lab and its own processes have written. */
import { createReadStream, existsSync, readdirSync, statSync, watch } from 'node:fs';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { OperationError } from '../../base/errors.ts';

interface LogsFlags {
  readonly lab?: string;
  readonly follow?: boolean;
}

export function logs(): Command {
  return new Command('logs')
    .description("print the output of a node's services, or of the whole lab")
    .argument('[node]', 'node; all nodes and the lab itself when absent')
    .option('-l, --lab <lab>', 'lab file, or name of a lab')
    .option('-f, --follow', 'go on printing what is added, until Ctrl-C')
    .action(async (node: string | undefined, flags: LogsFlags) => {
      const [{ selectLab }, { labPaths }] = await Promise.all([
        import('../select-lab.ts'),
        import('../../lab/paths.ts'),
      ]);
      const lab = selectLab(flags.lab);
      const { logDir } = labPaths(lab);
      if (!existsSync(logDir))
        throw new OperationError('ERR_LAB_NOT_FOUND', `Cannot find lab "${lab}"`, { lab });
      const folder = node === undefined ? logDir : join(logDir, node);
      const tail = new LogTail(logDir, folder);
      await tail.print();
      if (flags.follow === true) await tail.follow();
    });
}

/** Prints log files line by line, each line with the name of its file, from where it stopped the last time. */
class LogTail {
  readonly #root: string;
  readonly #folder: string;
  readonly #offsets = new Map<string, number>();

  constructor(root: string, folder: string) {
    this.#root = root;
    this.#folder = folder;
  }

  /** Prints what is new in every file. */
  async print(): Promise<void> {
    if (!existsSync(this.#folder)) return;
    const files = readdirSync(this.#folder, { recursive: true }).map((name) =>
      join(this.#folder, String(name)),
    );
    for (const file of files.filter((name) => name.endsWith('.log')).sort()) await this.#printFile(file);
  }

  /** Prints what is added until the lab goes down. */
  async follow(): Promise<void> {
    const watcher = watch(this.#root, { recursive: true, persistent: true });
    let printing = Promise.resolve();
    await new Promise<void>((resolve) => {
      watcher.on('change', () => {
        printing = printing.then(() => this.print());
        if (!existsSync(this.#root)) resolve();
      });
      watcher.on('error', () => resolve());
    });
    watcher.close();
    await printing;
  }

  async #printFile(file: string): Promise<void> {
    const start = this.#offsets.get(file) ?? 0;
    const { size } = statSync(file);
    if (size <= start) return;
    this.#offsets.set(file, size);
    const label = relative(this.#root, file).replace(/\.log$/, '');
    const lines = createInterface({ input: createReadStream(file, { start, end: size - 1 }) });
    for await (const line of lines) process.stdout.write(`${label}: ${line}\n`);
  }
}
