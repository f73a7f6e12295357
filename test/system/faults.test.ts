import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { VerifyReport } from '../../src/lab/reports.ts';
import { PROJECT, Sandbox, noLabs } from '../support/sandbox.ts';
import { Watcher } from '../support/watcher.ts';
import { WireHands } from '../support/wire-hands.ts';

const skip = noLabs();

test('faults made by ip and tc on the ring are found and named, and healing is seen', { skip }, async (t) => {
  const box = new Sandbox();
  const hands = new WireHands(box);
  after(() => box.end());
  await box.ok('up', join(PROJECT, 'examples/ring.dot'), '--name', box.lab);
  const watcher = await Watcher.start(box);
  after(() => watcher.end());

  /** Makes a fault, waits for exactly this diagnosis, mends it, waits until all is well. */
  const fault = (name: string, make: () => void, mend: () => void, texts: readonly RegExp[]): Promise<void> =>
    t.test(name, async () => {
      make();
      await watcher.diagnosed(
        (found) =>
          found.length === texts.length && texts.every((text) => found.some((line) => text.test(line))),
      );
      const report = await box.json<VerifyReport>('verify', box.lab, '--timeout', '0');
      assert.equal(report.ok, false);
      mend();
      await watcher.healed();
    });

  await fault(
    'cut: a port switched off in its node',
    () => hands.setPort('vm1:eth1', 'down'),
    () => hands.setPort('vm1:eth1', 'up'),
    [/vm1:eth1/],
  );
  await fault(
    'cut: a link end taken down in the fabric',
    () => hands.setEnd('vm2:eth2', 'down'),
    () => hands.setEnd('vm2:eth2', 'up'),
    [/vm2:eth2.*vm3:eth1|vm3:eth1.*vm2:eth2/],
  );
  await fault(
    'cut without loss of carrier: both redirects removed',
    () => {
      hands.deafen('vm1:eth1');
      hands.deafen('vm2:eth1');
    },
    () => hands.join('vm1:eth1', 'vm2:eth1'),
    [/vm1:eth1.*vm2:eth1/],
  );
  await fault(
    'one way: a redirect removed in one direction',
    () => hands.deafen('vm1:eth1'),
    () => hands.lead('vm1:eth1', 'vm2:eth1'),
    [/vm2:eth1.*vm1:eth1|vm1:eth1.*vm2:eth1/],
  );
  await fault(
    'swapped: two links exchange ends',
    () => {
      hands.join('vm1:eth1', 'vm4:eth1');
      hands.join('vm3:eth2', 'vm2:eth1');
    },
    () => {
      hands.join('vm1:eth1', 'vm2:eth1');
      hands.join('vm3:eth2', 'vm4:eth1');
    },
    [/(vm2:eth1 and vm4:eth1|vm1:eth1 and vm3:eth2) are swapped/],
  );
  await fault(
    'rotated: three links move on by one',
    () => {
      hands.join('vm1:eth1', 'vm3:eth1');
      hands.join('vm2:eth2', 'vm4:eth1');
      hands.join('vm3:eth2', 'vm2:eth1');
    },
    () => {
      hands.join('vm1:eth1', 'vm2:eth1');
      hands.join('vm2:eth2', 'vm3:eth1');
      hands.join('vm3:eth2', 'vm4:eth1');
    },
    [/rotated/],
  );
  await fault(
    'MTU of a port changed in its node',
    () => hands.setPort('vm2:eth2', 'mtu', '1400'),
    () => hands.setPort('vm2:eth2', 'mtu', '1500'),
    [/mtu 1400.*1500/i],
  );
  await fault(
    'address of a port changed in its node',
    () => {
      box.inNetns('vm4', 'ip', 'addr', 'del', '10.100.41.4/24', 'dev', 'eth2');
      box.inNetns('vm4', 'ip', 'addr', 'add', '10.100.41.9/24', 'dev', 'eth2');
    },
    () => {
      box.inNetns('vm4', 'ip', 'addr', 'del', '10.100.41.9/24', 'dev', 'eth2');
      box.inNetns('vm4', 'ip', 'addr', 'add', '10.100.41.4/24', 'dev', 'eth2');
    },
    [/vm4:eth2.*10\.100\.41\.9\/24.*10\.100\.41\.4\/24/],
  );
  await fault(
    'doubled: a port hears a second one',
    () => {
      hands.double('vm1:eth1', 'vm2:eth1', 'vm3:eth2');
    },
    () => hands.lead('vm1:eth1', 'vm2:eth1'),
    [/vm3:eth2.*vm1:eth1/],
  );

  await t.test('a port that is deleted is named; the others keep their verdicts', async () => {
    box.inNetns('vm1', 'ip', 'link', 'del', 'eth2');
    await watcher.diagnosed(
      (found) => found.length > 0 && found.every((line) => /vm1:eth2|vm4:eth2/.test(line)),
    );
    const report = await box.json<VerifyReport>('verify', box.lab, '--timeout', '0');
    const wrong = report.ports
      .filter(({ verdict }) => verdict !== 'pass')
      .map(({ node, port }) => `${node}:${port}`);
    assert.deepEqual(wrong.sort(), ['vm1:eth2', 'vm4:eth2']);
  });
});
