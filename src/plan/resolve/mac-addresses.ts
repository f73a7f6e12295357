/**
 * MAC addresses: the explicit ones checked, the others made from the names of lab, node and port, so that a lab comes
 * up with the same ones every time (IEEE Std 802, 8.4: locally administered, individual).
 */
import { formatMac, parseMac } from '../../base/mac.ts';
import type { PortDraft, PortTable } from './port-table.ts';

/** Checks the explicit addresses, then assigns the missing ones. */
export function assignMacs(labName: string, ports: PortTable): void {
  const taken = new Map<string, PortDraft>();
  for (const port of ports.all()) {
    if (port.mac !== null) claim(port, port.mac, taken);
  }
  for (const port of ports.all()) {
    if (port.mac !== null) continue;
    let mac = macFor(labName, port, 0);
    for (let attempt = 1; taken.has(mac); attempt += 1) mac = macFor(labName, port, attempt);
    port.mac = mac;
    taken.set(mac, port);
  }
}

function claim(port: PortDraft, mac: string, taken: Map<string, PortDraft>): void {
  const { node, name } = port;
  const at = node.valueAt('interfaces', name, 'mac');
  const where = `${node.name}:${name}`;
  const other = taken.get(mac);
  if ((parseMac(mac)[0]! & 1) === 1) node.error(at, `Cannot give ${mac} to ${where}: it is a group address`);
  else if (mac === '00:00:00:00:00:00')
    node.error(at, `Cannot give ${mac} to ${where}: it is the null address`);
  else if (other === undefined) taken.set(mac, port);
  else {
    const { line } = other.node.valueAt('interfaces', other.name, 'mac');
    node.error(
      at,
      `Cannot give ${mac} to ${where}: ${other.node.name}:${other.name} has it already, in line ${line}`,
    );
  }
}

/** The address of a port at an attempt; attempts differ in the whole address, so that probes do not run into each other. */
function macFor(labName: string, port: PortDraft, attempt: number): string {
  // Names hold no NUL, so no two triples make the same text.
  const text = `${labName}\0${port.node.name}\0${port.name}\0${attempt}`;
  const octets = new Uint8Array(6);
  const high = fnv1a(text, 0x811c9dc5);
  const low = fnv1a(text, high ^ 0x9e3779b9);
  octets[0] = ((high >>> 24) & 0xfc) | 0x02;
  octets[1] = (high >>> 16) & 0xff;
  for (let index = 0; index < 4; index += 1) octets[2 + index] = (low >>> (24 - index * 8)) & 0xff;
  return formatMac(octets);
}

/** FNV-1a over UTF-16 units, 32 bits, with a last mix: its low bits spread, its high ones do not. */
function fnv1a(text: string, basis: number): number {
  let hash = basis;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
