/** LLDPDUs of running labs, captured inside their nodes: tshark has nothing to complain about. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { captureLldp } from '../support/lldp-capture.ts';
import { requirePeer } from '../support/peers.ts';
import { PROJECT, Sandbox, noLabs } from '../support/sandbox.ts';

const { skip: noTshark } = requirePeer('tshark', 'tshark');
const skip = noLabs() || noTshark;

const SWITCHED = `
topology:
  nodes: { a: {}, sw: { kind: switch }, br: { kind: bridge } }
  links:
    - endpoints: ["a:eth1", "sw:p1"]
    - { endpoints: ["a:eth2", "br:p1"], mtu: 9000 }
`;

const FIELDS = [
  'eth.src',
  'lldp.port.id',
  'lldp.port.desc',
  'lldp.time_to_live',
  'lldp.tlv.system.name',
  'lldp.ieee.802_3.max_frame_size',
  '_ws.expert.message',
  '_ws.malformed',
];

/** What a speaker's three LLDPDUs at a port say; asserts that tshark took all of them as they are. */
async function heard(box: Sandbox, port: string, systemName: string): Promise<Record<string, string>> {
  const rows = await captureLldp(box, port, 6, 'ether proto 0x88cc', FIELDS);
  const remarks = rows.map((row) => `${row['_ws.expert.message']}${row['_ws.malformed']}`);
  assert.deepEqual(remarks, ['', '', '', '', '', '']);
  const words = rows.filter((row) => row['lldp.tlv.system.name'] === systemName);
  assert.ok(words.length >= 2, JSON.stringify(rows));
  return words[0] ?? {};
}

test('tshark reads the LLDPDUs on a link of a running ring without a remark', { skip }, async () => {
  const box = new Sandbox();
  after(() => box.end());
  await box.ok('up', join(PROJECT, 'examples/ring.dot'), '--name', box.lab);
  const words = await heard(box, 'vm1:eth2', 'vm4');
  assert.equal(words['lldp.port.id'], 'eth2');
  assert.equal(words['lldp.port.desc'], 'eth2');
  assert.equal(words['lldp.time_to_live'], '5');
  assert.equal(words['lldp.ieee.802_3.max_frame_size'], '1518');
});

test('tshark reads the LLDPDUs of a switch and of a kernel bridge without a remark', { skip }, async () => {
  const box = new Sandbox();
  after(() => box.end());
  await box.ok('up', box.file(`${box.lab}.lab.yml`, SWITCHED));
  const ofSwitch = await heard(box, 'a:eth1', 'sw');
  assert.equal(ofSwitch['lldp.port.id'], 'p1');
  const ofBridge = await heard(box, 'a:eth2', 'br');
  assert.equal(ofBridge['lldp.port.id'], 'p1');
  assert.equal(ofBridge['lldp.ieee.802_3.max_frame_size'], '9018');
});
