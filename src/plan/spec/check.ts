/**
 * Checks that run after the wiring is verified, as written in a lab file.
 */
import * as z from 'zod';
import { CommandSpec } from './command.ts';
import { Duration, integer, NonEmptyText, strictMap, Text, textThat } from './scalars.ts';

const name = NonEmptyText.optional().describe(
  'Name of the check in reports; by default one made of its content',
);
const from = NonEmptyText.describe('Node that the check runs in');
const to = NonEmptyText.describe('A node (its first address) or an address');
const timeout = Duration.optional().describe('How long the check may take');

/** How a check of type `http` writes its URL. */
export const URL_PATTERN = /^http:\/\/(\[[^\]/]+\]|[^:/?#[\]]+)(:\d{1,5})?([/?][^\s#]*)?$/;

const CHECKS = {
  ping: strictMap({
    name,
    from,
    to,
    count: integer(1, 1000).optional().describe('Requests, 1 by default'),
    timeout,
  })
    .optional()
    .describe('An ICMP echo must be answered'),
  isolated: strictMap({ name, from, to, timeout }).optional().describe('An ICMP echo must not be answered'),
  tcp: strictMap({
    name,
    from,
    to: textThat(
      (text) => splitHostPort(text) !== null,
      'HOST:PORT, like 10.0.0.1:22 or [2001:db8::1]:22',
    ).describe('HOST:PORT, the host being a node or an address'),
    timeout,
  })
    .optional()
    .describe('A TCP connection must be accepted'),
  http: strictMap({
    name,
    from,
    url: textThat((text) => URL_PATTERN.test(text), 'a URL like http://10.0.0.1:8000/').describe(
      'http URL, its host being a node or an address',
    ),
    status: integer(100, 599).optional().describe('Status that is expected, 200 by default'),
    contains: Text.optional().describe('Text that the body must contain'),
    timeout,
  })
    .optional()
    .describe('An HTTP request must be answered'),
  via: strictMap({
    name,
    from,
    to,
    ports: z
      .array(NonEmptyText, { error: 'a list of ports' })
      .min(1, { error: 'a list of ports' })
      .describe('NODE:PORT each'),
    count: integer(1, 1000).optional().describe('Marked frames, 10 by default'),
    timeout,
  })
    .optional()
    .describe('Marked frames must be seen exactly once at each of the ports'),
  exec: strictMap({
    name,
    node: NonEmptyText.describe('Node that the command runs in'),
    cmd: CommandSpec,
    status: integer(0, 255).optional().describe('Exit status that is expected, 0 by default'),
    stdout: Text.optional().describe('What it must write, white space at both ends aside'),
    timeout,
  })
    .optional()
    .describe('A command must end as expected'),
};

const EXPECTATION = `a map with one key, one of ${Object.keys(CHECKS).join(', ')}`;

/** A check: a map with one key, its type. */
export const CheckSpec = strictMap(CHECKS, EXPECTATION)
  .refine((check) => Object.keys(check).length === 1, { error: EXPECTATION })
  .meta({ id: 'check', minProperties: 1, maxProperties: 1 });

/** A check as written. */
export type CheckSpec = z.infer<typeof CheckSpec>;

/** Splits `HOST:PORT`, an IPv6 host in brackets; null when the text is none. */
export function splitHostPort(text: string): { host: string; port: number } | null {
  const match = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (match === null || port < 1 || port > 65_535) return null;
  return { host: match[1] ?? match[2] ?? '', port };
}
