import assert from 'node:assert/strict';
import test from 'node:test';
import type { PlanLldpMatch } from '../../../src/plan/plan.ts';
import { expectations } from '../../../src/plan/verify/expectation.ts';
import { LabNames } from '../../../src/plan/verify/lab-names.ts';
import { resolveNeighbor } from '../../../src/plan/verify/neighbor-name.ts';
import type { ObservedNeighbor } from '../../../src/plan/verify/observation.ts';
import { labPlan } from '../../support/lab-plan.ts';
import { neighbor } from '../../support/wire-sim.ts';

const PLAN = labPlan(['vm1:eth1 -- vm2:eth1', 'vm1:eth2 -- vm2:eth2']);
const NAMES = new LabNames(PLAN, expectations(PLAN));
const MAC = PLAN.nodes.find((node) => node.name === 'vm2')?.ports[0]?.mac ?? '';

/** What a stock lldpd says: a MAC address as Port ID, the interface's name as description. */
const STOCK = { portId: MAC, portIdKind: 'mac', portDescription: 'eth1' } as const;

function resolve(words: Partial<ObservedNeighbor>, match: Partial<PlanLldpMatch> = {}): string {
  const whole: PlanLldpMatch = { port: 'auto', hostname: 'hostname', ...match };
  const { name, matchedBy, inLab, macOwner } = resolveNeighbor(neighbor('vm2:eth1', words), whole, NAMES);
  return [name, matchedBy, inLab ? 'lab' : 'foreign', ...(macOwner === null ? [] : [macOwner])].join(' ');
}

test('resolveNeighbor() takes the Port ID where it is an interface name or local', () => {
  assert.equal(resolve({}), 'vm2:eth1 port-id lab');
  assert.equal(resolve({ portIdKind: 'local', portDescription: 'uplink' }), 'vm2:eth1 port-id lab');
});

test('resolveNeighbor() takes the Port Description where the Port ID is a MAC address', () => {
  assert.equal(resolve(STOCK), 'vm2:eth1 port-description lab');
});

test('resolveNeighbor() takes the port of the MAC address where nothing else names it', () => {
  assert.equal(resolve({ ...STOCK, portDescription: null }), 'vm2:eth1 mac lab');
  assert.equal(resolve({ ...STOCK, portDescription: '' }), 'vm2:eth1 mac lab');
});

test('resolveNeighbor() does not take the port of a MAC address of another node', () => {
  assert.equal(resolve({ ...STOCK, portDescription: null, systemName: 'vm1' }), `vm1:${MAC} port-id lab`);
});

test('resolveNeighbor() does not take the MAC address of a system for that of a port', () => {
  const other = '02:ff:00:00:00:01';
  assert.equal(
    resolve({ ...STOCK, portId: other, portDescription: null, chassisId: MAC }),
    `vm2:${other} port-id lab`,
  );
});

test('resolveNeighbor() compares only the TLV that the link asks for', () => {
  assert.equal(resolve(STOCK, { port: 'ifname' }), `vm2:${MAC} port-id lab`);
  assert.equal(resolve({ portDescription: 'eth2' }, { port: 'portdescr' }), 'vm2:eth2 port-description lab');
  assert.equal(resolve({}, { port: 'portdescr' }), 'vm2:(no port description) port-description lab');
});

test('resolveNeighbor() cuts the System Name at the first dot, unless the link wants all of it', () => {
  assert.equal(resolve({ systemName: 'vm2.example.org' }), 'vm2:eth1 port-id lab');
  assert.equal(
    resolve({ systemName: 'vm2.example.org' }, { hostname: 'fqdn' }),
    'vm2.example.org:eth1 port-id foreign',
  );
  assert.equal(resolve({ systemName: '.hidden' }), '.hidden:eth1 port-id foreign');
});

test('resolveNeighbor() tells whose MAC address a foreign system has', () => {
  assert.equal(
    resolve({ ...STOCK, systemName: 'localhost' }),
    'localhost:eth1 port-description foreign vm2:eth1',
  );
  assert.equal(
    resolve({ systemName: null, chassisId: MAC.toUpperCase() }),
    `${MAC.toUpperCase()}:eth1 port-id foreign vm2:eth1`,
  );
});

test('resolveNeighbor() makes the words of strangers safe to print', () => {
  const name = resolve({ systemName: 'evil\u001b[2J', portId: 'a\nb' });
  assert.equal(name, 'evil\\x1b[2J:a\\x0ab port-id foreign');
});
