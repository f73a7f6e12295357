/** Holds `docs/lab-file.md` and the examples of `README.md` against the code that reads lab files. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseDot } from '../../src/plan/dot/dot-parser.ts';
import { type LabFormat, loadPlan } from '../../src/plan/load.ts';
import { CheckSpec } from '../../src/plan/spec/check.ts';
import { ServiceSpec } from '../../src/plan/spec/command.ts';
import { UNBUILT_KINDS } from '../../src/plan/spec/kinds.ts';
import { LabShell, TopologyShell } from '../../src/plan/spec/lab.ts';
import { ImpairSpec, LinkSpec, LldpMatchSpec } from '../../src/plan/spec/link.ts';
import { NodeSpec } from '../../src/plan/spec/node.ts';
import { BridgeSpec, DhcpServerSpec, PortSpec, RouteSpec } from '../../src/plan/spec/port.ts';
import { PROJECT } from '../support/sandbox.ts';
import { linesOf } from './support.ts';

const PAGE = readFileSync(join(PROJECT, 'docs/lab-file.md'), 'utf8');

interface Block {
  readonly format: LabFormat;
  readonly text: string;
  /** Line of the page that the block's text begins in. */
  readonly line: number;
}

/** The fenced blocks of a page in the notations of a lab file. */
function blocksOf(page: string): Block[] {
  return [...page.matchAll(/^```(yaml|dot)\n([^]*?)^```$/gm)].map(([, format, text = ''], index, all) => ({
    format: format === 'dot' ? 'dot' : 'yaml',
    text,
    line: page.slice(0, all[index]?.index).split('\n').length + 1,
  }));
}

for (const name of ['docs/lab-file.md', 'README.md']) {
  for (const { format, text, line } of blocksOf(readFileSync(join(PROJECT, name), 'utf8'))) {
    test(`the ${format} block in line ${line} of ${name} loads without errors and warnings`, () => {
      const loaded = loadPlan({ text, path: `/labs/example.${format}`, format }, parseDot);
      assert.deepEqual(linesOf(loaded), []);
      assert.notEqual(loaded.plan, null);
    });
  }
}

test('docs/lab-file.md has examples in both notations', () => {
  const formats = blocksOf(PAGE).map(({ format }) => format);
  assert.ok(formats.includes('yaml') && formats.includes('dot'));
});

test('docs/lab-file.md names every key of the lab file', () => {
  const schemas = {
    lab: LabShell,
    topology: TopologyShell,
    node: NodeSpec,
    port: PortSpec,
    route: RouteSpec,
    bridge: BridgeSpec,
    dhcp: DhcpServerSpec,
    service: ServiceSpec,
    link: LinkSpec,
    impair: ImpairSpec,
    lldp: LldpMatchSpec,
    check: CheckSpec,
    ping: CheckSpec.shape.ping.unwrap(),
    isolated: CheckSpec.shape.isolated.unwrap(),
    tcp: CheckSpec.shape.tcp.unwrap(),
    http: CheckSpec.shape.http.unwrap(),
    via: CheckSpec.shape.via.unwrap(),
    exec: CheckSpec.shape.exec.unwrap(),
  };
  const keys = Object.entries(schemas).flatMap(([owner, { shape }]) =>
    Object.keys(shape).map((key) => `${owner} ${key}`),
  );
  const missing = [...keys, ...UNBUILT_KINDS.map((kind) => `kind ${kind}`)].filter(
    (item) => !PAGE.includes(`\`${item.split(' ')[1]}\``),
  );
  assert.deepEqual(missing, []);
});
