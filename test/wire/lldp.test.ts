import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkLldpdu, checkMsap } from '../../src/wire/lldp-check.ts';
import { emitLldpdu, emittedLenLldpdu } from '../../src/wire/lldp-emit.ts';
import {
  chassisIdKind,
  formatAddress,
  formatChassisId,
  formatPortId,
  portIdKind,
} from '../../src/wire/lldp-id.ts';
import { type Lldpdu, type LldpTlvTally, parseLldpdu } from '../../src/wire/lldp-parse.ts';
import {
  DROP_LLDP_CHASSIS_ID,
  DROP_LLDP_DUPLICATE,
  DROP_LLDP_END,
  DROP_LLDP_PORT_ID,
  DROP_LLDP_TOO_LONG,
  DROP_LLDP_TRUNCATED,
  DROP_LLDP_TTL,
  getTlvLen,
  getTlvType,
  setTlvHeader,
} from '../../src/wire/lldp.ts';
import { hexOf, octetsOf } from '../support/hex.ts';
import { SeededRandom, seedOfRun } from '../support/random.ts';
import {
  FULL_LLDPDU,
  FULL_RECORD,
  LLDPD_DEFAULT_FRAME,
  LLDPD_IFNAME_FRAME,
  LLDPD_SHUTDOWN_FRAME,
} from './lldp-frames.ts';

const HEAD = '02 07 04 02 00 00 00 01 01  04 05 05 65 74 68 31  06 02 00 78';

function parse(octets: Uint8Array): { pdu: Lldpdu; tally: LldpTlvTally } {
  const tally = { discarded: 0, unrecognized: 0 };
  assert.ok(checkLldpdu(octets, 0, octets.length) > 0);
  return { pdu: parseLldpdu(octets, 0, octets.length, tally), tally };
}

/** Parses the mandatory TLVs with `rest` behind them. */
function parseWith(rest: string): { pdu: Lldpdu; tally: LldpTlvTally } {
  return parse(octetsOf(`${HEAD} ${rest}`));
}

function check(text: string): number {
  const octets = octetsOf(text);
  return checkLldpdu(octets, 0, octets.length);
}

function emit(pdu: Lldpdu): Uint8Array {
  const out = new Uint8Array(emittedLenLldpdu(pdu));
  assert.equal(emitLldpdu(pdu, out, 0), out.length);
  return out;
}

test('a TLV header is 7 bits of type and 9 of length, and nothing else is touched (8.4)', () => {
  const buf = new Uint8Array(4).fill(0xa5);
  setTlvHeader(buf, 1, 127, 511);
  assert.deepEqual([...buf], [0xa5, 0xff, 0xff, 0xa5]);
  setTlvHeader(buf, 1, 8, 256);
  assert.deepEqual([...buf], [0xa5, 0x11, 0x00, 0xa5]);
  assert.equal(getTlvType(buf, 1), 8);
  assert.equal(getTlvLen(buf, 1), 256);
});

test('parseLldpdu() reads every TLV of the golden LLDPDU', () => {
  const { pdu, tally } = parse(FULL_LLDPDU);
  assert.deepEqual(pdu, FULL_RECORD);
  assert.deepEqual(tally, { discarded: 0, unrecognized: 0 });
});

test('emitLldpdu() writes the golden LLDPDU at any offset, and nothing around it', () => {
  const len = emittedLenLldpdu(FULL_RECORD);
  const out = new Uint8Array(len + 10).fill(0xa5);
  assert.equal(emitLldpdu(FULL_RECORD, out, 5), len);
  assert.equal(hexOf(out.subarray(5, 5 + len)), hexOf(FULL_LLDPDU));
  assert.deepEqual([...out.subarray(0, 5), ...out.subarray(5 + len)], Array(10).fill(0xa5));
});

test('parseLldpdu() reads what lldpd sends with its defaults', () => {
  const { pdu, tally } = parse(LLDPD_DEFAULT_FRAME.subarray(14));
  assert.equal(formatChassisId(pdu.chassisId), '02:00:00:00:0a:01');
  assert.equal(formatPortId(pdu.portId), '02:00:00:00:0a:01');
  assert.equal(portIdKind(pdu.portId), 'mac');
  assert.equal(pdu.portDescription, 'e0');
  assert.equal(pdu.systemName, 'lab1');
  assert.equal(pdu.systemDescription, 'lab node 1');
  assert.deepEqual(pdu.capabilities, { supported: 0x9c, enabled: 0x80 });
  assert.deepEqual(
    pdu.managementAddresses.map(({ family, address }) => formatAddress(family, address)),
    ['10.9.8.7', 'fe80::ff:fe00:a01'],
  );
  assert.equal(pdu.ttl, 120);
  assert.deepEqual(tally, { discarded: 0, unrecognized: 2 }); // Link aggregation and MAC/PHY configuration of 802.3.
});

test('parseLldpdu() reads what lldpd sends with portidsubtype ifname, and its goodbye', () => {
  const { pdu } = parse(LLDPD_IFNAME_FRAME.subarray(14));
  assert.equal(formatPortId(pdu.portId), 'e0');
  assert.equal(portIdKind(pdu.portId), 'ifname');
  const goodbye = parse(LLDPD_SHUTDOWN_FRAME.subarray(14));
  assert.equal(goodbye.pdu.ttl, 0);
  assert.equal(hexOf(emit(goodbye.pdu)), hexOf(LLDPD_SHUTDOWN_FRAME.subarray(14)));
});

test('checkLldpdu() gives the length up to the End Of LLDPDU TLV, and ignores what follows it (9.2.7.7.2)', () => {
  assert.equal(check(`${HEAD} 00 00`), 22);
  assert.equal(check(`${HEAD} 00 00 02 07 04`), 22);
  assert.equal(check(HEAD), 20); // 9.2.7.7.1: an LLDPDU may end without it.
});

test('checkLldpdu() discards an LLDPDU whose first three TLVs are not as they must be (9.2.7.7.1)', () => {
  assert.equal(check(''), DROP_LLDP_TRUNCATED);
  assert.equal(check('04 02 05 41 02 02 07 41 06 02 00 78'), DROP_LLDP_CHASSIS_ID);
  assert.equal(check('02 01 04 04 02 05 41 06 02 00 78'), DROP_LLDP_CHASSIS_ID);
  assert.equal(check('02 02 07 41 06 02 00 78 04 02 05 41'), DROP_LLDP_PORT_ID);
  assert.equal(check('02 02 07 41 04 01 05 06 02 00 78'), DROP_LLDP_PORT_ID);
  assert.equal(check('02 02 07 41 04 02 05 41 0a 02 41 41'), DROP_LLDP_TTL);
  assert.equal(check('02 02 07 41 04 02 05 41 06 01 78 00 00'), DROP_LLDP_TTL);
  assert.equal(check(`03 01 07 ${'41'.repeat(256)} 04 02 05 41 06 02 00 78`), DROP_LLDP_CHASSIS_ID);
  assert.equal(check(`03 00 07 ${'41'.repeat(255)} 04 02 05 41 06 02 00 78`), 258 + 4 + 4);
});

test('checkLldpdu() takes a Time To Live TLV with octets to spare (8.5.4)', () => {
  assert.equal(
    parse(octetsOf('02 02 07 41 04 02 05 41 06 04 00 78 de ad 0a 01 42 00 00')).pdu.systemName,
    'B',
  );
});

test('checkLldpdu() discards an LLDPDU with a mandatory TLV twice (9.2.7.7.1)', () => {
  for (const again of ['02 02 07 41', '04 02 05 41', '06 02 00 01']) {
    assert.equal(check(`${HEAD} 0a 01 42 ${again} 00 00`), DROP_LLDP_DUPLICATE);
  }
});

test('checkLldpdu() discards an LLDPDU whose End Of LLDPDU TLV has a length (9.2.7.7.2)', () => {
  assert.equal(check(`${HEAD} 00 01 00`), DROP_LLDP_END);
});

test('checkLldpdu() looks at nothing behind a Time To Live of zero', () => {
  assert.equal(check('02 02 07 41 04 02 05 41 06 02 00 00 00 09 02'), 12);
});

test('checkLldpdu() discards what is longer than it would store', () => {
  const long = new Uint8Array(1501);
  long.set(octetsOf(`${HEAD} 00 00`));
  assert.equal(checkLldpdu(long, 0, 1501), DROP_LLDP_TOO_LONG);
  assert.equal(checkLldpdu(long, 0, 1500), 22);
});

test('parseLldpdu() leaves out a TLV that comes twice and keeps the first', () => {
  for (const [tlv, field] of [
    ['08 01 41 08 01 42', 'portDescription'],
    ['0a 01 41 0a 01 42', 'systemName'],
    ['0c 01 41 0c 01 42', 'systemDescription'],
  ] as const) {
    const { pdu, tally } = parseWith(`${tlv} 00 00`);
    assert.equal(pdu[field], 'A');
    assert.deepEqual(tally, { discarded: 1, unrecognized: 0 });
  }
  const orgs =
    'fe 06 00 80 c2 01 00 64 fe 06 00 80 c2 01 00 65 fe 06 00 12 0f 04 05 ee fe 06 00 12 0f 04 05 ef';
  const { pdu, tally } = parseWith(`0e 04 00 04 00 04 0e 04 00 00 00 00 ${orgs} 00 00`);
  assert.deepEqual([pdu.capabilities?.supported, pdu.portVlan, pdu.maxFrameLen], [4, 100, 1518]);
  assert.equal(tally.discarded, 3);
});

test('parseLldpdu() leaves out a TLV with a bad length or value, and goes on behind it (9.2.7.7.2)', () => {
  const bad = [
    `0b 00 ${'41'.repeat(256)}`, // System Name of 256 octets.
    '0e 03 00 04 00', // Capabilities cut short.
    '0e 05 00 04 00 04 00', // Capabilities with an octet too many.
    '0e 04 00 04 00 14', // 8.5.8.3: enabled, not supported.
    '10 08 02 01 0a 02 00 00 00 07', // Management Address shorter than its least length.
    '10 0c 01 01 0a 64 0c 01 02 00 00 00 07 00', // Address without an octet.
    '10 0c 21 01 0a 64 0c 01 02 00 00 00 07 00', // Address of 32 octets.
    '10 0c 06 01 0a 64 0c 01 02 00 00 00 07 00', // Address past the end of the TLV.
    '10 0c 05 01 0a 64 0c 01 02 00 00 00 07 01', // OID past the end of the TLV.
    'fe 03 00 80 c2', // No room for OUI and subtype.
    'fe 05 00 80 c2 01 64', // Port VLAN ID of one octet.
    'fe 06 00 80 c2 01 0f ff', // VID 4095.
    'fe 07 00 12 0f 04 05 ee 00', // Maximum Frame Size of three octets.
  ];
  for (const tlv of bad) {
    const { pdu, tally } = parseWith(`${tlv} 08 01 5a 00 00`);
    assert.deepEqual(tally, { discarded: 1, unrecognized: 0 }, tlv);
    assert.equal(pdu.portDescription, 'Z', tlv);
    assert.deepEqual({ ...pdu, portDescription: null }, parseWith('00 00').pdu, tlv);
  }
});

test('parseLldpdu() keeps what stands before a TLV that runs past the end (9.2.7.7.2)', () => {
  for (const cut of ['0c', '0c 05 41', 'fe 06 00 80']) {
    const { pdu, tally } = parseWith(`0a 01 42 ${cut}`);
    assert.equal(pdu.systemName, 'B');
    assert.deepEqual(tally, { discarded: 1, unrecognized: 0 });
  }
});

test('parseLldpdu() counts TLVs of reserved types and other organizations as unrecognized', () => {
  const { tally } = parseWith('12 01 00 fc 00 fe 05 00 80 c2 02 00 fe 04 aa bb cc 01 00 00');
  assert.deepEqual(tally, { discarded: 0, unrecognized: 4 });
});

test('parseLldpdu() makes strings harmless, and forgives a NUL at the end', () => {
  const { pdu } = parseWith('0a 05 1b 5b 32 4a 41 08 03 65 30 00 0c 03 c3 28 0a 00 00');
  assert.equal(pdu.systemName, '\\x1b[2JA');
  assert.equal(pdu.portDescription, 'e0');
  assert.equal(pdu.systemDescription, '\ufffd(\\x0a');
});

test('formatChassisId() and formatPortId() give each subtype its text and kind (tables 8-2, 8-3)', () => {
  const word = octetsOf('65 30');
  const rows = [
    [1, word, 'other', 'e0', 'other', 'e0'],
    [2, word, 'other', 'e0', 'other', 'e0'],
    [3, octetsOf('02 00 00 00 00 0f'), 'other', '02:00:00:00:00:0f', 'mac', '02:00:00:00:00:0f'],
    [4, octetsOf('01 0a 00 00 01'), 'mac', '01:0a:00:00:01', 'other', '10.0.0.1'],
    [
      5,
      octetsOf('02 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01'),
      'other',
      '2001:db8::1',
      'ifname',
      null,
    ],
    [6, octetsOf('00 04 ff fe'), 'ifname', '00:04:ff:fe', 'other', '00:04:ff:fe'],
    [7, octetsOf('41 1b 42'), 'local', 'A\\x1bB', 'local', 'A\\x1bB'],
    [9, word, 'other', 'e0', 'other', 'e0'],
  ] as const;
  for (const [subtype, octets, chassisKind, chassisText, portKind, portText] of rows) {
    const id = { subtype, octets };
    assert.equal(chassisIdKind(id), chassisKind);
    if (subtype !== 3) assert.equal(formatChassisId(id), chassisText);
    assert.equal(portIdKind(id), portKind);
    if (portText !== null) assert.equal(formatPortId(id), portText);
  }
  assert.equal(formatPortId({ subtype: 4, octets: octetsOf('01 0a 00') }), '0a:00');
});

test('emitLldpdu() cuts a string of more than 255 octets at a character', () => {
  const pdu = { ...FULL_RECORD, systemName: `${'a'.repeat(254)}€` };
  assert.equal(parse(emit(pdu)).pdu.systemName, 'a'.repeat(254));
});

test('emitLldpdu() writes a shutdown LLDPDU with the mandatory TLVs only (9.2.7.4)', () => {
  const octets = emit({ ...FULL_RECORD, ttl: 0 });
  assert.equal(
    hexOf(octets),
    hexOf(octetsOf('02 07 04 02 00 00 00 01 01 04 05 05 65 74 68 31 06 02 00 00 00 00')),
  );
});

const PLAIN = { noNullPrototype: true } as const;
const octetsArb = (minLength: number, maxLength: number) => fc.uint8Array({ minLength, maxLength });
const textArb = fc.option(fc.string({ unit: 'grapheme-ascii', maxLength: 255 }));
const idArb = fc.record({ subtype: fc.nat(255), octets: octetsArb(1, 255) }, PLAIN);
const capabilitiesArb = fc
  .tuple(fc.nat(0xffff), fc.nat(0xffff))
  .map(([supported, mask]) => ({ supported, enabled: supported & mask }));
const managementAddressArb = fc.record(
  {
    family: fc.nat(255),
    address: octetsArb(1, 31),
    interfaceSubtype: fc.nat(255),
    interfaceNumber: fc.nat(0xffffffff),
    oid: octetsArb(0, 128),
  },
  PLAIN,
);
const pduArb: fc.Arbitrary<Lldpdu> = fc.record(
  {
    chassisId: idArb,
    portId: idArb,
    ttl: fc.integer({ min: 1, max: 65_535 }),
    portDescription: textArb,
    systemName: textArb,
    systemDescription: fc.option(fc.constantFrom('größe', '東京 😀', '')),
    capabilities: fc.option(capabilitiesArb),
    managementAddresses: fc.array(managementAddressArb, { maxLength: 2 }),
    portVlan: fc.option(fc.nat(4094)),
    maxFrameLen: fc.option(fc.nat(0xffff)),
  },
  PLAIN,
);

test('parseLldpdu() of emitLldpdu() gives the record back, and emits the same octets again', () => {
  fc.assert(
    fc.property(pduArb, (pdu) => {
      const octets = emit(pdu);
      const { pdu: again, tally } = parse(octets);
      assert.deepEqual(again, pdu);
      assert.deepEqual(tally, { discarded: 0, unrecognized: 0 });
      assert.deepEqual(emit(again), octets);
    }),
  );
});

test('a golden LLDPDU cut to any length is dropped, or keeps the TLVs that are whole', () => {
  for (let len = 0; len < FULL_LLDPDU.length; len += 1) {
    const cut = FULL_LLDPDU.slice(0, len);
    const code = checkLldpdu(cut, 0, len);
    if (len < 20) {
      assert.equal(code, DROP_LLDP_TRUNCATED);
      continue;
    }
    assert.equal(code, len);
    const tally = { discarded: 0, unrecognized: 0 };
    const pdu = parseLldpdu(cut, 0, len, tally);
    assert.equal(pdu.systemName, len >= 33 ? 'vm1' : null);
    assert.ok(tally.discarded <= 1);
  }
});

/** Runs octets through check and parse, in a buffer that ends with them, and returns nothing: it must not throw. */
function survive(octets: Uint8Array): void {
  checkMsap(octets, 0, octets.length);
  const code = checkLldpdu(octets, 0, octets.length);
  if (code < 0) return;
  assert.ok(code <= octets.length);
  const pdu = parseLldpdu(octets, 0, octets.length, { discarded: 0, unrecognized: 0 });
  assert.ok(pdu.chassisId.octets.length >= 1 && pdu.chassisId.octets.length <= 255);
  formatChassisId(pdu.chassisId);
  formatPortId(pdu.portId);
  assert.ok(!JSON.stringify(pdu).includes('undefined') && !JSON.stringify(pdu).includes('NaN'));
}

test('random octets, and a golden LLDPDU with random octets in it, never throw', () => {
  const seed = seedOfRun();
  const random = new SeededRandom(seed);
  try {
    for (let round = 0; round < 20_000; round += 1) {
      survive(random.octets(random.below(80)));
      const mutated = FULL_LLDPDU.slice(0, random.below(FULL_LLDPDU.length + 1));
      const flips = random.below(4);
      for (let flip = 0; flip < flips; flip += 1)
        mutated[random.below(mutated.length || 1)] = random.below(256);
      survive(mutated);
    }
  } catch (error) {
    throw new Error(`WIRELOOM_SEED=${seed}`, { cause: error });
  }
});

test('no input of the fuzz regressions throws', () => {
  const folder = new URL('../../../test/fuzz/regress/lldp/', import.meta.url);
  const names = readdirSync(folder);
  assert.ok(names.length > 0);
  for (const name of names) survive(octetsOf(readFileSync(new URL(name, folder), 'utf8')));
});
