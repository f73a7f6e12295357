/**
 * Bad lab files through the real command line: `validate` and `up` both end with status 1 (64 for wrong usage), say the
 * place and what is allowed, and nothing is built.
 */
import assert from 'node:assert/strict';
import { chmodSync, chownSync, existsSync, mkdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Sandbox, noLabs } from '../support/sandbox.ts';

const skip = noLabs();

/** Far less than a person's patience, for the largest and the cleverest file too. */
const MS_MAX = 5_000;
const NOBODY = 65_534;
const LARGE_FILE_SIZE = 100 * 1024 * 1024;

/** A file's text (or octets), and all of what has to be said about it. `FILE` stands for the file's name. */
interface Row {
  readonly claim: string;
  readonly name?: string;
  readonly text: string | Uint8Array;
  readonly says: readonly RegExp[];
}

/** A lab of two nodes, with a line for each attribute under test. */
function yaml(interfaces: string, endpoints = '["a:eth1", "b:eth1"]', more = ''): string {
  return `topology:
  nodes:
    a:
      interfaces: ${interfaces}
    b: {}
  links:
    - endpoints: ${endpoints}
${more}`;
}

const ROWS: readonly Row[] = [
  {
    claim: 'an unknown key',
    text: yaml('{ eth1: { adress: 10.0.0.1/24 } }'),
    says: [/FILE:4:29: .*key "adress" is unknown, did you mean/],
  },
  {
    claim: 'a wrong type',
    text: yaml('{ eth1: { mtu: big } }'),
    says: [/FILE:4:34: .*big/, /integer|number/i],
  },
  {
    claim: 'a node without a definition',
    text: yaml('{}', '["a:eth1", "c:eth1"]'),
    says: [/FILE:7:\d+: .*"c"/],
  },
  {
    claim: 'a port that is used twice',
    text: yaml('{}', '["a:eth1", "b:eth1"]', '    - endpoints: ["a:eth1", "b:eth2"]\n'),
    says: [/FILE:8:\d+: .*a:eth1/],
  },
  { claim: 'a link to itself', text: yaml('{}', '["a:eth1", "a:eth1"]'), says: [/FILE:7:\d+: .*a:eth1/] },
  {
    claim: 'a bad address',
    text: yaml('{ eth1: { ip: 10.0.0.300/24 } }'),
    says: [/FILE:4:33: .*10\.0\.0\.300\/24/],
  },
  { claim: 'a prefix too long', text: yaml('{ eth1: { ip: 10.0.0.3/33 } }'), says: [/FILE:4:33: .*33/] },
  { claim: 'a bad MAC', text: yaml('{ eth1: { mac: "02:00:zz" } }'), says: [/FILE:4:34: .*02:00:zz/] },
  {
    claim: 'an address that two ports have',
    text: yaml('{ eth1: { ip: 10.0.0.1/24 }, eth2: { ip: 10.0.0.1/24 } }'),
    says: [/FILE:4:\d+: .*10\.0\.0\.1/],
  },
  {
    claim: 'an interface name of 16 octets',
    text: yaml('{}', '["a:abcdefghijklmnop", "b:eth1"]'),
    says: [/FILE:7:\d+: .*abcdefghijklmnop/, /15/],
  },
  {
    claim: 'several errors at once',
    text: yaml('{ eth1: { mtu: x, mac: y } }'),
    says: [/FILE:4:34/, /FILE:4:42/],
  },
  { claim: 'YAML that ends too early', text: 'topology: {nodes: {a: {}\n', says: [/FILE:[12]:\d+: /] },
  { claim: 'an empty file', text: '', says: [/FILE:1:1: .*empty/i] },
  { claim: 'white space only', text: ' \n\n', says: [/FILE:1:1|FILE:\d+:\d+/] },
  {
    claim: 'a binary file',
    text: Uint8Array.from({ length: 512 }, (_, index) => (index * 37) & 0xff),
    says: [/FILE:1:\d+: /],
  },
  { claim: 'a BOM of UTF-16', text: Uint8Array.of(0xff, 0xfe, 0x61, 0), says: [/FILE:1:1: .*UTF-16/] },
  { claim: 'a YAML alias bomb', text: aliasBomb(), says: [/FILE:\d+:\d+: .*alias/i] },
  { claim: 'DOT that ends too early', name: 'dot', text: 'graph g { a:e1 -- b:e1', says: [/FILE:1:\d+: /] },
  {
    claim: 'DOT with a port used twice',
    name: 'dot',
    text: 'graph g {\n  a:e1 -- b:e1\n  a:e1 -- b:e2\n}\n',
    says: [/FILE:3:3: .*a:e1/],
  },
  {
    claim: 'DOT with a link to itself',
    name: 'dot',
    text: 'graph g {\n  a:e1 -- a:e1\n}\n',
    says: [/FILE:2:\d+: /],
  },
  {
    claim: 'DOT with two errors',
    name: 'dot',
    text: 'graph g {\n  a:e1 -- ;\n  b:e1 -> c:e1\n}\n',
    says: [/FILE:2:\d+: /, /FILE:3:\d+: /],
  },
  { claim: 'an empty DOT file', name: 'dot', text: '', says: [/FILE:1:1: /] },
];

test('bad lab files are refused with their place, and nothing is built', { skip }, async (t) => {
  const box = new Sandbox();
  after(() => box.end());
  /** Runs both commands on a file and holds what they say against the row. */
  const refused = async (file: string, says: readonly RegExp[], status = 1): Promise<void> => {
    for (const args of [
      ['validate', file],
      ['up', file],
    ]) {
      const start = performance.now();
      const result = await box.run(...args);
      const ms = performance.now() - start;
      const about = `${args.join(' ')}: status ${result.status}, ${ms.toFixed(0)} ms\n${result.stdout}${result.stderr}`;
      assert.equal(result.status, status, about);
      assert.doesNotMatch(result.stderr, /\bat .*\.js:\d+/, about);
      for (const words of says)
        assert.match(
          result.stderr,
          new RegExp(words.source.replaceAll('FILE', escaped(file)), words.flags),
          about,
        );
      assert.ok(ms < MS_MAX, about);
    }
    assert.deepEqual(box.namespaces(), []);
    assert.equal(existsSync(join(box.dir, 'state')), false, 'no state');
  };

  for (const { claim, name = 'lab.yml', text, says } of ROWS) {
    await t.test(claim, async () => {
      box.file(`${box.lab}.${name}`, text);
      await refused(`${box.lab}.${name}`, says);
    });
  }

  await t.test('a file of 100 MB', async () => {
    const path = box.file('large.lab.yml', 'topology: {}\n');
    truncateSync(path, LARGE_FILE_SIZE);
    await refused('large.lab.yml', [/large\.lab\.yml: .*104857600 octets, must be at most \d+/]);
  });

  await t.test('a missing file', () =>
    refused('missing.lab.yml', [/missing\.lab\.yml: there is no such file/]),
  );

  await t.test('a folder', async () => {
    mkdirSync(join(box.dir, 'folder.lab.yml'));
    await refused('folder.lab.yml', [/folder\.lab\.yml: it is a folder/]);
  });

  await t.test('a pipe that nobody writes to, and a device without an end', async () => {
    box.tool('mkfifo', join(box.dir, 'pipe.lab.yml'));
    await refused('pipe.lab.yml', [/pipe\.lab\.yml: it is no regular file/]);
    box.tool('ln', '-s', '/dev/zero', join(box.dir, 'zero.lab.yml'));
    await refused('zero.lab.yml', [/zero\.lab\.yml: it is no regular file/]);
  });

  await t.test('a name that tells no notation', async () => {
    box.file('lab.txt', yaml('{}'));
    await refused('./lab.txt', [/lab\.txt: its name must end in \.yml, \.yaml, \.dot or \.gv/], 64);
  });

  await t.test('no file at all, in a folder without one', async () => {
    const empty = join(box.dir, 'empty');
    mkdirSync(empty);
    for (const command of ['validate', 'up']) {
      const result = await box.runIn(empty, command);
      assert.equal(result.status, 64, result.stderr);
      assert.match(result.stderr, /No lab file given/);
    }
  });

  await t.test('wrong usage: an option or a command that there is not, two files', async () => {
    for (const args of [['up', '--bogus'], ['upp'], ['up', 'a.dot', 'b.dot'], ['status', '--bogus']]) {
      const result = await box.run(...args);
      assert.equal(result.status, 64, `${args.join(' ')}: ${result.stderr}`);
    }
  });

  await t.test('no permission, as another user', async (st) => {
    const path = box.file('secret.lab.yml', yaml('{}'));
    chmodSync(path, 0o600);
    chmodSync(box.dir, 0o755);
    const home = join(box.dir, 'home');
    mkdirSync(home);
    chownSync(home, NOBODY, NOBODY);
    if ((await box.runAs(NOBODY, home, '--version')).status !== 0) {
      st.skip('another user cannot read the project here');
      return;
    }
    for (const command of ['validate', 'up']) {
      const result = await box.runAs(NOBODY, home, command, path);
      assert.equal(result.status, 1, result.stderr);
      assert.match(result.stderr, /secret\.lab\.yml: permission denied/);
    }
  });

  await t.test('a BOM of UTF-8 is no error', async () => {
    box.file('bom.lab.yml', `\ufeff${yaml('{}')}`);
    assert.match(await box.ok('validate', 'bom.lab.yml'), /lab bom, 2 nodes, 1 links, ok/);
  });
});

/** Nine levels of ten aliases each: a billion strings, if they were all made. */
function aliasBomb(): string {
  const levels = Array.from({ length: 9 }, (_, index) => {
    const previous = index === 0 ? 'lol' : `*l${index - 1}`;
    return `l${index}: &l${index} [${Array.from({ length: 10 }, () => previous).join(', ')}]`;
  });
  return `${levels.join('\n')}\ntopology: *l8\n`;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
