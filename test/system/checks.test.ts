/** The checks of a lab file are made inside the node, and not from this machine. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { VerifyReport } from '../../src/lab/reports.ts';
import { Sandbox, noLabs } from '../support/sandbox.ts';

const SERVER = `
const reply = (request, response) => response.end("seen from " + request.socket.remoteAddress);
require("node:http").createServer(reply).listen(8000, "10.0.0.1");
`;

const LAB = `
topology:
  nodes:
    client: { interfaces: { eth1: { ip: 10.0.0.2/24 } } }
    server:
      interfaces: { eth1: { ip: 10.0.0.1/24 } }
      services: { http: { cmd: [${JSON.stringify(process.execPath)}, -e, ${JSON.stringify(SERVER)}], ready: { tcp: 8000 } } }
  links: [{ endpoints: ["client:eth1", "server:eth1"] }]
checks:
  - ping: { from: client, to: server }
  - tcp: { from: client, to: "10.0.0.1:8000" }
  - http: { from: client, url: "http://server:8000/", status: 200, contains: "seen from 10.0.0.2" }
`;

test('ping, tcp and http go out of the client node', { skip: noLabs() }, async () => {
  const box = new Sandbox();
  after(() => box.end());
  await box.ok('up', box.file('web.lab.yml', LAB), '--name', box.lab);
  const report = await box.json<VerifyReport>('verify', box.lab);
  assert.deepEqual(
    report.checks.map(({ ok, detail }) => (ok ? 'ok' : detail)),
    ['ok', 'ok', 'ok'],
  );
});
