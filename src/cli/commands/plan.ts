/** `wireloom plan`: what `up` would do. Executes nothing, writes nothing, loads no FFI. */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { Plan } from '../../plan/plan.ts';
import { EXIT_DIFFERS } from '../exit.ts';

interface PlanFlags {
  readonly name?: string;
  readonly strict?: boolean;
  readonly json?: boolean;
  readonly exitCode?: boolean;
}

export function plan(): Command {
  return new Command('plan')
    .description('print what "up" would do, with reasons; does nothing')
    .argument('[file]', 'lab file, YAML or DOT')
    .option('-n, --name <lab>', 'name of the lab, instead of the one in the file')
    .option('--strict', 'treat warnings about the lab file as errors')
    .option('--exit-code', 'end with status 2 when there is something to do')
    .option('--json', 'print the plan and the actions as JSON')
    .action(printPlan);
}

/** Prints the actions for a lab file against the lab that runs, if one does. */
export async function printPlan(file: string | undefined, flags: PlanFlags): Promise<void> {
  const [{ findLabFile, loadLabFile }, { actionsBetween }, { paintSign, paintDim }] = await Promise.all([
    import('../../api/lab-file.ts'),
    import('../../plan/actions.ts'),
    import('../paint.ts'),
  ]);
  const { name, strict } = flags;
  const options = { ...(name === undefined ? {} : { name }), ...(strict === undefined ? {} : { strict }) };
  const wanted = loadLabFile(file ?? findLabFile(), options, (line) => process.stderr.write(`${line}\n`));
  const actions = actionsBetween(await runningPlan(wanted.name), wanted);
  if (flags.json === true)
    process.stdout.write(`${JSON.stringify({ schema: 1, lab: wanted.name, plan: wanted, actions })}\n`);
  else {
    for (const { sign, object, text, reason } of actions) {
      process.stdout.write(`${paintSign(sign)} ${object}: ${text}${paintDim(`  (${reason})`)}\n`);
    }
    const sum =
      actions.length === 0
        ? `nothing to do: lab ${wanted.name} is as the file says`
        : `${actions.length} actions`;
    process.stdout.write(`${sum}\n`);
  }
  if (flags.exitCode === true && actions.length > 0) process.exitCode = EXIT_DIFFERS;
}

/** The plan that a lab was built from, out of its state folder; null when no such lab runs. */
async function runningPlan(lab: string): Promise<Plan | null> {
  if (process.platform !== 'linux') return null;
  const [{ daemonRuns, readIdentity }, { labPaths }] = await Promise.all([
    import('../../lab/identity.ts'),
    import('../../lab/paths.ts'),
  ]);
  const identity = readIdentity(lab);
  if (identity === null || !daemonRuns(identity)) return null;
  try {
    return JSON.parse(readFileSync(labPaths(lab).plan, 'utf8')) as Plan;
  } catch {
    return null; // It is being built this moment.
  }
}
