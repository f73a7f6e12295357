import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { escapeControls } from '../../src/base/printable.ts';
import { decodeUtf8, encodedLenUtf8, encodeUtf8, encodeUtf8Into, findBadUtf8 } from '../../src/base/utf8.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

test('encodeUtf8() gives what TextEncoder gives, lone surrogates included', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.deepEqual(encodeUtf8(text), new Uint8Array(encoder.encode(text)));
      assert.equal(encodedLenUtf8(text), encoder.encode(text).length);
    }),
  );
  for (const text of ['\ud800', 'a\udc00b', '\ud800\ud800\udc00', '€😀']) {
    assert.deepEqual(encodeUtf8(text), new Uint8Array(encoder.encode(text)));
  }
});

test('decodeUtf8() gives what TextDecoder gives, for any octets', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (octets) => {
      assert.equal(decodeUtf8(octets, 0, octets.length), decoder.decode(octets));
    }),
    { numRuns: 2000 },
  );
});

test('decodeUtf8() gives what TextDecoder gives, for every pair of octets after each lead octet of several', () => {
  for (let lead = 0xc0; lead <= 0xff; lead += 1) {
    for (let second = 0x70; second <= 0xff; second += 5) {
      for (const tail of [0x20, 0x80, 0xbf, 0xc3]) {
        const octets = Uint8Array.of(lead, second, tail, 0x80, 0x41);
        assert.equal(decodeUtf8(octets, 0, 5), decoder.decode(octets));
      }
    }
  }
});

test('decodeUtf8() replaces each maximal part of an ill-formed sequence (Unicode 3.9, table 3-8)', () => {
  const octets = Uint8Array.of(0xc0, 0xaf, 0xe0, 0x80, 0xbf, 0xf0, 0x81, 0x82, 0x41);
  assert.equal(decodeUtf8(octets, 0, octets.length), `${'\ufffd'.repeat(8)}A`);
});

test('encodeUtf8Into() writes whole characters only, within its room', () => {
  const out = new Uint8Array(8).fill(0xa5);
  assert.equal(encodeUtf8Into('a€😀', out, 1, 7), 4);
  assert.deepEqual([...out], [0xa5, 0x61, 0xe2, 0x82, 0xac, 0xa5, 0xa5, 0xa5]);
});

test('escapeControls() leaves plain text as it is, in any script', () => {
  for (const text of ['', 'vm1:eth1', 'C:\\temp', 'größe', '東京', '😀'])
    assert.equal(escapeControls(text), text);
});

test('escapeControls() shows control and direction characters by number', () => {
  assert.equal(escapeControls('\x1b[2Jvm1\r\n'), '\\x1b[2Jvm1\\x0d\\x0a');
  assert.equal(escapeControls('a\x7f\x85\x9bz'), 'a\\x7f\\x85\\x9bz');
  assert.equal(escapeControls('\u202eabc\u2066\ufeff\u2028'), '\\u202eabc\\u2066\\ufeff\\u2028');
});

test('escapeControls() leaves nothing a terminal would act on, for any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      // eslint-disable-next-line no-control-regex
      assert.doesNotMatch(escapeControls(text), /[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
    }),
  );
});

test('findBadUtf8() finds something exactly where a strict TextDecoder does', () => {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const octet = fc.constantFrom(
    0x41,
    0x80,
    0xbf,
    0xc0,
    0xc2,
    0xe0,
    0xa0,
    0xed,
    0x9f,
    0xf0,
    0x90,
    0xf4,
    0x8f,
    0xf5,
  );
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 8 }), fc.array(octet, { maxLength: 8 })), (octets) => {
      const buf = Uint8Array.from(octets);
      const bad = findBadUtf8(buf, 0, buf.length);
      // Everything before the place is well formed, and nothing that includes it is.
      assert.doesNotThrow(() => decoder.decode(buf.subarray(0, bad ?? buf.length)));
      if (bad !== null) assert.throws(() => decoder.decode(buf));
    }),
    { numRuns: 2000 },
  );
});
