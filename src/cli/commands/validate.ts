/** `wireloom validate`: everything that is wrong with a lab file, in one run. Executes nothing, loads no FFI. */
import { Command } from 'commander';
import { EXIT_FAILED } from '../exit.ts';

interface ValidateFlags {
  readonly strict?: boolean;
  readonly json?: boolean;
}

export function validate(): Command {
  return new Command('validate')
    .description('say everything that is wrong with lab files, as FILE:LINE:COLUMN; builds nothing')
    .argument('[files...]', 'lab files, YAML or DOT')
    .option('--strict', 'treat warnings as errors')
    .option('--json', 'print JSON')
    .action(async (files: string[], flags: ValidateFlags) => {
      const [{ displayPath, findLabFile, readLabFile }, { formatProblem }] = await Promise.all([
        import('../../api/lab-file.ts'),
        import('../../plan/source.ts'),
      ]);
      for (const file of files.length === 0 ? [findLabFile()] : files) {
        const { path, plan, problems } = readLabFile(file, { strict: flags.strict ?? false });
        if (plan === null) process.exitCode = EXIT_FAILED;
        if (flags.json === true) {
          process.stdout.write(`${JSON.stringify({ schema: 1, file: path, ok: plan !== null, problems })}\n`);
          continue;
        }
        for (const problem of problems)
          process.stderr.write(`${formatProblem(displayPath(path), problem)}\n`);
        if (plan === null) continue;
        process.stdout.write(
          `${displayPath(path)}: lab ${plan.name}, ${plan.nodes.length} nodes, ${plan.links.length} links, ok\n`,
        );
      }
    });
}
