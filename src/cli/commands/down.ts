/** `wireloom down`: removes a lab, whatever state it is in. */
import { Command } from 'commander';
import { UsageError } from '../../base/errors.ts';
import { EXIT_FAILED } from '../exit.ts';

interface DownFlags {
  readonly all?: boolean;
}

export function down(): Command {
  return new Command('down')
    .alias('destroy')
    .description('remove a lab: its processes, namespaces and links, and nothing else')
    .argument('[lab]', 'lab file, or name of a lab')
    .option('--all', 'remove all labs of this user')
    .action(async (argument: string | undefined, flags: DownFlags) => {
      const [{ Lab }, { selectLab }, { knownLabs }] = await Promise.all([
        import('../../api/lab.ts'),
        import('../select-lab.ts'),
        import('../../lab/identity.ts'),
      ]);
      if (flags.all === true && argument !== undefined) throw new UsageError('Give a lab or --all, not both');
      const labs = flags.all === true ? knownLabs() : [selectLab(argument, { neverGuess: true })];
      for (const lab of labs) {
        const started = performance.now();
        const report = await Lab.down(lab);
        for (const line of report.left) process.stderr.write(`Left behind: ${line}\n`);
        if (report.left.length > 0) process.exitCode = EXIT_FAILED;
        else
          process.stdout.write(
            `lab ${lab} is down (${((performance.now() - started) / 1000).toFixed(2)} s)\n`,
          );
      }
      if (labs.length === 0) process.stdout.write('there is no lab\n');
    });
}
