/**
 * Pure text helpers: lab file octets, paths, words, quantities, suggestions.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LAB_FILE_SIZE_MAX } from '../../../src/base/limits.ts';
import { decodeLabFile } from '../../../src/plan/text/decode-lab-file.ts';
import { fileNameOf, folderOf, isAbsolutePath, joinPath } from '../../../src/plan/text/file-path.ts';
import { parseDurationUs, parsePercent, parseRateBps } from '../../../src/plan/text/quantity.ts';
import { editDistance, suggest } from '../../../src/plan/text/suggest.ts';
import { splitWords } from '../../../src/plan/text/words.ts';

/** The one problem of octets that are no lab file. */
function refusal(octets: readonly number[] | Uint8Array): string {
  const result = decodeLabFile(Uint8Array.from(octets));
  if ('text' in result) return 'accepted';
  const [problem] = result.problems;
  return `${problem?.line}:${problem?.column}: ${problem?.message}`;
}

test('decodeLabFile() tells text from everything else, with the place', () => {
  assert.deepEqual(decodeLabFile(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)), { text: 'a' });
  assert.match(refusal([0xff, 0xfe, 0x61, 0x00]), /^1:1: .*current encoding is UTF-16, must be UTF-8$/);
  assert.match(refusal([0xfe, 0xff, 0x00, 0x61]), /UTF-16/);
  assert.match(refusal([0xff, 0xfe, 0, 0]), /UTF-32/);
  assert.match(refusal([0, 0, 0xfe, 0xff]), /UTF-32/);
  assert.match(refusal([0x61, 0x0a, 0x62, 0x00]), /^2:2: .*octet of value zero/);
  assert.match(refusal([0x61, 0x0a, 0xc3, 0xa4, 0xc0]), /^2:2: .*octet 0xc0 at offset 4 is not UTF-8$/);
  assert.match(refusal(new Uint8Array(LAB_FILE_SIZE_MAX + 1)), /must be at most 16777216$/);
});

test('paths are joined and taken apart, POSIX and Windows', () => {
  assert.equal(folderOf('/labs/ring.lab.yml'), '/labs');
  assert.equal(folderOf('/ring.yml'), '/');
  assert.equal(folderOf('C:\\labs\\ring.yml'), 'C:\\labs');
  assert.equal(folderOf('C:\\ring.yml'), 'C:\\');
  assert.equal(fileNameOf('C:\\labs\\ring.yml'), 'ring.yml');
  assert.equal(fileNameOf('/labs/a\\b.yml'), 'a\\b.yml');
  assert.equal(joinPath('/labs', './a/../b//c'), '/labs/b/c');
  assert.equal(joinPath('/labs', '../../../x'), '/x');
  assert.equal(joinPath('/labs', '/etc/./motd'), '/etc/motd');
  assert.equal(joinPath('C:\\labs', 'a/b'), 'C:\\labs\\a\\b');
  assert.ok(isAbsolutePath('C:/x') && isAbsolutePath('/x') && !isAbsolutePath('x/y'));
});

test('splitWords() quotes as the shell does and expands nothing', () => {
  const rows: [string, readonly string[]][] = [
    ['ip link show', ['ip', 'link', 'show']],
    ['  a\t b\n', ['a', 'b']],
    [`a 'b "c' "d 'e"`, ['a', 'b "c', "d 'e"]],
    [`a''b ""`, ['ab', '']],
    [String.raw`a\ b "c\"d\e\$" '\'`, ['a b', String.raw`c"d\e$`, '\\']],
    ['a\\\nb "c\\\nd"', ['ab', 'cd']],
    ['echo $HOME * ~ #x', ['echo', '$HOME', '*', '~', '#x']],
  ];
  for (const [text, words] of rows) assert.deepEqual(splitWords(text), { words }, text);
  for (const text of ['', '  ', 'a | b', 'a; b', 'a > b', 'a & b', '(a)', "'a", '"a', 'a\\']) {
    assert.ok('error' in splitWords(text), text);
  }
});

test('splitWords() gives back words that were quoted', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 12 }), { minLength: 1, maxLength: 5 }), (words) => {
      const text = words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
      assert.deepEqual(splitWords(text), { words });
    }),
  );
});

test('quantities want their unit and stay within bounds', () => {
  assert.equal(parseDurationUs('20ms'), 20_000);
  assert.equal(parseDurationUs('1.5s'), 1_500_000);
  assert.equal(parseDurationUs('24h'), 86_400_000_000);
  for (const text of ['20', '', 'ms', '-1s', '25h', '1 s', '1S'])
    assert.equal(parseDurationUs(text), null, text);
  assert.equal(parseRateBps('100mbit'), 100_000_000);
  for (const text of ['0bit', '100', '1mb', '-1bit']) assert.equal(parseRateBps(text), null, text);
  assert.equal(parsePercent('0.5%'), 0.005);
  for (const text of ['101%', '1', '%', '100.1%']) assert.equal(parsePercent(text), null, text);
});

test('suggest() finds the slip, and nothing where nothing is close', () => {
  assert.equal(editDistance('switch', 'swicth'), 1);
  assert.equal(editDistance('', 'abc'), 3);
  assert.equal(suggest('mtuu', ['mac', 'mtu']), 'mtu');
  assert.equal(suggest('interface', ['interfaces', 'internet']), 'interfaces');
  assert.equal(suggest('foo', ['mac', 'mtu']), null);
  assert.equal(suggest('x'.repeat(1_000_000), ['mac']), null);
});
