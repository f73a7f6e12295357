/** `wireloom graph`: draws a lab file. Executes nothing, loads no FFI. */
import { Command, Option } from 'commander';

interface GraphFlags {
  readonly format: 'dot' | 'svg' | 'mermaid';
  readonly strict?: boolean;
}

export function graph(): Command {
  return new Command('graph')
    .description('draw the lab that FILE describes, on standard output')
    .argument('[file]', 'lab file, YAML or DOT')
    .addOption(
      new Option('-f, --format <format>', 'what to draw').choices(['dot', 'svg', 'mermaid']).default('svg'),
    )
    .option('--strict', 'treat warnings about the lab file as errors')
    .action(async (file: string | undefined, flags: GraphFlags) => {
      const [{ findLabFile, loadLabFile }, { drawPlan }] = await Promise.all([
        import('../../api/lab-file.ts'),
        import('../../api/draw.ts'),
      ]);
      const options = flags.strict === undefined ? {} : { strict: flags.strict };
      const plan = loadLabFile(file ?? findLabFile(), options, (line) => process.stderr.write(`${line}\n`));
      process.stdout.write(await drawPlan(plan, flags.format));
    });
}
