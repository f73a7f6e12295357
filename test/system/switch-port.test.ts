import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { frameOctets, station } from '../switch/frames.ts';
import { ip, skipReason, SwitchLab, until } from './switch-lab.ts';
import type { LabNode } from './switch-lab.ts';

const skip = skipReason();
const BROADCAST = new Uint8Array(6).fill(0xff);
const TCP_LEN = 50 * 1024 * 1024;

/** Runs `body` in a lab and removes it, whatever happens. */
async function withLab(
  options: Parameters<typeof SwitchLab.start>[1],
  body: (lab: SwitchLab, nodes: [LabNode, LabNode, LabNode]) => Promise<void>,
): Promise<void> {
  const lab = await SwitchLab.start(3, options);
  try {
    const [a, b, c] = lab.nodes;
    await body(lab, [a!, b!, c!]);
  } finally {
    await lab.close();
  }
}

/** A test frame in hexadecimal, 60 octets, with `fill` to tell it from others. */
function hexFrame(dst: Uint8Array, source: number, fill: number, len = 60): string {
  return Buffer.from(frameOctets(dst, station(source), len, fill)).toString('hex');
}

/** The frame with a VLAN tag after its source address. */
function tagged(frame: string, tag: string): string {
  return frame.slice(0, 24) + tag + frame.slice(24);
}

/** Sends a broadcast from `from` and waits until `to` has it. */
async function assertReaches(from: LabNode, to: LabNode, source: number, fill: number): Promise<void> {
  const frame = hexFrame(BROADCAST, source, fill);
  assert.equal(await from.send(frame), 1);
  await until(() => to.heard.includes(frame), `frame ${fill} heard`);
}

/** Collects a child's output and waits for its end. */
async function outputOf(child: ChildProcess): Promise<string[]> {
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number | null];
  assert.equal(status, 0);
  return text.trim().split('\n');
}

test('a switch floods, learns, and then keeps unicast frames from third nodes', { skip }, async () => {
  await withLab({}, async (lab, [a, b, c]) => {
    await assertReaches(b, a, 2, 1);
    await until(() => c.heard.length === 1, 'the flood reaches c');
    const unicast = hexFrame(station(2), 1, 2);
    await a.send(unicast);
    await until(() => b.heard.includes(unicast), 'the unicast frame reaches b');
    await assertReaches(a, c, 1, 3);
    assert.equal(c.heard.includes(unicast), false);
    assert.equal((await lab.plane.fdb('sw')).length, 2);
  });
});

test('a switch consumes LLDPDUs unless told to pass them; a hub passes them', { skip }, async () => {
  const lldpdu = hexFrame(Uint8Array.of(1, 0x80, 0xc2, 0, 0, 0x0e), 1, 9);
  for (const [options, passes] of [
    [{ lldp: 'speak' }, false],
    [{ lldp: 'pass' }, true],
    [{ hub: true }, true],
  ] as const) {
    await withLab(options, async (lab, [a, b]) => {
      await a.send(lldpdu);
      await assertReaches(a, b, 1, 1);
      assert.equal(b.heard.includes(lldpdu), passes);
      assert.equal(lab.report().counters.dropReserved, passes ? 0 : 1);
    });
  }
});

test('a switch passes VLAN tags as they are: 802.1Q, priority only, 802.1ad, and two at once', {
  skip,
}, async () => {
  await withLab({}, async (_lab, [a, b]) => {
    const plain = hexFrame(BROADCAST, 1, 5);
    for (const tag of ['8100a064', '81000000', '81000fff', '88a80064', '88a8006481000005']) {
      const frame = tagged(plain, tag);
      await a.send(frame);
      await until(() => b.heard.includes(frame), `the frame with tag ${tag}`);
    }
    assert.equal(b.heard.includes(plain), false);
  });
});

test('a switch carries 50 MiB of TCP unharmed, in segments larger than the MTU', { skip }, async () => {
  await withLab({}, async (lab, [a, b]) => {
    const script = fileURLToPath(new URL('./tcp-sender.js', import.meta.url));
    const listener = b.spawn(process.execPath, script, 'listen', b.address);
    const received = outputOf(listener);
    await once(listener.stdout!, 'data', { signal: AbortSignal.timeout(10_000) });
    const sent = await outputOf(a.spawn(process.execPath, script, 'send', b.address, String(TCP_LEN)));
    assert.deepEqual(await received, ['listening', ...sent]);
    const { rxOctets = 0, rxFrames = 1 } = lab.report().ports[a.port] ?? {};
    assert.ok(rxOctets > TCP_LEN);
    assert.ok(rxOctets / rxFrames > 3000, `octets a frame: ${rxOctets / rxFrames}`);
  });
});

test('a port whose interface goes down loses its frames, and works again when it is up', {
  skip,
}, async () => {
  await withLab({}, async (lab, [a, b, c]) => {
    await assertReaches(a, b, 1, 1);
    ip('link', 'set', 'dev', b.port, 'down');
    await assertReaches(a, c, 1, 2);
    await until(() => lab.report().counters.dropSendDown > 0, 'a drop for the dead interface');
    ip('link', 'set', 'dev', b.port, 'up');
    await assertReaches(a, b, 1, 3);
    await assertReaches(b, a, 2, 4);
    // The other end of the cable, as its node would do it.
    ip('-n', b.namespace, 'link', 'set', 'dev', 'eth0', 'down');
    await assertReaches(a, c, 1, 5);
    ip('-n', b.namespace, 'link', 'set', 'dev', 'eth0', 'up');
    await assertReaches(a, b, 1, 6);
    assert.equal(b.heard.length, 3);
    const { rxErrors = 0 } = lab.report().ports[b.port] ?? {};
    assert.ok(rxErrors <= 2, `one error each time, not a thread that spins: ${rxErrors}`);
  });
});

test('a port whose interface is deleted harms nobody and can still be removed', { skip }, async () => {
  await withLab({}, async (lab, [a, b, c]) => {
    await assertReaches(a, b, 1, 1);
    ip('link', 'delete', 'dev', b.port);
    await assertReaches(a, c, 1, 2);
    assert.ok((lab.report().ports[b.port]?.rxErrors ?? 0) <= 2);
    await lab.plane.removePort('sw', b.port);
    await assertReaches(c, a, 3, 3);
  });
});

test('a removed port is silent, and its socket can be replaced', { skip }, async () => {
  await withLab({}, async (lab, [a, b, c]) => {
    await lab.plane.removePort('sw', b.port);
    await assertReaches(a, c, 1, 1);
    assert.equal(b.heard.length, 0);
    await lab.attach(b);
    await assertReaches(a, b, 1, 2);
  });
});

test('garbage of every length neither stops the switch nor is altered by it', { skip }, async () => {
  await withLab({}, async (lab, [a, b]) => {
    // A linear congruence, seeded: the same garbage in every run.
    let state = 0x2545f491;
    const octet = (): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
      return state >>> 24;
    };
    const frames = Array.from({ length: 500 }, (_, index) => {
      const octets = Uint8Array.from({ length: 14 + ((index * 37) % 1500) }, octet);
      return Buffer.from(octets).toString('hex');
    });
    await a.send(...frames);
    await assertReaches(a, b, 1, 7);
    const sent = new Set(frames);
    assert.ok(b.heard.filter((frame) => sent.has(frame)).length > 300);
    assert.deepEqual(
      b.heard.filter((frame) => !sent.has(frame)),
      [hexFrame(BROADCAST, 1, 7)],
    );
    assert.ok((await lab.plane.fdb('sw')).length > 0);
  });
});
