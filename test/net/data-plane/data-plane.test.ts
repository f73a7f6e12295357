import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, readlinkSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { FRAME_SLOT_SIZE } from '../../../src/base/limits.ts';
import { DataPlane } from '../../../src/net/data-plane/data-plane.ts';
import { checked, libc } from '../../../src/sys/libc.ts';
import { frameOctets, station } from '../../switch/frames.ts';
import { DatagramPair } from './datagram-pair.ts';

const SKIP = process.platform === 'linux' ? false : 'the data plane needs Linux';
const SWITCH = { id: 's1', name: 'sw1', hub: false, lldp: 'speak' } as const;
const BROADCAST = new Uint8Array(6).fill(0xff);

/** Runs `body` with a switch of `count` ports and leaves nothing behind. */
async function withSwitch(
  count: number,
  body: (plane: DataPlane, pairs: DatagramPair[]) => Promise<void>,
): Promise<void> {
  const plane = await DataPlane.start();
  const pairs = Array.from({ length: count }, () => new DatagramPair());
  try {
    await plane.addSwitch(SWITCH);
    for (const [index, pair] of pairs.entries()) {
      await plane.addPort({ switchId: 's1', name: `eth${index}`, fd: pair.portFd });
    }
    await body(plane, pairs);
  } finally {
    await plane.stop();
    for (const pair of pairs) pair.close();
  }
}

/** Waits until `check` is true: what another thread does cannot be stepped, only awaited. */
async function until(check: () => boolean, what: string): Promise<void> {
  for (let round = 0; round < 2000; round += 1) {
    if (check()) return;
    await delay(1);
  }
  assert.fail(`not reached in time: ${what}`);
}

async function nextFrame(pair: DatagramPair): Promise<{ octets: Uint8Array; offload: number[] }> {
  let frame: ReturnType<DatagramPair['receive']> = null;
  await until(() => (frame ??= pair.receive()) !== null, 'a frame');
  return frame!;
}

test('DataPlane floods, learns and then sends to one port', { skip: SKIP }, async () => {
  await withSwitch(3, async (plane, pairs) => {
    const hello = frameOctets(BROADCAST, station(1));
    pairs[0]!.send(hello);
    assert.deepEqual((await nextFrame(pairs[1]!)).octets, hello);
    assert.deepEqual((await nextFrame(pairs[2]!)).octets, hello);
    const answer = frameOctets(station(1), station(2));
    pairs[1]!.send(answer);
    assert.deepEqual((await nextFrame(pairs[0]!)).octets, answer);
    assert.equal(pairs[2]!.receive(), null);
    const entries = await plane.fdb('s1');
    assert.deepEqual(entries.map(({ mac, vid, port }) => `${port} ${vid} ${mac}`).toSorted(), [
      'eth0 0 02:00:00:00:00:01',
      'eth1 0 02:00:00:00:00:02',
    ]);
    const { counters, ports } = plane.counters('s1');
    assert.deepEqual([counters.floodFrames, counters.unicastFrames, counters.fdbLearned], [1, 1, 2]);
    assert.deepEqual([ports['eth0']?.rxFrames, ports['eth0']?.txOctets, ports['eth2']?.txFrames], [1, 60, 1]);
  });
});

test('DataPlane carries a 64 KiB segment with its offload metadata, less the receive flags', {
  skip: SKIP,
}, async () => {
  await withSwitch(2, async (_plane, pairs) => {
    const segment = frameOctets(BROADCAST, station(1), 65_549, 0x5a);
    pairs[0]!.send(segment, [0x83, 1, 66, 0, 0xa8, 5, 34, 0, 16, 0]);
    const out = await nextFrame(pairs[1]!);
    assert.deepEqual(out.octets, segment);
    assert.deepEqual(out.offload, [1, 1, 66, 0, 0xa8, 5, 34, 0, 16, 0]);
  });
});

test('DataPlane drops a frame larger than a slot, and goes on', { skip: SKIP }, async () => {
  await withSwitch(2, async (plane, pairs) => {
    pairs[0]!.send(frameOctets(BROADCAST, station(1), FRAME_SLOT_SIZE));
    const small = frameOctets(BROADCAST, station(1));
    pairs[0]!.send(small);
    assert.deepEqual((await nextFrame(pairs[1]!)).octets, small);
    assert.equal(plane.counters('s1').counters.dropOversize, 1);
    assert.equal(plane.counters('s1').ports['eth0']?.rxDrops, 1);
  });
});

test('DataPlane drops and counts what the next queue does not take', { skip: SKIP }, async () => {
  await withSwitch(2, async (plane, pairs) => {
    const frame = frameOctets(BROADCAST, station(1));
    let sent = 0;
    // Nobody reads at the far end, so its queue fills up.
    await until(() => {
      if (pairs[0]!.send(frame)) sent += 1;
      return plane.counters('s1').counters.dropSendFull > 10;
    }, 'ten drops');
    await until(() => plane.counters('s1').ports['eth0']?.rxFrames === sent, 'all frames read');
    const { txFrames = 0, txDrops = 0 } = plane.counters('s1').ports['eth1'] ?? {};
    assert.equal(txFrames + txDrops, sent);
  });
});

test('removePort() stops forwarding to the port and frees its name', { skip: SKIP }, async () => {
  await withSwitch(2, async (plane, pairs) => {
    pairs[1]!.send(frameOctets(BROADCAST, station(2)));
    await nextFrame(pairs[0]!);
    await plane.removePort('s1', 'eth1');
    assert.deepEqual(await plane.fdb('s1'), []);
    pairs[0]!.send(frameOctets(station(2), station(1)));
    await until(() => plane.counters('s1').counters.dropNoEgress === 1, 'the drop');
    await assert.rejects(plane.removePort('s1', 'eth1'), { code: 'ERR_PORT_NOT_FOUND' });
    const again = new DatagramPair();
    await plane.addPort({ switchId: 's1', name: 'eth1', fd: again.portFd });
    pairs[0]!.send(frameOctets(station(2), station(1)));
    await nextFrame(again);
    again.close();
  });
});

test('DataPlane rejects what cannot be done, with its code, and stays usable', { skip: SKIP }, async () => {
  await withSwitch(1, async (plane) => {
    await assert.rejects(plane.addSwitch(SWITCH), { code: 'ERR_NAME_IN_USE' });
    await assert.rejects(plane.addSwitch({ ...SWITCH, id: 's2', fdbCapacity: 0 }), RangeError);
    await assert.rejects(plane.addPort({ switchId: 's1', name: 'bad', fd: 99_999 }), {
      code: 'ERR_SYSTEM_CALL',
    });
    await assert.rejects(plane.addPort({ switchId: 'none', name: 'x', fd: 99_999 }), {
      code: 'ERR_NODE_NOT_FOUND',
    });
    const pair = new DatagramPair();
    await assert.rejects(plane.addPort({ switchId: 's1', name: 'eth0', fd: pair.portFd }), {
      code: 'ERR_NAME_IN_USE',
    });
    pair.close();
    assert.throws(() => plane.counters('none'), { code: 'ERR_NODE_NOT_FOUND' });
    assert.deepEqual(Object.keys(plane.counters('s1').ports), ['eth0']);
    await plane.removeSwitch('s1');
    await plane.addSwitch(SWITCH);
  });
});

test('DataPlane keeps many switches apart in one thread', { skip: SKIP }, async () => {
  const plane = await DataPlane.start();
  const pairs = Array.from({ length: 40 }, () => new DatagramPair());
  for (let index = 0; index < 20; index += 1) {
    await plane.addSwitch({ ...SWITCH, id: `s${index}` });
    await plane.addPort({ switchId: `s${index}`, name: 'a', fd: pairs[index * 2]!.portFd });
    await plane.addPort({ switchId: `s${index}`, name: 'b', fd: pairs[index * 2 + 1]!.portFd });
  }
  pairs.forEach((pair, index) => pair.send(frameOctets(BROADCAST, station(index))));
  for (const [index, pair] of pairs.entries()) {
    // Port a of a switch hears port b of the same, and nobody else.
    const other = index ^ 1;
    assert.deepEqual((await nextFrame(pair)).octets, frameOctets(BROADCAST, station(other)));
    assert.equal(pair.receive(), null);
  }
  await plane.stop();
  for (const pair of pairs) pair.close();
});

test('stop() ends the thread soon, rejects later requests and leaves no descriptor', {
  skip: SKIP,
}, async () => {
  const warm = await DataPlane.start();
  await warm.stop();
  const before = readdirSync('/proc/self/fd').length;
  const plane = await DataPlane.start();
  await plane.addSwitch(SWITCH);
  const pair = new DatagramPair();
  await plane.addPort({ switchId: 's1', name: 'eth0', fd: pair.portFd });
  const underWay = assert.rejects(plane.fdb('s1'), { code: 'ERR_CANCELLED' });
  await Promise.all([plane.stop(), plane.stop()]);
  await underWay;
  pair.close();
  await assert.rejects(plane.addSwitch({ ...SWITCH, id: 's2' }), { code: 'ERR_CANCELLED' });
  assert.equal(readdirSync('/proc/self/fd').length, before);
});

test('a process with a running data plane exits at once', { skip: SKIP }, () => {
  const module = new URL('../../../src/net/data-plane/data-plane.js', import.meta.url).href;
  const script = `const { DataPlane } = await import('${module}'); await DataPlane.start(); process.exit(7);`;
  const { status, signal } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    timeout: 5000,
  });
  assert.deepEqual([status, signal], [7, null]);
});

/** The epoll descriptors of this process. */
function epollFds(): number[] {
  return readdirSync('/proc/self/fd')
    .map(Number)
    .filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`).includes('eventpoll');
      } catch {
        return false; // The one that the listing itself used.
      }
    });
}

test('DataPlane reports a thread that dies, and rejects what it is asked then and later', {
  skip: SKIP,
}, async () => {
  const known = epollFds();
  const plane = await DataPlane.start();
  await plane.addSwitch(SWITCH);
  // The handle opens its descriptor before the worker opens one for its own loop, so it has the lowest number.
  const epollFd = Math.min(...epollFds().filter((fd) => !known.includes(fd)));
  const failed = new Promise<Error>((resolve) => plane.once('failed', resolve));
  const nothing = openSync('/dev/null', 'r');
  checked(libc.func('int dup2(int, int)')(nothing, epollFd) as number, 'break the epoll descriptor');
  closeSync(nothing);
  // This request wakes the thread and may still be answered; after it the thread finds out.
  await plane.fdb('s1').catch(() => undefined);
  const error = await failed;
  assert.match(error.message, /Cannot wait for input: EINVAL/);
  await assert.rejects(plane.fdb('s1'), error);
  await plane.stop();
});
