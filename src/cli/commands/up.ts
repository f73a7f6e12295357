/** `wireloom up`: builds a lab and returns when its wiring is proved. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { EXIT_DIFFERS } from '../exit.ts';

interface UpFlags {
  readonly name?: string;
  readonly wait: boolean;
  readonly timeout: number;
  readonly fresh?: boolean;
  readonly dryRun?: boolean;
  readonly strict?: boolean;
  readonly json?: boolean;
}

/** Reads a number of seconds. */
export function seconds(text: string): number {
  const value = Number(text.replace(/s$/, ''));
  if (!Number.isFinite(value) || value < 0) throw new InvalidArgumentError('must be a number of seconds.');
  return value;
}

export function up(): Command {
  return new Command('up')
    .aliases(['deploy', 'apply'])
    .description('build the lab that FILE describes, and return when its wiring is proved')
    .argument('[file]', 'lab file, YAML or DOT')
    .option('-n, --name <lab>', 'name of the lab, instead of the one in the file')
    .option('--no-wait', 'return when the lab is built, without waiting for the verdicts')
    .addOption(
      new Option('--timeout <seconds>', 'how long to wait for the verdicts').argParser(seconds).default(30),
    )
    .option('--fresh', 'take a running lab down first')
    .option('--dry-run', 'print what would be done, and do nothing (as "plan")')
    .option('--strict', 'treat warnings about the lab file as errors')
    .option('--json', 'print the result as JSON')
    .action(async (file: string | undefined, flags: UpFlags) => {
      if (flags.dryRun === true) {
        const { printPlan } = await import('./plan.ts');
        await printPlan(file, { ...flags, exitCode: false });
        return;
      }
      await run(file, flags);
    });
}

async function run(file: string | undefined, flags: UpFlags): Promise<void> {
  const started = performance.now();
  const [{ findLabFile, loadLabFile }, { Lab }, { showProgress }, { printOutcome }] = await Promise.all([
    import('../../api/lab-file.ts'),
    import('../../api/lab.ts'),
    import('../progress.ts'),
    import('../outcome.ts'),
  ]);
  const { name, strict } = flags;
  const options = { ...(name === undefined ? {} : { name }), ...(strict === undefined ? {} : { strict }) };
  const plan = loadLabFile(file ?? findLabFile(), options, (line) => process.stderr.write(`${line}\n`));
  const abort = new AbortController();
  // The first Ctrl-C undoes this run; a second one ends us at once and leaves the rest to "down".
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      process.stderr.write(
        '\nInterrupted: removing what this run has built; once more to leave it to "wireloom down"\n',
      );
      abort.abort();
      process.once(signal, () => process.exit(signal === 'SIGINT' ? 130 : 143));
    });
  }
  const progress = showProgress(plan.name);
  try {
    const lab = await Lab.up(plan, {
      timeoutMs: flags.wait ? flags.timeout * 1000 : 0,
      fresh: flags.fresh ?? false,
      signal: abort.signal,
      onProgress: progress.update,
      onWait: () => process.stderr.write(`Waiting: another command works on lab "${plan.name}"\n`),
    });
    progress.finish();
    lab.close();
    printOutcome(plan, lab.up, (performance.now() - started) / 1000, flags.json ?? false);
    if (flags.wait && !lab.up.verified) process.exitCode = EXIT_DIFFERS;
  } catch (error) {
    progress.finish();
    throw error;
  }
}
