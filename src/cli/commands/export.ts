/** `wireloom export`: a lab file in the words of other programs. Executes nothing, loads no FFI. */
import { Argument, Command } from 'commander';

type ExportFormat = 'dot' | 'hosts' | 'ansible';

export function exportCommand(): Command {
  return new Command('export')
    .description('print the lab as a PTM topology file, an /etc/hosts fragment or an Ansible inventory')
    .addArgument(new Argument('<format>', 'what to write').choices(['dot', 'hosts', 'ansible']))
    .argument('[file]', 'lab file, YAML or DOT')
    .action(async (format: ExportFormat, file: string | undefined) => {
      const [{ findLabFile, loadLabFile }, { exportPlan }] = await Promise.all([
        import('../../api/lab-file.ts'),
        import('../../api/draw.ts'),
      ]);
      const plan = loadLabFile(file ?? findLabFile(), {}, (line) => process.stderr.write(`${line}\n`));
      process.stdout.write(exportPlan(plan, format));
    });
}
