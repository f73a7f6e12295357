/**
 * Our LLDPDUs as another decoder reads them: frames are written to a capture, and tshark has to find the same values in
 * them and nothing to complain about.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { LLDP_LOCAL_EMPTY, type LldpLocal } from '../../src/agents/lldp/config.ts';
import { LldpPort } from '../../src/agents/lldp/port.ts';
import { chassisIdOfLocal } from '../../src/wire/lldp-id.ts';
import { drain, portConfig } from '../agents/lldp/lldp-wire.ts';
import { pcapOf } from '../support/pcap.ts';

const hasTshark = spawnSync('tshark', ['--version']).status === 0;
const required = (process.env['WIRELOOM_REQUIRE'] ?? '').split(',');
const isRequired = required.includes('all') || required.includes('tshark');
const skip = !hasTshark && !isRequired && 'tshark is not installed';

/** The length octet of a Time To Live TLV; a goodbye has only zeros behind it. */
const TTL_TLV_LEN = 2;

const FULL: LldpLocal = {
  portDescription: 'to vm2',
  systemName: 'vm1',
  systemDescription: 'Wireloom',
  capabilities: { supported: 0x94, enabled: 0x04 },
  managementAddresses: [
    {
      family: 1,
      address: Uint8Array.of(10, 100, 12, 1),
      interfaceSubtype: 2,
      interfaceNumber: 7,
      oid: new Uint8Array(0),
    },
  ],
  portVlan: 100,
  mtu: 9000,
};

const FIELDS = [
  'eth.dst',
  'eth.src',
  'lldp.chassis.id.mac',
  'lldp.chassis.id',
  'lldp.port.id',
  'lldp.time_to_live',
  'lldp.port.desc',
  'lldp.tlv.system.name',
  'lldp.tlv.system.desc',
  'lldp.mgn.addr.ip4',
  'lldp.mgn.interface.number',
  'lldp.ieee.802_1.port_vlan.id',
  'lldp.ieee.802_3.max_frame_size',
  'lldp.tlv.system_cap',
  'lldp.tlv.enable_system_cap',
  '_ws.expert.message',
  '_ws.malformed',
];

/**
 * Frames of a full port, of one with the mandatory TLVs only, and of a goodbye, without padding: tshark 4.0 believes an
 * LLDPDU to be three octets shorter than it is, takes them for the beginning of the padding, and remarks that they are
 * not zero. It shows the same of the unpadded frames of lldpd, there without a remark.
 */
function frames(): Uint8Array[] {
  const ports = [
    new LldpPort(portConfig(0x101, 'eth1', { local: FULL })),
    new LldpPort(portConfig(0x102, 'p1', { local: LLDP_LOCAL_EMPTY, chassisId: chassisIdOfLocal('sw') })),
  ];
  const out: Uint8Array[] = [];
  for (const port of ports) {
    port.setEnabled(true, 0);
    out.push(...drain(port));
  }
  ports[0]!.setAdminStatus('disabled', 1);
  out.push(...drain(ports[0]!));
  return out.map(withoutPadding);
}

/** Our frames are padded with zeros, and an LLDPDU ends with two of them. */
function withoutPadding(frame: Uint8Array): Uint8Array {
  const lastOff = frame.findLastIndex((octet) => octet !== 0);
  const isGoodbye = frame[lastOff] === TTL_TLV_LEN;
  return frame.slice(0, lastOff + 1 + (isGoodbye ? 2 : 0) + 2);
}

/** Runs tshark over the frames; a row for each frame, the fields by name. */
function decode(list: readonly Uint8Array[]): Record<string, string>[] {
  const folder = mkdtempSync(join(tmpdir(), 'wireloom-lldp-'));
  try {
    const file = join(folder, 'lldp.pcap');
    writeFileSync(file, pcapOf(list));
    const options = FIELDS.flatMap((field) => ['-e', field]);
    const run = spawnSync('tshark', ['-r', file, '-T', 'fields', '-E', 'separator=|', ...options], {
      encoding: 'utf8',
    });
    assert.equal(run.status, 0, run.stderr);
    return run.stdout
      .trimEnd()
      .split('\n')
      .map((line) => Object.fromEntries(line.split('|').map((value, index) => [FIELDS[index]!, value])));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('tshark reads our LLDPDUs as we mean them, and has nothing to complain about', { skip }, () => {
  const [full, least, goodbye] = decode(frames());
  assert.deepEqual(full, {
    'eth.dst': '01:80:c2:00:00:0e',
    'eth.src': '02:00:00:00:01:01',
    'lldp.chassis.id.mac': '02:00:00:00:01:01',
    'lldp.chassis.id': '',
    'lldp.port.id': 'eth1',
    'lldp.time_to_live': '5',
    'lldp.port.desc': 'to vm2',
    'lldp.tlv.system.name': 'vm1',
    'lldp.tlv.system.desc': 'Wireloom',
    'lldp.mgn.addr.ip4': '10.100.12.1',
    'lldp.mgn.interface.number': '7',
    'lldp.ieee.802_1.port_vlan.id': '100',
    'lldp.ieee.802_3.max_frame_size': '9018',
    'lldp.tlv.system_cap': '0x0094',
    'lldp.tlv.enable_system_cap': '0x0004',
    '_ws.expert.message': '',
    '_ws.malformed': '',
  });
  assert.deepEqual(
    [least?.['lldp.chassis.id'], least?.['lldp.port.id'], least?.['lldp.time_to_live']],
    ['7377', 'p1', '5'],
  );
  assert.deepEqual([goodbye?.['lldp.port.id'], goodbye?.['lldp.time_to_live']], ['eth1', '0']);
  for (const row of [least, goodbye]) {
    assert.deepEqual(
      [row?.['lldp.tlv.system.name'], row?.['_ws.expert.message'], row?.['_ws.malformed']],
      ['', '', ''],
    );
  }
});

test('tshark does complain about an LLDPDU that is cut in a TLV, so its silence means something', {
  skip,
}, () => {
  const [cut] = decode([frames()[0]!.slice(0, 50)]);
  assert.notEqual(`${cut?.['_ws.malformed']}${cut?.['_ws.expert.message']}`, '');
});
