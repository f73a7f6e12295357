/**
 * The scalars of a lab file as zod schemas. Each carries its *expectation*: the phrase that an error puts after
 * "must be". Nothing is converted here; the spec is what the file says, as written.
 */
import * as z from 'zod';
import { parseIp, parsePrefix } from '../../base/ip.ts';
import { MTU_MAX, MTU_MIN } from '../../base/limits.ts';
import { isMac } from '../../base/mac.ts';
import { parseDurationUs, parsePercent, parseRateBps } from '../text/quantity.ts';

/** Any text. */
export const Text = z.string({ error: 'text' });

/** Text with at least one character. */
export const NonEmptyText = textThat((text) => text.length > 0, 'text that is not empty');

/** A value of an environment variable or a sysctl: text, or a scalar that is written out. */
export const ScalarText = z.union([z.string(), z.number(), z.boolean()], {
  error: 'text, a number, true or false',
});

/** `ADDRESS/LENGTH`. A bare address is refused: which length was meant is not for us to guess. */
export const AddressText = textThat(
  (text) => text.includes('/') && parsePrefix(text) !== null,
  'an address with its prefix length, like 10.0.0.1/24 or 2001:db8::1/64',
);

/** An address without a length. */
export const HostAddressText = textThat(
  (text) => parseIp(text) !== null,
  'an address without prefix length, like 10.0.0.1 or 2001:db8::1',
);

/** A list of addresses, or one. */
export const AddressList = z.union([AddressText, z.array(AddressText)], {
  error: 'an address with its prefix length, like 10.0.0.1/24, or a list of them',
});

/** A MAC address in any of the usual forms. */
export const MacText = textThat(isMac, 'a MAC address, like 02:00:00:00:01:01');

/** Octets of the largest packet of a port or link. */
export const Mtu = integer(MTU_MIN, MTU_MAX);

/** A VLAN that can be configured: 0 and 4095 are reserved (IEEE Std 802.1Q, table 9-2). */
export const Vid = integer(1, 4094);

/** A TCP port. */
export const TcpPort = integer(1, 65_535);

/** A duration with its unit. */
export const Duration = textThat(
  (text) => parseDurationUs(text) !== null,
  'a duration with its unit (us, ms, s, m, h), like 20ms, at most 24h',
);

/** A bit rate with its unit. */
export const Rate = textThat(
  (text) => parseRateBps(text) !== null,
  'a bit rate with its unit (bit, kbit, mbit, gbit), like 100mbit',
);

/** A percentage. */
export const Percent = textThat((text) => parsePercent(text) !== null, 'a percentage from 0% to 100%, like 1%');

/** True or false. */
export const Flag = z.boolean({ error: 'true or false' });

/** `on` and `off` are text in YAML 1.2, and what people write. */
export const Switch = z.union([z.boolean(), z.enum(['on', 'off'])], { error: 'on or off' });

/** An absolute path inside a node. */
export const NodePath = textThat(
  (text) => text.startsWith('/') && text.length > 1 && !text.includes('\0') && !text.split('/').includes('..'),
  'an absolute path without "..", like /etc/frr/frr.conf',
);

/** An integer within bounds. */
export function integer(min: number, max: number): z.ZodInt {
  const error = `an integer from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

/** Text that passes a test. */
export function textThat(test: (text: string) => boolean, expectation: string): z.ZodString {
  return z.string({ error: expectation }).refine(test, { error: expectation });
}

/** One of a few words. */
export function oneOf<const T extends readonly string[]>(words: T): z.ZodEnum<{ [K in T[number]]: K }> {
  return z.enum(words, { error: `one of ${words.join(', ')}` });
}

/**
 * A map with these keys and no other. The expectation of an unknown key is the list of the known ones, from which
 * {@link file://./issue-text.ts} picks the one that was probably meant.
 */
export function strictMap<T extends z.ZodRawShape>(shape: T, what = 'a map'): z.ZodObject<T, z.core.$strict> {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? keys : what) });
}

/** A map from names of the lab file's own choice. */
export function mapOf<T extends z.ZodType>(value: T, what: string): z.ZodRecord<z.ZodString, T> {
  return z.record(z.string(), value, { error: what });
}
