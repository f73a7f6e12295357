/** What a lab that cannot be built, or is interrupted, leaves: nothing of its own, and everything of others. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Sandbox, noLabs } from '../support/sandbox.ts';

const skip = noLabs();

test('a namespace of somebody else with a name of the lab is named and stays', { skip }, async () => {
  const box = new Sandbox();
  const foreign = `${box.lab}.b`;
  box.tool('ip', 'netns', 'add', foreign);
  try {
    const result = await box.run(
      'up',
      box.file('two.dot', 'graph g { a:eth1 -- b:eth1 }'),
      '--name',
      box.lab,
    );
    assert.equal(result.status, 1);
    assert.match(result.stderr, /\.b exists and is not of this lab/);
    assert.deepEqual(box.namespaces(), [foreign]);
  } finally {
    box.tool('ip', 'netns', 'del', foreign);
    await box.end();
  }
});

test('up that is interrupted at any moment leaves nothing', { skip }, async () => {
  const box = new Sandbox();
  after(() => box.end());
  const links = Array.from({ length: 120 }, (_, n) => `n${n}:eth2 -- n${n + 1}:eth1`);
  const file = box.file('chain.dot', `graph g { ${links.join('\n')} }`);
  for (const delayMs of [180, 220, 260, 300, 350, 400]) {
    const child = box.start(['up', file, '--name', box.lab], ['ignore', 'ignore', 'ignore']);
    await sleep(delayMs);
    child.kill('SIGINT');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    if (child.exitCode !== 0) {
      assert.deepEqual(box.namespaces(), [], `after ${delayMs} ms`);
      assert.deepEqual(box.processes(), [], `after ${delayMs} ms`);
    } else await box.run('down', box.lab);
  }
});

test('a lab whose state folder was deleted under it answers still, and goes down without a rest', {
  skip,
}, async (t) => {
  const box = new Sandbox();
  t.after(() => box.end());
  const file = box.file('a.dot', 'graph a { one:eth1 -- two:eth1 }\n');
  await box.ok('up', file, '--name', box.lab);
  await box.ok('exec', `${box.lab}.one`, 'true');
  rmSync(join(box.dir, 'state', 'wireloom', box.lab), { recursive: true });
  assert.match(await box.ok('status', box.lab), /2 of 2 ports pass/);
  await box.ok('down', box.lab);
  assert.deepEqual([...box.namespaces(), ...box.processes()], []);
});
