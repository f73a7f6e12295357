import assert from 'node:assert/strict';
import fc from 'fast-check';
import test from 'node:test';
import { compareNatural, sortNaturally } from '../../../src/plan/verify/natural-order.ts';
import { checkProperty } from '../../support/seeded.ts';

test('sortNaturally() sorts numbers by value, keeps nodes together and drops repetitions', () => {
  assert.deepEqual(
    sortNaturally(['vm10:eth1', 'vm2:eth10', 'vm2:eth2', 'vm02:eth1', 'vm2:eth2', 'vm:eth1', 'vm2']),
    ['vm2', 'vm2:eth2', 'vm2:eth10', 'vm02:eth1', 'vm10:eth1', 'vm:eth1'],
  );
});

test('compareNatural() is a total order', (context) => {
  const names = fc.string({ unit: fc.constantFrom('a', 'b', '0', '1', '9', ':', '-'), maxLength: 6 });
  checkProperty(context, fc.tuple(names, names, names), ([a, b, c]) => {
    assert.equal(Math.sign(compareNatural(a, b)) + Math.sign(compareNatural(b, a)), 0);
    assert.equal(compareNatural(a, b) === 0, a === b);
    if (compareNatural(a, b) <= 0 && compareNatural(b, c) <= 0) assert.ok(compareNatural(a, c) <= 0);
  });
});
