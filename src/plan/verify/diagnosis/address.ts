/** Planned addresses that a port does not have. They do not touch the wiring's verdict; other addresses may be there. */
import type { Expectation } from '../expectation.ts';
import type { PortObservation } from '../observation.ts';
import { joinNames } from '../words.ts';
import type { Report } from './report.ts';
import type { Scene } from './scene.ts';

/** The planned addresses that are not on the port; none where its addresses are not known or it does not exist. */
export function lackingAddresses(
  expectation: Expectation,
  observation: PortObservation | undefined,
): string[] {
  const addresses = observation?.present === true ? observation.addresses : null;
  if (addresses === null) return [];
  return expectation.addresses.filter((address) => !addresses.includes(address));
}

/** Says `vm1:eth1 has 10.0.0.9/24, plan 10.0.0.1/24`. A port that is switched off has lost its IPv6 ones with that. */
export function reportAddresses(scene: Scene, report: Report): void {
  for (const port of scene.suspects) {
    const expectation = scene.expectation(port);
    const observation = scene.observation(port);
    if (expectation === undefined || scene.state(port) === 'down') continue;
    const lacking = lackingAddresses(expectation, observation);
    if (lacking.length === 0) continue;
    const instead = (observation?.addresses ?? []).filter(
      (address) => !expectation.addresses.includes(address),
    );
    const has = instead.length === 0 ? 'lacks' : `has ${joinNames(instead)}, plan`;
    report.say('address', `${port} ${has} ${joinNames(lacking)}`, [port]);
  }
}
