/**
 * The `wireloom` command. Commands are defined in `commands/`, one file each; what a command needs is loaded when it
 * runs, so that help is instant and the commands that need no Linux load no FFI.
 */
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { down } from './commands/down.ts';
import { events } from './commands/events.ts';
import { exec } from './commands/exec.ts';
import { exportCommand } from './commands/export.ts';
import { graph } from './commands/graph.ts';
import { logs } from './commands/logs.ts';
import { plan } from './commands/plan.ts';
import { schema } from './commands/schema.ts';
import { shell } from './commands/shell.ts';
import { status } from './commands/status.ts';
import { up } from './commands/up.ts';
import { validate } from './commands/validate.ts';
import { verify } from './commands/verify.ts';
import { EXIT_USAGE, fail } from './exit.ts';

const MANIFEST = new URL('../../../package.json', import.meta.url);
const COMMANDS = [
  up,
  down,
  plan,
  status,
  verify,
  exec,
  shell,
  logs,
  events,
  graph,
  exportCommand,
  validate,
  schema,
];

const AFTER_HELP = `
Which lab: the argument; else the one lab file in this folder; else your only running lab (never for "down").
Exit status: 0 done, 1 failed, 2 the wire differs from the plan, 64 wrong usage; "exec" gives the command's own.
`;

function version(): string {
  return (JSON.parse(readFileSync(MANIFEST, 'utf8')) as { version: string }).version;
}

const program = new Command('wireloom')
  .description('Virtual Ethernet laboratories from one file, whose cabling is proved on the wire')
  .version(version(), '-V, --version')
  .helpCommand('help [command]', 'help for a command')
  .showHelpAfterError('(run with --help for the possible words)')
  .addHelpText('after', AFTER_HELP)
  .enablePositionalOptions()
  .exitOverride();

for (const command of COMMANDS) program.addCommand(command().exitOverride().copyInheritedSettings(program));

// A reader that goes away ("| head") is not an error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : EXIT_USAGE;
  else fail(error);
}
