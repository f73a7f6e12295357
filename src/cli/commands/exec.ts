/** `wireloom exec`: runs a program in a node, with its own exit status. */
import { Command, InvalidArgumentError } from 'commander';
import { EXIT_EXEC_FAILED, fail } from '../exit.ts';

interface ExecFlags {
  readonly lab?: string;
  readonly env: Readonly<Record<string, string>>;
}

export function exec(): Command {
  return new Command('exec')
    .description("run a program in a node; ends with the program's status, 125 when it could not be tried")
    .argument('<node>', 'node, or LAB.NODE')
    .argument('<command...>', 'program and its arguments; "--" before it where it has options')
    .option('-l, --lab <lab>', 'lab file, or name of a lab')
    .option('-e, --env <name=value>', 'set an environment variable (again for more)', collectEnv, {})
    .passThroughOptions()
    .action(async (node: string, command: string[], flags: ExecFlags) => {
      try {
        // Options after the node's name are the program's, so the "--" before it reaches us as a word.
        await enterNode(node, command[0] === '--' ? command.slice(1) : command, flags.lab, flags.env);
      } catch (error) {
        fail(error, EXIT_EXEC_FAILED);
      }
    });
}

/** Runs a program in a node given as `node` or `lab.node`. */
export async function enterNode(
  name: string,
  argv: readonly string[],
  labArgument: string | undefined,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const [{ Lab }, { selectLab }, { enter }] = await Promise.all([
    import('../../api/lab.ts'),
    import('../select-lab.ts'),
    import('../enter.ts'),
  ]);
  // A node's name has no dot, so one says that the lab is given as well.
  const dot = name.indexOf('.');
  const lab = await Lab.connect(dot < 0 ? selectLab(labArgument) : name.slice(0, dot));
  await enter(lab, dot < 0 ? name : name.slice(dot + 1), argv, env);
}

function collectEnv(text: string, before: Record<string, string>): Record<string, string> {
  const equals = text.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('must be NAME=VALUE.');
  return { ...before, [text.slice(0, equals)]: text.slice(equals + 1) };
}
