/** `wireloom graph`: draws a lab file (executes nothing, loads no FFI), or a running lab with its verdicts. */
import { Command, Option } from 'commander';

interface GraphFlags {
  readonly format: 'dot' | 'svg' | 'mermaid';
  readonly strict?: boolean;
}

export function graph(): Command {
  return new Command('graph')
    .description('draw a lab file, or a running lab with its verdicts in colour, on standard output')
    .argument('[file|lab]', 'lab file, or name of a running lab')
    .addOption(
      new Option('-f, --format <format>', 'what to draw').choices(['dot', 'svg', 'mermaid']).default('svg'),
    )
    .option('--strict', 'treat warnings about the lab file as errors')
    .action(async (argument: string | undefined, flags: GraphFlags) => {
      const [{ findLabFile, loadLabFile, looksLikeFile }, { drawPlan }] = await Promise.all([
        import('../../api/lab-file.ts'),
        import('../../api/draw.ts'),
      ]);
      if (argument !== undefined && !looksLikeFile(argument)) {
        const { Lab } = await import('../../api/lab.ts');
        const lab = await Lab.connect(argument);
        process.stdout.write(await drawPlan(lab.plan(), flags.format, (await lab.status()).ports));
        lab.close();
        return;
      }
      const options = flags.strict === undefined ? {} : { strict: flags.strict };
      const plan = loadLabFile(argument ?? findLabFile(), options, (line) =>
        process.stderr.write(`${line}\n`),
      );
      process.stdout.write(await drawPlan(plan, flags.format));
    });
}
