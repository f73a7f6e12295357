/**
 * Entry of the fabric process: `node fabric-main.js LAB`. It serves wireloomd on a unix socket and outlives it. It
 * says `ready` on descriptor 1 once it listens.
 */
import { stat } from 'node:fs/promises';
import { OperationError } from '../../base/errors.ts';
import { RpcServer } from '../../net/control/rpc-server.ts';
import { processIdentity } from '../../sys/process.ts';
import { runCheck } from '../checks/run-check.ts';
import { Journal } from '../journal.ts';
import { openLog } from '../log-file.ts';
import { labPaths } from '../paths.ts';
import { Fabric } from './fabric.ts';
import type { BuildParams, CheckParams, NodeParams } from './protocol.ts';

const lab = process.argv[2] ?? '';
const paths = labPaths(lab);
const log = openLog('fabric', paths.fabricLog);

process.on('uncaughtException', (error) => {
  log.fatal({ err: error }, 'uncaught');
  process.exit(70);
});

// Threads inherit the namespace of the thread that starts them: the pool starts now, while this one is at home.
await stat('/');
const journal = new Journal(paths.journal);
const self = processIdentity(process.pid);
if (self !== null) journal.record([{ type: 'process', role: 'fabric', identity: self }]);
let fabric: Fabric | null = null;

function built(): Fabric {
  if (fabric !== null) return fabric;
  throw new OperationError('ERR_LAB_BROKEN', `Cannot use the fabric of lab "${lab}": it has not been built`);
}

const server = new RpcServer({
  build: async (call) => {
    const { plan, identity } = call.params as unknown as BuildParams;
    fabric = new Fabric(lab, paths, journal, (event) => server.publish({ ...event }));
    await fabric.build(plan, identity, (value) => call.progress({ ...value }));
  },
  subscribe: async (call) => {
    call.subscribe();
    if (fabric === null) return [];
    return [{ type: 'observations', changes: [...fabric.observations] }, ...fabric.services.values()];
  },
  entrance: async (call) =>
    await built()
      .node((call.params as unknown as NodeParams).node)
      .entrance(),
  run: async (call) => {
    const { node, argv = [] } = call.params as unknown as NodeParams;
    return await built().node(node).run(argv, {});
  },
  counters: async () => await built().counters(),
  check: async (call) => await runCheck(built(), (call.params as unknown as CheckParams).check),
  shutdown: async () => {
    await fabric?.close();
    journal.close();
    // The journal's file may have been deleted under us: what is in it is answered as well.
    setImmediate(() => process.exit(0));
    return journal.entries();
  },
});

// A hang-up of the terminal, or its Ctrl-C, is no business of a lab's.
for (const signal of ['SIGHUP', 'SIGINT'] as const) process.on(signal, () => log.info({ signal }, 'ignored'));
await server.listen(paths.fabricSocket);
process.stdout.write('ready\n');
log.info({ lab, pid: process.pid }, 'listens');
