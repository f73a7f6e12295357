/** `wireloom verify`: the wire against the plan, and the lab file's checks, once. */
import { Command, Option } from 'commander';
import { EXIT_DIFFERS } from '../exit.ts';
import { seconds } from './up.ts';

interface VerifyFlags {
  readonly plan?: string;
  readonly timeout: number;
  readonly checks: boolean;
  readonly json?: boolean;
}

export function verify(): Command {
  return new Command('verify')
    .description(
      'hold the wire against the plan, and run the checks of the lab file; status 2 when they differ',
    )
    .argument('[lab]', 'lab file, or name of a lab')
    .option('--plan <file>', 'hold the running lab against this file instead of its own')
    .option('--no-checks', 'only the wiring')
    .addOption(
      new Option('--timeout <seconds>', 'how long to wait for ports without information')
        .argParser(seconds)
        .default(5),
    )
    .option('--json', 'print JSON')
    .action(async (argument: string | undefined, flags: VerifyFlags) => {
      const [{ Lab }, { selectLab }, { loadLabFile }, { printVerification }] = await Promise.all([
        import('../../api/lab.ts'),
        import('../select-lab.ts'),
        import('../../api/lab-file.ts'),
        import('../outcome.ts'),
      ]);
      const other =
        flags.plan === undefined
          ? undefined
          : loadLabFile(flags.plan, {}, (line) => process.stderr.write(`${line}\n`));
      const lab = await Lab.connect(selectLab(argument));
      const report = await lab.verify({
        timeoutMs: flags.timeout * 1000,
        checks: flags.checks,
        ...(other === undefined ? {} : { plan: other }),
      });
      lab.close();
      if (flags.json === true) process.stdout.write(`${JSON.stringify(report)}\n`);
      else printVerification(report);
      if (!report.ok) process.exitCode = EXIT_DIFFERS;
    });
}
