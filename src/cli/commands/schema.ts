/** `wireloom schema`: the JSON Schema of the lab file, or of what a command prints. */
import { Argument, Command } from 'commander';

type SchemaName = 'lab' | 'status' | 'verify' | 'event';

export function schema(): Command {
  return new Command('schema')
    .description('print a JSON Schema')
    .addArgument(
      new Argument('[what]', 'the lab file, or the JSON output of a command')
        .choices(['lab', 'status', 'verify', 'event'])
        .default('lab'),
    )
    .action(async (what: SchemaName) => {
      const { schemaOf } = await import('../../api/schemas.ts');
      process.stdout.write(`${JSON.stringify(schemaOf(what), null, 2)}\n`);
    });
}
