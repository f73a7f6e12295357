/** `wireloom status`: nodes, links and verdicts of a lab, once or again and again. */
import { Command } from 'commander';
import type { Lab } from '../../api/lab.ts';
import type { StatusReport } from '../../lab/reports.ts';

interface StatusFlags {
  readonly all?: boolean;
  readonly watch?: boolean;
  readonly failed?: boolean;
  readonly counters?: boolean;
  readonly json?: boolean;
}

/** Redraw at least so often: the column "last updated" counts on. */
const REDRAW_MS = 1_000;

export function status(): Command {
  return new Command('status')
    .aliases(['inspect', 'ps'])
    .description('show the nodes, links and verdicts of a lab')
    .argument('[lab]', 'lab file, or name of a lab')
    .option('-a, --all', 'list all labs of this user')
    .option('-w, --watch', 'draw anew whenever something changes, until Ctrl-C')
    .option('--failed', 'only ports that do not pass')
    .option('--counters', 'LLDP frames of each port: received, sent, discarded, lost')
    .option('--json', 'print JSON')
    .action(async (argument: string | undefined, flags: StatusFlags) => {
      if (flags.all === true) {
        await listLabs(flags.json ?? false);
        return;
      }
      const [{ Lab }, { selectLab }] = await Promise.all([
        import('../../api/lab.ts'),
        import('../select-lab.ts'),
      ]);
      const lab = await Lab.connect(selectLab(argument));
      if (flags.watch === true) await watch(lab, flags);
      else await print(await lab.status(flags), flags);
      lab.close();
    });
}

async function print(report: StatusReport, flags: StatusFlags): Promise<void> {
  if (flags.json === true) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return;
  }
  process.stdout.write(await text(report, flags));
}

async function text(report: StatusReport, flags: StatusFlags): Promise<string> {
  const [{ paintVerdict }, { statusTable }, { portSums }] = await Promise.all([
    import('../paint.ts'),
    import('../status-table.ts'),
    import('../outcome.ts'),
  ]);
  if (report.counters !== undefined)
    return (await import('../counter-table.ts')).counterTable(report.counters);
  const colour = report.state === 'up' ? 'pass' : 'fail';
  const ports =
    flags.failed === true ? report.ports.filter(({ verdict }) => verdict !== 'pass') : report.ports;
  const down = report.links.filter(({ state }) => state !== 'up').length;
  const links = `${report.links.length} links${down === 0 ? '' : ` (${down} not up)`}`;
  const head = `lab ${report.lab} is ${paintVerdict(colour, report.state)}: ${report.nodes.length} nodes, ${links}, ${portSums(report.ports, report.notChecked.length)}`;
  const nodes = report.nodes
    .filter(({ state }) => state !== 'up')
    .map(({ name, kind, state }) => paintVerdict('fail', `node ${name} (${kind}) is ${state}`));
  const services = report.services.map(
    ({ node, service, state, detail }) =>
      `service ${node}/${service}: ${paintVerdict(['running', 'ready'].includes(state) ? 'pass' : 'fail', state)}, ${detail}`,
  );
  const findings = report.diagnosis.map((item) => paintVerdict('fail', item.text));
  const table = ports.length === 0 ? [] : [statusTable(ports)];
  return `${[head, ...table, ...nodes, ...services, ...findings].join('\n')}\n`;
}

/** Draws until interrupted or until the lab goes down. On a pipe every picture is appended. */
async function watch(lab: Lab, flags: StatusFlags): Promise<void> {
  const tty = process.stdout.isTTY === true;
  const CLEAR_TO_END = '\x1b[J';
  const HOME = '\x1b[H';
  const draw = async (): Promise<void> => {
    const report = await lab.status(flags);
    if (flags.json === true) process.stdout.write(`${JSON.stringify(report)}\n`);
    else {
      const picture = await text(report, flags);
      // Each line clears its own rest, so that nothing flickers.
      process.stdout.write(tty ? `${HOME}${picture.replaceAll('\n', '\x1b[K\n')}${CLEAR_TO_END}` : picture);
    }
  };
  if (tty) process.stdout.write('\x1b[2J');
  const timer =
    tty && flags.json !== true ? setInterval(() => void draw().catch(() => {}), REDRAW_MS) : undefined;
  await draw();
  process.once('SIGINT', () => process.exit(0));
  for await (const event of lab.events()) if (event.type !== 'fault') await draw().catch(() => {});
  clearInterval(timer);
}

async function listLabs(json: boolean): Promise<void> {
  const { daemonRuns, knownLabs, readIdentity } = await import('../../lab/identity.ts');
  const labs = knownLabs().map((name) => {
    const identity = readIdentity(name);
    return { name, file: identity?.file ?? null, running: identity !== null && daemonRuns(identity) };
  });
  if (json) {
    process.stdout.write(`${JSON.stringify({ schema: 1, labs })}\n`);
    return;
  }
  if (labs.length === 0) process.stdout.write('there is no lab\n');
  const width = Math.max(0, ...labs.map(({ name }) => name.length));
  for (const { name, file, running } of labs) {
    process.stdout.write(`${name.padEnd(width)}  ${running ? 'running' : 'dead   '}  ${file ?? ''}\n`);
  }
}
