/**
 * Entry of the lab daemon: `node daemon-main.js LAB FILE`. The fabric's process is started before anything else is
 * loaded, so that both come up at the same time. Says `ready` on descriptor 1 once it serves.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { bootId, isAlive, processIdentity } from '../../sys/process.ts';
import { readIdentity, writeIdentity } from '../identity.ts';
import { Journal, readJournal } from '../journal.ts';
import { labPaths } from '../paths.ts';
import { startProcess } from './process-start.ts';

const [lab = '', file = ''] = process.argv.slice(2);
const paths = labPaths(lab);

const fabricRuns = readJournal(paths.journal).some(
  (entry) => entry.type === 'process' && entry.role === 'fabric' && isAlive(entry.identity),
);
const adopted = fabricRuns && existsSync(paths.plan) && existsSync(paths.fabricSocket);
const earlier = readIdentity(lab);
const uuid = adopted && earlier !== null ? earlier.uuid : randomUUID();
const self = processIdentity(process.pid);
if (self === null) throw new Error('Cannot read the own entry in /proc');
const journal = new Journal(paths.journal);
journal.record([{ type: 'process', role: 'wireloomd', identity: self }]);
rmSync(paths.apiSocket, { force: true });
let fabricReady = Promise.resolve();
if (!adopted) {
  rmSync(paths.fabricSocket, { force: true });
  const fabric = startProcess(
    'the fabric',
    new URL('../fabric/fabric-main.js', import.meta.url),
    [lab],
    paths.fabricLog,
  );
  fabricReady = fabric.ready;
  // Not left to the fabric: a lab that is cancelled at once is cleaned up before the fabric has loaded.
  const identity = processIdentity(fabric.pid);
  if (identity !== null) journal.record([{ type: 'process', role: 'fabric', identity }]);
  // Its failure is reported where it is awaited.
  fabricReady.catch(() => {});
}
journal.close();
writeIdentity({
  schema: 1,
  name: lab,
  file,
  uid: process.getuid?.() ?? 0,
  uuid,
  bootId: bootId(),
  daemon: self,
});

const [{ Daemon }, { openLog }] = await Promise.all([import('./daemon.ts'), import('../log-file.ts')]);
const log = openLog('wireloomd', paths.daemonLog);
process.on('uncaughtException', (error) => {
  log.fatal({ err: error }, 'uncaught');
  process.exit(70);
});
for (const signal of ['SIGHUP', 'SIGINT'] as const) process.on(signal, () => log.info({ signal }, 'ignored'));
await new Daemon({ lab, uuid, paths, log, fabricReady, adopted }).start();
process.stdout.write('ready\n');
log.info({ lab, pid: process.pid, adopted }, 'listens');
