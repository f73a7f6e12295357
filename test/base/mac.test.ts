import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatMac, isMac, parseMac } from '../../src/base/mac.ts';

test('parseMac() reads the three usual notations', () => {
  for (const text of ['02:00:00:0a:0B:0c', '02-00-00-0a-0b-0c', '0200.000a.0b0c']) {
    assert.equal(formatMac(parseMac(text)), '02:00:00:0a:0b:0c');
  }
});

test('isMac() refuses mixed separators, wrong lengths and other digits', () => {
  for (const text of [
    '02:00-00:0a:0b:0c',
    '02:00:00:0a:0b',
    '02:00:00:0a:0b:0c:0d',
    '02:00:00:0a:0b:0g',
    '',
  ]) {
    assert.equal(isMac(text), false, text);
    assert.throws(() => parseMac(text), RangeError);
  }
});
