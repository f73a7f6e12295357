/**
 * A link, as written in a lab file: containerlab's short form, and its extended form of type veth.
 */
import * as z from 'zod';
import { CONTAINERLAB_LINK_KEYS, ignoredKeys } from './containerlab.ts';
import {
  Duration,
  integer,
  Mtu,
  NonEmptyText,
  oneOf,
  Percent,
  Rate,
  strictMap,
  Switch,
  textThat,
} from './scalars.ts';

/** One end of a link. */
export const EndpointSpec = z
  .union(
    [
      textThat((text) => /^[^:]+:[^:]+$/.test(text), 'NODE:PORT, like vm1:eth1'),
      strictMap({
        node: NonEmptyText.describe('Name of the node'),
        interface: NonEmptyText.describe('Name of the port'),
      }),
    ],
    { error: 'NODE:PORT, like vm1:eth1' },
  )
  .describe('One end of the link: NODE:PORT, or {node, interface}');

/** An end as written. */
export type EndpointSpec = z.infer<typeof EndpointSpec>;

const IMPAIRMENT = {
  delay: Duration.optional().describe('Time that every frame is held back'),
  jitter: Duration.optional().describe('Spread of the delay'),
  loss: Percent.optional().describe('Share of frames that are lost'),
  duplicate: Percent.optional().describe('Share of frames that are doubled'),
  reorder: Percent.optional().describe('Share of frames that overtake others'),
  corrupt: Percent.optional().describe('Share of frames with a bit turned'),
  rate: Rate.optional().describe('Bits per second at most'),
  seed: integer(0, 4_294_967_295)
    .optional()
    .describe('Start of the random sequence, so that a run can be repeated'),
};

/** The impairments of a link. */
export const ImpairSpec = strictMap({
  ...IMPAIRMENT,
  a: strictMap(IMPAIRMENT).optional().describe('Of what the first endpoint sends'),
  b: strictMap(IMPAIRMENT).optional().describe('Of what the second endpoint sends'),
});

/** The keys of {@link ImpairSpec} that hold for both ways: in DOT they stand on the edge itself. */
export const IMPAIRMENT_KEYS: readonly string[] = Object.keys(IMPAIRMENT);

/** How a neighbour's announcement is compared with the plan, in PTM's words. */
export const LldpMatchSpec = strictMap({
  match_type: oneOf(['ifname', 'portdescr'])
    .optional()
    .describe(
      'What names the neighbour port: its Port ID or its Port Description; absent: whichever is a name',
    ),
  match_hostname: oneOf(['hostname', 'fqdn'])
    .optional()
    .describe('Whether the neighbour name is cut at its first dot (hostname, the default) or not'),
});

/** A link. */
export const LinkSpec = strictMap({
  endpoints: z
    .array(EndpointSpec, { error: 'a list of two ends, like ["vm1:eth1", "vm2:eth1"]' })
    .length(2, { error: 'a list of two ends, like ["vm1:eth1", "vm2:eth1"]' })
    .describe('The two ports that the link joins'),
  type: NonEmptyText.optional().describe("containerlab's link type; veth is the one that is built"),
  mtu: Mtu.optional().describe('Largest packet, octets, at both ends'),
  verify: Switch.optional().describe('off: the link is not checked on the wire, and counted as such'),
  impair: ImpairSpec.optional().describe('Delay, loss and the like'),
  lldp: LldpMatchSpec.optional().describe('How LLDP announcements on this link are compared'),
  ...ignoredKeys(CONTAINERLAB_LINK_KEYS),
}).meta({ id: 'link' });

/** A link as written. */
export type LinkSpec = z.infer<typeof LinkSpec>;
