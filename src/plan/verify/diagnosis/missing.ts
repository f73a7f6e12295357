/** Planned neighbours that do not hear each other, while nothing says where their cables are instead. */
import type { PortName } from '../../plan.ts';
import type { Segment } from '../segment.ts';
import { joinNames } from '../words.ts';
import type { PlacedWire, Placement } from './placement.ts';
import type { Report } from './report.ts';
import type { Scene } from './scene.ts';

/** Reports what is cut off: `missing`, or `no-carrier` where a port has none. */
export function reportMissing(scene: Scene, placement: Placement, report: Report): void {
  for (const segment of scene.segments) {
    const home = placement.wireFor.get(segment);
    const mute = segment.members.filter((port) => isMute(scene, placement, port) && !report.explains(port));
    if (home !== undefined) reportCutOff(scene, home, segment, mute, report);
    else if (segment.members.length === 2) reportLink(scene, segment, mute, report);
    else reportSegment(scene, segment, mute, report);
  }
  for (const placed of placement.wires) reportSplit(scene, placement, placed, report);
}

// A port that is absent or switched off has a sentence of its own.
function isMute(scene: Scene, placement: Placement, port: PortName): boolean {
  if (placement.wireOf.has(port) || scene.hearsItself(port) || scene.hearsForeign(port).length > 0)
    return false;
  const state = scene.state(port);
  return state !== 'absent' && state !== 'down';
}

function reportCutOff(
  scene: Scene,
  home: PlacedWire,
  segment: Segment,
  mute: readonly PortName[],
  report: Report,
): void {
  for (const port of mute) {
    if (scene.state(port) === 'dark') reportNoCarrier(port, segment, report);
    else if (segment.members.length === 2) reportAlone(scene, port, segment, report);
    else {
      const peer = scene.expectation(port)?.peer ?? joinNames(home.staying);
      report.say('missing', `${port} is cut off from ${peer}`, [port, peer], segment.members);
    }
  }
}

// A plain link without any wire: the far end may be in another wire, absent, switched off or not observed.
function reportLink(scene: Scene, segment: Segment, mute: readonly PortName[], report: Report): void {
  const [a, b] = mute;
  if (a === undefined || mute.every((port) => scene.state(port) === 'unknown')) return;
  if (b === undefined) {
    if (segment.members.some((port) => scene.state(port) === 'absent' || scene.state(port) === 'down'))
      return;
    if (scene.state(a) === 'dark') reportNoCarrier(a, segment, report);
    else reportAlone(scene, a, segment, report);
  } else if (mute.some((port) => scene.state(port) === 'dark')) {
    report.say('no-carrier', `no carrier between ${a} and ${b}`, mute);
  } else if (mute.every((port) => scene.state(port) === 'live')) {
    report.say('missing', `${a} and ${b} do not hear each other`, mute);
  } else {
    reportAlone(scene, scene.state(a) === 'live' ? a : b, segment, report);
  }
}

// Nobody in the whole segment hears anybody of it.
function reportSegment(scene: Scene, segment: Segment, mute: readonly PortName[], report: Report): void {
  if (mute.every((port) => scene.state(port) === 'unknown')) return;
  const dark = mute.filter((port) => scene.state(port) === 'dark');
  for (const port of dark) reportNoCarrier(port, segment, report);
  const rest = mute.filter((port) => scene.state(port) !== 'dark');
  const [only] = rest;
  if (rest.length > 1) {
    report.say('missing', `${joinNames(rest)} do not hear each other`, rest);
  } else if (only !== undefined && dark.length === 0) {
    reportAlone(scene, only, segment, report);
  }
}

function reportNoCarrier(port: PortName, segment: Segment, report: Report): void {
  report.say('no-carrier', `${port} has no carrier`, [port], segment.members);
}

function reportAlone(scene: Scene, port: PortName, segment: Segment, report: Report): void {
  if (scene.state(port) !== 'live') return;
  const others = segment.members.filter((member) => member !== port);
  report.say('missing', `${port} hears nobody, plan says ${joinNames(others)}`, [port, ...others]);
}

// Part of a segment hears each other, but not the rest: a cable between two hubs is cut.
function reportSplit(scene: Scene, placement: Placement, placed: PlacedWire, report: Report): void {
  const segment = scene.segmentOf(placed.wire[0] ?? '');
  if (placed.home !== null || segment === null) return;
  if (!placed.wire.every((port) => scene.segmentOf(port) === segment)) return;
  const rest = placement.wireFor.get(segment)?.staying ?? [];
  report.say('missing', `${joinNames(placed.wire)} are cut off from ${joinNames(rest)}`, [
    ...placed.wire,
    ...rest,
  ]);
}
