import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { StatusReport, VerifyReport } from '../../src/lab/reports.ts';
import { statusReportSchema, verifyReportSchema } from '../../src/lab/reports.ts';
import { PROJECT, Sandbox, noLabs } from '../support/sandbox.ts';

const skip = noLabs();

test('the ring of the PTM document', { skip }, async (t) => {
  const box = new Sandbox();
  after(() => box.end());
  before(() => {
    for (const name of ['ring.dot', 'ring-as-printed.dot'])
      copyFileSync(join(PROJECT, 'examples', name), join(box.dir, name));
  });
  const up = async (): Promise<string> => await box.ok('up', 'ring.dot', '--name', box.lab);

  await t.test('up returns when all eight ports pass', async () => {
    const printed = await up();
    assert.match(printed, /4 nodes, 4 links, 8 of 8 ports pass/);
  });

  await t.test('up on an unchanged lab does nothing', async () => {
    const before = box.inNetns('vm1', 'ip', '-o', 'link');
    assert.match(await up(), /is as the file says: .*8 of 8 ports pass/);
    assert.equal(box.inNetns('vm1', 'ip', '-o', 'link'), before);
  });

  await t.test('status --json is what its schema says', async () => {
    const report = await box.json<StatusReport>('status', box.lab);
    assert.deepEqual(statusReportSchema.parse(report), report);
    assert.equal(report.state, 'up');
    assert.deepEqual(
      report.ports.map(
        ({ node, port, verdict, evidence, observed }) =>
          `${node}:${port} ${verdict} ${evidence} ${observed.join()}`,
      ),
      [
        'vm1:eth1 pass lldp vm2:eth1',
        'vm1:eth2 pass lldp vm4:eth2',
        'vm2:eth1 pass lldp vm1:eth1',
        'vm2:eth2 pass lldp vm3:eth1',
        'vm4:eth1 pass lldp vm3:eth2',
        'vm4:eth2 pass lldp vm1:eth2',
        'vm3:eth1 pass lldp vm2:eth2',
        'vm3:eth2 pass lldp vm4:eth1',
      ].sort(
        (a, b) =>
          report.ports.findIndex((p) => a.startsWith(`${p.node}:${p.port} `)) -
          report.ports.findIndex((p) => b.startsWith(`${p.node}:${p.port} `)),
      ),
    );
  });

  await t.test('status prints the table of the document for all nodes', async () => {
    const printed = await box.ok('status', box.lab);
    assert.match(printed, /Node +Port +Status +Expected Nbr +Observed Nbr +Last Updated/);
    assert.match(printed, /vm1 +eth1 +pass +vm2:eth1 +vm2:eth1 +\d+s/);
  });

  await t.test('neighbours answer at the addresses of the document, by the kernel of each node', () => {
    for (const [node, address] of [
      ['vm1', '10.100.12.2'],
      ['vm1', '10.100.41.4'],
      ['vm3', '10.100.23.2'],
      ['vm3', '10.100.34.4'],
    ] as const) {
      box.inNetns(node, 'ping', '-c1', '-W2', address);
    }
  });

  await t.test('a node has its own host name, hosts file, /run and /tmp', async () => {
    assert.equal((await box.ok('exec', `${box.lab}.vm3`, 'hostname')).trim(), 'vm3');
    assert.match(
      await box.ok('exec', `${box.lab}.vm3`, '--', 'getent', 'hosts', 'vm4'),
      /10\.100\.\d+\.4 +vm4/,
    );
    assert.equal(
      await box.ok('exec', `${box.lab}.vm3`, '--', 'sh', '-c', 'echo x > /tmp/mark; ls /tmp'),
      'mark\n',
    );
    assert.equal(await box.ok('exec', `${box.lab}.vm4`, 'ls', '/tmp'), '');
    assert.equal(await box.ok('exec', `${box.lab}.vm3`, 'ls', '/tmp'), 'mark\n');
  });

  await t.test(
    "exec gives the program's own status, 127 for none, 125 when it could not be tried",
    async () => {
      assert.equal((await box.run('exec', `${box.lab}.vm1`, '--', 'sh', '-c', 'exit 7')).status, 7);
      assert.equal((await box.run('exec', `${box.lab}.vm1`, 'no-such-program')).status, 127);
      assert.equal((await box.run('exec', `${box.lab}.vm9`, 'true')).status, 125);
    },
  );

  await t.test('verify passes with status 0', async () => {
    const result = await box.run('verify', box.lab);
    assert.equal(result.status, 0, result.stdout + result.stderr);
    assert.match(result.stdout, /as planned, 8 of 8 ports pass/);
  });

  await t.test(
    'verify --plan with the file as printed names four fails, four passes and the swap',
    async () => {
      const result = await box.run('verify', box.lab, '--plan', 'ring-as-printed.dot', '--json');
      assert.equal(result.status, 2);
      const report = verifyReportSchema.parse(JSON.parse(result.stdout)) as VerifyReport;
      const verdicts = Object.fromEntries(
        report.ports.map(({ node, port, verdict }) => [`${node}:${port}`, verdict]),
      );
      assert.deepEqual(verdicts, {
        'vm1:eth1': 'pass',
        'vm1:eth2': 'pass',
        'vm2:eth1': 'pass',
        'vm2:eth2': 'fail',
        'vm3:eth1': 'fail',
        'vm3:eth2': 'fail',
        'vm4:eth1': 'fail',
        'vm4:eth2': 'pass',
      });
      assert.deepEqual(
        report.diagnosis.map(({ text }) => text),
        ['vm3:eth1 and vm3:eth2 are swapped'],
      );
    },
  );

  await t.test('another file with the same lab name is refused', async () => {
    const result = await box.run('up', 'ring-as-printed.dot', '--name', box.lab);
    assert.equal(result.status, 1);
    assert.match(result.stderr, /a lab of that name runs from .*ring\.dot/);
  });

  await t.test('down leaves no namespace, process, state or socket', async () => {
    await box.ok('down', box.lab);
    assert.deepEqual(box.namespaces(), []);
    assert.deepEqual(box.processes(), []);
    const known = await box.json<{ labs: unknown[] }>('status', '--all');
    assert.deepEqual(known.labs, []);
    assert.equal((await box.run('status', box.lab)).status, 1);
  });
});
