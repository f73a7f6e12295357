/** Services against hands that kill: the fabric lives on, the node gets a new anchor, the service starts again. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { StatusReport } from '../../src/lab/reports.ts';
import { Sandbox, noLabs } from '../support/sandbox.ts';
import { Watcher } from '../support/watcher.ts';

const LAB = `
topology:
  nodes:
    a: { services: { idle: { cmd: [sleep, infinity] } } }
    b: {}
  links: [{ endpoints: ["a:eth1", "b:eth1"] }]
`;

test('a service runs again after the anchor of its node was killed', { skip: noLabs() }, async () => {
  const box = new Sandbox();
  after(() => box.end());
  await box.ok('up', box.file('life.lab.yml', LAB), '--name', box.lab);
  const watcher = await Watcher.start(box);
  after(() => watcher.end());

  const journal = readFileSync(join(box.dir, 'state/wireloom', box.lab, 'journal.jsonl'), 'utf8');
  const anchor = /"anchor of a","identity":\{"pid":(\d+)/.exec(journal)?.[1];
  process.kill(Number(anchor), 'SIGKILL');
  const ended = await watcher.event(({ text }) => text.includes('ended with SIGKILL'));
  await watcher.event(({ seq, text }) => seq > ended.seq && text.includes('service idle process'));

  const status = await box.json<StatusReport>('status', box.lab);
  assert.equal(status.state, 'up');
  assert.deepEqual(
    status.services.map(({ state }) => state),
    ['running'],
  );
  assert.equal(await box.ok('exec', `${box.lab}.a`, 'hostname'), 'a\n');
});
