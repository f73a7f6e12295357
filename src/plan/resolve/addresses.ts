/**
 * Addresses of ports and bridges: canonical text, no two alike in a lab, and the ones that no interface can have
 * (RFC 1122 3.2.1.3, RFC 4291 2.5 and 2.7).
 */
import { formatIp, formatPrefix, type IpPrefix, networkOf, parsePrefix } from '../../base/ip.ts';
import type { SpecPath } from '../spec/document.ts';
import type { NodeContext } from './context.ts';

/** IPv6 is off on a link below this (RFC 8200, section 5). */
const IPV6_MTU_MIN = 1280;

/** An address that is taken. */
interface TakenAddress {
  readonly owner: AddressOwner;
  readonly path: SpecPath;
}

/** Whom an address is for. */
export interface AddressOwner {
  readonly node: NodeContext;
  /** Port or bridge. */
  readonly name: string;
  /** Path of the attribute within the node, without a list index. */
  readonly path: SpecPath;
  /** Octets; null when it is not known here. */
  readonly mtu: number | null;
}

/** All addresses of a lab. */
export class AddressBook {
  readonly #taken = new Map<string, TakenAddress>();

  /** Resolves the addresses of one port or bridge, in file order, in canonical text. */
  resolve(owner: AddressOwner, written: string | readonly string[] | undefined): string[] {
    if (written === undefined || written === 'dhcp') return [];
    const list = typeof written === 'string' ? [written] : written;
    return list.flatMap((text, index) => {
      const path = typeof written === 'string' ? owner.path : [...owner.path, index];
      const prefix = parsePrefix(text);
      if (prefix === null) return [];
      this.#claim(owner, prefix, text, path);
      return [formatPrefix(prefix)];
    });
  }

  #claim(owner: AddressOwner, prefix: IpPrefix, text: string, path: SpecPath): void {
    const { node } = owner;
    const name = `${node.name}:${owner.name}`;
    const fault = addressFault(prefix);
    if (fault !== null) {
      node.error(node.valueAt(...path), `Cannot give ${text} to ${name}: it is ${fault}`);
      return;
    }
    const doubt = addressDoubt(prefix);
    if (doubt !== null) {
      node.lab.problems.warning(
        node.valueAt(...path),
        `Address ${text} of ${name} is the ${doubt} of its subnet`,
      );
    }
    if (prefix.family === 6 && owner.mtu !== null && owner.mtu < IPV6_MTU_MIN) {
      const message = `Cannot give ${text} to ${name}: its MTU is ${owner.mtu}, must be at least ${IPV6_MTU_MIN} for IPv6`;
      node.error(node.valueAt(...path), message);
    }
    // A link-local address is unique on its link only (RFC 4291 2.5.6).
    if (prefix.family === 6 && prefix.octets[0] === 0xfe && (prefix.octets[1]! & 0xc0) === 0x80) return;
    const key = formatIp(prefix.octets);
    const other = this.#taken.get(key);
    if (other === undefined) this.#taken.set(key, { owner, path });
    else {
      const { line } = other.owner.node.valueAt(...other.path);
      const message = `Cannot give ${key} to ${name}: ${other.owner.node.name}:${other.owner.name} has it already, in line ${line}`;
      node.error(node.valueAt(...path), message);
    }
  }
}

/** Why no interface can have the address; null when one can. */
function addressFault(prefix: IpPrefix): string | null {
  const [first = 0] = prefix.octets;
  if (prefix.octets.every((octet) => octet === 0)) return 'the unspecified address';
  if (prefix.family === 6) {
    if (first === 0xff) return 'a multicast address';
    return formatIp(prefix.octets) === '::1' ? 'the loopback address' : null;
  }
  if (prefix.octets.every((octet) => octet === 255)) return 'the broadcast address';
  if (first >= 224) return first < 240 ? 'a multicast address' : 'a reserved address';
  if (first === 127) return 'a loopback address';
  return first === 0 ? 'an address of "this network"' : null;
}

/** What speaks against an IPv4 address as a host's own; null for nothing. Prefixes of 31 have no such (RFC 3021). */
function addressDoubt(prefix: IpPrefix): string | null {
  if (prefix.family === 6 || prefix.prefixLen > 30) return null;
  const text = formatIp(prefix.octets);
  if (formatIp(networkOf(prefix).octets) === text) return 'network address';
  const inverted = { ...prefix, octets: prefix.octets.map((octet) => octet ^ 0xff) };
  return networkOf(inverted).octets.every((octet, index) => octet === inverted.octets[index])
    ? 'broadcast address'
    : null;
}
