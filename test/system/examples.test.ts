/**
 * The small labs of `examples/`: each comes up and is verified with every check passing, then something is broken
 * behind Wireloom's back, and exactly the checks that have to notice do.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { VerifyReport } from '../../src/lab/reports.ts';
import { verifyReportSchema } from '../../src/lab/reports.ts';
import { requirePeer } from '../support/peers.ts';
import { PROJECT, Sandbox, noLabs } from '../support/sandbox.ts';
import { Watcher } from '../support/watcher.ts';
import { WireHands } from '../support/wire-hands.ts';

const skip = noLabs();
const { skip: noPython } = requirePeer('python3', 'python3');

/** Brings an example up and expects every port and every check to pass; takes it down after the test. */
async function bringUp(t: TestContext, file: string, checkCount: number): Promise<Sandbox> {
  const box = new Sandbox();
  t.after(() => box.end());
  await box.ok('up', join(PROJECT, 'examples', file), '--name', box.lab, '--strict');
  await expectFailed(box, []);
  const report = await box.json<VerifyReport>('verify', box.lab);
  assert.equal(report.checks.length, checkCount);
  return box;
}

/** Expects the wiring as planned and exactly these checks to fail. @returns their details */
async function expectFailed(box: Sandbox, names: readonly string[]): Promise<string[]> {
  const { status, stdout, stderr } = await box.run('verify', box.lab, '--json');
  const report = verifyReportSchema.parse(JSON.parse(stdout));
  const failed = report.checks.filter(({ ok }) => !ok);
  assert.deepEqual(
    failed.map(({ name }) => name),
    names,
    JSON.stringify(report.checks),
  );
  assert.deepEqual(report.diagnosis, []);
  assert.equal(status, names.length === 0 ? 0 : 2, stderr);
  return failed.map(({ detail }) => detail);
}

test('web.lab.yml: a service answers in its node, and comes back when it is killed', {
  skip: skip || noPython,
}, async (t) => {
  const box = await bringUp(t, 'web.lab.yml', 3);
  const [ping, http, tcp] = [
    'ping client to server',
    'http client to http://server:8000/',
    'tcp client to server:8000',
  ] as const;

  await t.test(
    'all checks fail when the client cannot reach the server: none asks from elsewhere',
    async () => {
      box.inNetns('client', 'ip', 'route', 'add', 'blackhole', '10.0.0.1/32');
      await expectFailed(box, [ping, http, tcp]);
      box.inNetns('client', 'ip', 'route', 'del', 'blackhole', '10.0.0.1/32');
      await expectFailed(box, []);
    },
  );

  await t.test('the HTTP check alone fails when the page says something else', async () => {
    const page = '/srv/web/index.html';
    await box.ok('exec', `${box.lab}.server`, '--', 'sh', '-c', `cp ${page} /tmp; echo Goodbye > ${page}`);
    const [detail = ''] = await expectFailed(box, [http]);
    assert.match(detail, /the body does not contain "Hello"/);
    await box.ok('exec', `${box.lab}.server`, 'cp', '/tmp/index.html', page);
    await expectFailed(box, []);
  });

  await t.test('logs prints what the service wrote, and who asked it', async () => {
    const printed = await box.ok('logs', '--lab', box.lab, 'server');
    assert.match(printed, /^server\/http: Serving HTTP on /m);
    assert.match(printed, /^server\/http: 10\.0\.0\.2 .*"GET \/ HTTP\/1\.1" 200/m);
  });

  await t.test('a service killed in its node runs again, and events tell it', async () => {
    const watcher = await Watcher.start(box);
    t.after(() => watcher.end());
    const before = await servicePid(box);
    await box.ok('exec', `${box.lab}.server`, '--', 'sh', '-c', `kill -9 ${before}`);
    const ended = await watcher.event(({ text }) =>
      /service http ended with SIGKILL, starts again/.test(text),
    );
    assert.equal(ended.type, 'service');
    assert.equal(ended.node, 'server');
    await watcher.event(({ seq, text }) => seq > ended.seq && /service http process \d+/.test(text));
    await box.ok('exec', `${box.lab}.server`, '--', 'sh', '-c', WAIT_FOR_SERVER);
    assert.notEqual(await servicePid(box), before);
    await expectFailed(box, []);
  });
});

/** Waits inside the node, with the node's own python, until the port answers. */
const WAIT_FOR_SERVER =
  'for i in $(seq 100); do python3 -c \'import socket; socket.create_connection(("127.0.0.1", 8000))\' 2>/dev/null && exit 0; sleep 0.05; done; exit 1';

/** Process id of the web server as its node numbers it. */
async function servicePid(box: Sandbox): Promise<string> {
  // The bracket keeps the shell, whose command line holds the pattern, from finding itself.
  const script = 'for p in /proc/[0-9]*; do grep -aq "http[.]server" $p/cmdline && basename $p; done; true';
  return (await box.ok('exec', `${box.lab}.server`, '--', 'sh', '-c', script)).trim();
}

test('routers.lab.yml: packets cross the router, and do not reach the island', { skip }, async (t) => {
  const box = await bringUp(t, 'routers.lab.yml', 4);

  await t.test('a router that forwards no IPv4 fails the one check that needs it', async () => {
    box.inNetns('router', 'sysctl', '-qw', 'net.ipv4.ip_forward=0');
    const [detail = ''] = await expectFailed(box, ['across by IPv4']);
    assert.match(detail, /10\.2\.0\.2 answered 0 of/);
    box.inNetns('router', 'sysctl', '-qw', 'net.ipv4.ip_forward=1');
    await expectFailed(box, []);
  });

  await t.test('an island that gets a route is no island', async () => {
    box.inNetns('island', 'ip', 'route', 'add', 'default', 'via', '10.3.0.1');
    const [detail = ''] = await expectFailed(box, ['left does not reach the island']);
    assert.match(detail, /10\.3\.0\.2 answered, and must not/);
  });
});

test('bridge.lab.yml: a bridge node, a bridge inside a node, and a hub', { skip }, async (t) => {
  const box = await bringUp(t, 'bridge.lab.yml', 4);
  const inside = 'a to b through the bridge inside middle';

  await t.test('a port that sees every frame twice fails the via check, and no other', async () => {
    const hands = new WireHands(box);
    hands.double('br:p2', 'middle:eth1', 'middle:eth1');
    const [detail = ''] = await expectFailed(box, [inside]);
    assert.match(detail, /middle:eth1 saw 0 of 10 frames exactly once/);
    hands.lead('br:p2', 'middle:eth1');
    await expectFailed(box, []);
  });

  await t.test('a port taken out of the bridge stops the traffic', async () => {
    box.inNetns('middle', 'ip', 'link', 'set', 'eth2', 'nomaster');
    await expectFailed(box, ['ping a to b', inside, 'a to c through the bridge node']);
    box.inNetns('middle', 'ip', 'link', 'set', 'eth2', 'master', 'br0');
    await expectFailed(box, []);
  });
});

test('files.lab.yml: files, private folders, environment and commands of a node', { skip }, async (t) => {
  const box = await bringUp(t, 'files.lab.yml', 7);

  await t.test('nothing of it is on this machine', () => {
    for (const path of ['/etc/greeting.txt', '/var/lib/app', '/tmp/env.txt'])
      assert.equal(existsSync(path), false, path);
  });

  await t.test('a file changed in the node fails the checks that read it', async () => {
    await box.ok('exec', `${box.lab}.one`, '--', 'sh', '-c', 'echo "Good night." > /etc/greeting.txt');
    const [detail = ''] = await expectFailed(box, ['the copied file', 'the copy of exec']);
    assert.equal(detail, 'printed "Good night.", must be "Good morning."');
  });
});
