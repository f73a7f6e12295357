import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { OperationError } from '../../src/base/errors.ts';
import { RpcClient } from '../../src/net/control/rpc-client.ts';
import { RpcServer } from '../../src/net/control/rpc-server.ts';

async function withServer(work: (path: string, server: RpcServer) => Promise<void>): Promise<void> {
  const path = join(tmpdir(), `wireloom-${randomBytes(4).toString('hex')}.sock`);
  const server = new RpcServer({
    echo: async (call) => call.params,
    count: async (call) => {
      for (let done = 1; done <= 3; done += 1) call.progress({ done });
      return 3;
    },
    refuse: async () => {
      throw new OperationError('ERR_NODE_NOT_FOUND', 'Cannot find node "x"', { node: 'x' });
    },
    listen: async (call) => call.subscribe(),
    hang: async (call) => await new Promise((resolve) => call.signal.addEventListener('abort', resolve)),
  });
  await server.listen(path);
  try {
    await work(path, server);
  } finally {
    server.close();
    rmSync(path, { force: true });
  }
}

test('call() returns results, progress in order, and errors with code and details', async () => {
  await withServer(async (path, server) => {
    const client = await RpcClient.connect(path);
    assert.deepEqual(await client.call('echo', { text: 'a\nb "ü"' }), { text: 'a\nb "ü"' });
    const seen: unknown[] = [];
    assert.equal(await client.call('count', {}, { onProgress: (value) => seen.push(value['done']) }), 3);
    assert.deepEqual(seen, [1, 2, 3]);
    await assert.rejects(client.call('refuse'), (error: OperationError) => {
      assert.equal(error.code, 'ERR_NODE_NOT_FOUND');
      assert.deepEqual(error.details, { node: 'x' });
      return true;
    });
    await assert.rejects(client.call('no-such-method'), { code: 'ERR_PROTOCOL' });
    await assert.rejects(client.call('hang', {}, { timeoutMs: 20 }), { code: 'ERR_TIMEOUT' });
    const event = new Promise((resolve) => {
      client.onEvent = resolve;
    });
    await client.call('listen');
    server.publish({ type: 'x' });
    assert.deepEqual(await event, { type: 'x' });
    client.close();
  });
});

test('a pending call fails when the server goes away', async () => {
  await withServer(async (path, server) => {
    const client = await RpcClient.connect(path);
    const pending = client.call('hang');
    server.close();
    await assert.rejects(pending, { code: 'ERR_LAB_BROKEN' });
  });
});

test('the server survives whatever octets come, and still answers (property)', async () => {
  await withServer(async (path) => {
    const line = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((octets) => Buffer.from(octets)),
      fc.json().map((text) => Buffer.from(text)),
      fc
        .constantFrom(
          '{"id":1}',
          '{"id":1,"method":"__proto__"}',
          '{"method":"echo","params":null}',
          '[]',
          'null',
        )
        .map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 5 }), async (lines) => {
        const socket = connect(path);
        socket.on('error', () => {});
        await new Promise<void>((resolve) => {
          socket.once('close', () => resolve());
          socket.once('connect', () =>
            socket.end(Buffer.concat(lines.flatMap((octets) => [octets, Buffer.from('\n')]))),
          );
          socket.resume();
        });
      }),
      { numRuns: 100, seed: 8259 },
    );
    const client = await RpcClient.connect(path);
    assert.deepEqual(await client.call('echo', { ok: 1 }), { ok: 1 });
    client.close();
  });
});
