import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ETHERTYPE_LLDP,
  getEtherType,
  GROUP_NEAREST_BRIDGE,
  GROUP_NEAREST_CUSTOMER_BRIDGE,
  GROUP_NEAREST_NON_TPMR_BRIDGE,
  isDst,
  isGroupMac,
  isReservedGroupMac,
  setDst,
  setEtherType,
  setSrc,
} from '../../src/wire/ethernet.ts';

test('setDst(), setSrc() and setEtherType() write their field and nothing else', () => {
  const buf = new Uint8Array(18).fill(0xa5);
  setDst(buf, 2, GROUP_NEAREST_BRIDGE);
  setSrc(buf, 2, Uint8Array.of(2, 0, 0, 0, 0, 1));
  setEtherType(buf, 2, ETHERTYPE_LLDP);
  const expected = [0xa5, 0xa5, 1, 0x80, 0xc2, 0, 0, 0x0e, 2, 0, 0, 0, 0, 1, 0x88, 0xcc, 0xa5, 0xa5];
  assert.deepEqual([...buf], expected);
  assert.equal(getEtherType(buf, 2), 0x88cc);
  assert.ok(isDst(buf, 2, GROUP_NEAREST_BRIDGE));
  assert.ok(!isDst(buf, 2, GROUP_NEAREST_NON_TPMR_BRIDGE));
});

test('isReservedGroupMac() knows 01-80-C2-00-00-00 to 0F and no other (802.1Q table 8-1)', () => {
  for (const mac of [GROUP_NEAREST_BRIDGE, GROUP_NEAREST_NON_TPMR_BRIDGE, GROUP_NEAREST_CUSTOMER_BRIDGE]) {
    assert.ok(isReservedGroupMac(mac, 0) && isGroupMac(mac, 0));
  }
  for (let index = 0; index < 6; index += 1) {
    const mac = GROUP_NEAREST_CUSTOMER_BRIDGE.slice();
    mac[index] = index === 5 ? 0x10 : mac[index]! ^ 1;
    assert.ok(!isReservedGroupMac(mac, 0));
  }
});
