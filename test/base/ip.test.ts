import assert from 'node:assert/strict';
import { isIPv4, isIPv6 } from 'node:net';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  formatIp,
  formatPrefix,
  networkOf,
  parseIp,
  parseIpv4,
  parseIpv6,
  parsePrefix,
  prefixContains,
} from '../../src/base/ip.ts';

test('parseIpv4() and parseIpv6() take what the kernel of this machine takes (node:net as judge)', () => {
  const alphabet = '0123456789abcdef:.:.::'.split('');
  const text = fc.array(fc.constantFrom(...alphabet), { maxLength: 24 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(text, fc.ipV4(), fc.ipV6()), (value) => {
      assert.equal(parseIpv4(value) !== null, isIPv4(value), value);
      assert.equal(parseIpv6(value) !== null, isIPv6(value), value);
    }),
    { numRuns: 3000, seed: 5952 },
  );
});

test('formatIp() writes IPv6 in the canonical form of RFC 5952 section 4', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['2001:0db8::0001', '2001:db8::1'],
    ['2001:db8:0:0:0:0:2:1', '2001:db8::2:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['::', '::'],
    ['FE80::ABCD', 'fe80::abcd'],
    ['::ffff:1.2.3.4', '::ffff:102:304'],
  ];
  for (const [text, canonical] of rows) assert.equal(formatIp(parseIp(text) as Uint8Array), canonical);
});

test('formatIp() after parseIp() is stable', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (value) => {
      const once = formatIp(parseIp(value) as Uint8Array);
      assert.equal(formatIp(parseIp(once) as Uint8Array), once);
    }),
    { seed: 4291 },
  );
});

test('parsePrefix() refuses lengths that are out of range, and networkOf() clears host bits', () => {
  for (const bad of ['10.0.0.1/33', '10.0.0.1/-1', '10.0.0.1/', '::1/129', '10.0.0/8', 'x/8'])
    assert.equal(parsePrefix(bad), null);
  const network = networkOf(parsePrefix('10.1.255.7/23') ?? assert.fail());
  assert.equal(formatPrefix(network), '10.1.254.0/23');
  assert.equal(prefixContains(network, parseIpv4('10.1.255.255') ?? assert.fail()), true);
  assert.equal(prefixContains(network, parseIpv4('10.2.0.0') ?? assert.fail()), false);
  assert.equal(prefixContains(network, parseIpv6('::1') ?? assert.fail()), false);
});
