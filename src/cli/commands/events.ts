/** `wireloom events`: what happens in a lab, one JSON object a line. */
import { Command } from 'commander';

interface EventsFlags {
  readonly history?: boolean;
  readonly text?: boolean;
}

export function events(): Command {
  return new Command('events')
    .description(
      'print what happens in a lab, one JSON object a line, until Ctrl-C or until the lab goes down',
    )
    .argument('[lab]', 'lab file, or name of a lab')
    .option('--history', 'begin with the events that are remembered')
    .option('--text', 'print lines for people instead of JSON')
    .option('--json', 'print JSON (the default)')
    .action(async (argument: string | undefined, flags: EventsFlags) => {
      const [{ Lab }, { selectLab }] = await Promise.all([
        import('../../api/lab.ts'),
        import('../select-lab.ts'),
      ]);
      const lab = await Lab.connect(selectLab(argument));
      process.once('SIGINT', () => process.exit(0));
      for await (const event of lab.events({ history: flags.history ?? false })) {
        process.stdout.write(
          flags.text === true ? `${event.time} ${event.text}\n` : `${JSON.stringify(event)}\n`,
        );
      }
      lab.close();
    });
}
