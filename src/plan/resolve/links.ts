/**
 * Links of the spec to links of the plan: ends that exist, each port used once, one MTU at both ends.
 */
import { LAB_LINKS_MAX } from '../../base/limits.ts';
import type { PlanLink, PlanLldpMatch } from '../plan.ts';
import { didYouMean } from '../text/suggest.ts';
import type { SpecPath } from '../spec/document.ts';
import type { ListItem } from '../spec/lab.ts';
import type { EndpointSpec, LinkSpec } from '../spec/link.ts';
import type { LabContext, NodeContext } from './context.ts';
import { DEFAULT_MTU, type PortDraft, type PortTable } from './port-table.ts';

/** Words that stand for a node in an endpoint and are none: ours and containerlab's. */
const RESERVED_NODES: readonly string[] = ['host', 'tap', 'macvlan', 'mgmt-net'];

/** Resolves all links; the ports they mention are declared in `ports`. */
export function resolveLinks(
  lab: LabContext,
  nodes: ReadonlyMap<string, NodeContext>,
  ports: PortTable,
): PlanLink[] {
  const { links } = lab.spec;
  if (links.length > LAB_LINKS_MAX) {
    const at = lab.locator.valueAt(linkPath(links[LAB_LINKS_MAX]!));
    lab.problems.error(
      at,
      `Cannot build lab: it has ${links.length} links, must be at most ${LAB_LINKS_MAX}`,
    );
  }
  return links.slice(0, LAB_LINKS_MAX).flatMap((link) => resolveLink(lab, nodes, ports, link) ?? []);
}

function resolveLink(
  lab: LabContext,
  nodes: ReadonlyMap<string, NodeContext>,
  ports: PortTable,
  link: ListItem<LinkSpec>,
): PlanLink | null {
  const path = linkPath(link);
  const { spec } = link;
  reportUnbuilt(lab, path, spec);
  const [a, b] = spec.endpoints.map((end, index) =>
    openEnd(lab, nodes, ports, end, [...path, 'endpoints', index]),
  );
  if (a === undefined || b === undefined || a === null || b === null) return null;
  if (a === b) {
    lab.problems.error(lab.locator.valueAt(path), `Cannot link ${textOf(a)} to itself`);
    return null;
  }
  for (const [index, port] of [a, b].entries()) claimPort(lab, port, [...path, 'endpoints', index]);
  const mtu = linkMtu(lab, path, spec, a, b);
  a.mtu = mtu;
  b.mtu = mtu;
  return {
    a: { node: a.node.name, port: a.name },
    b: { node: b.node.name, port: b.name },
    mtu,
    verify: spec.verify !== false && spec.verify !== 'off',
    lldpMatch: lldpMatch(spec),
  };
}

function openEnd(
  lab: LabContext,
  nodes: ReadonlyMap<string, NodeContext>,
  ports: PortTable,
  end: EndpointSpec,
  path: SpecPath,
): PortDraft | null {
  const [node = '', port = ''] = typeof end === 'string' ? end.split(':') : [end.node, end.interface];
  const context = nodes.get(node);
  if (context !== undefined) return ports.declare(context, port, {}, () => lab.locator.valueAt(path));
  const at = lab.locator.valueAt(path);
  if (RESERVED_NODES.includes(node))
    lab.problems.error(at, `End ${node}:${port} of a link is not built by this version`);
  else
    lab.problems.error(
      at,
      `Cannot link ${node}:${port}: node "${node}" is not declared${didYouMean(node, nodes.keys())}`,
    );
  return null;
}

function claimPort(lab: LabContext, port: PortDraft, path: SpecPath): void {
  if (port.linkEnd === null) {
    port.linkEnd = path;
    return;
  }
  const { line } = lab.locator.valueAt(port.linkEnd);
  const message = `Cannot link ${textOf(port)} twice: line ${line} links it already`;
  lab.problems.error(lab.locator.valueAt(path), message);
}

/** The one MTU of a link. The link and both ports may each say it; those that do must agree. */
function linkMtu(lab: LabContext, path: SpecPath, spec: LinkSpec, a: PortDraft, b: PortDraft): number {
  const name = `${textOf(a)} -- ${textOf(b)}`;
  const [mtuA, mtuB] = [a.spec.mtu, b.spec.mtu];
  if (spec.mtu !== undefined) {
    for (const port of [a, b]) {
      if (port.spec.mtu === undefined || port.spec.mtu === spec.mtu) continue;
      const at = lab.locator.valueAt([...path, 'mtu']);
      const { line } = port.node.valueAt('interfaces', port.name, 'mtu');
      lab.problems.error(
        at,
        `MTU of link ${name} is ${spec.mtu}, but ${textOf(port)} has ${port.spec.mtu} in line ${line}`,
      );
    }
  } else if (mtuA !== undefined && mtuB !== undefined && mtuA !== mtuB) {
    const at = lab.locator.valueAt(path);
    lab.problems.error(
      at,
      `Ends of link ${name} differ in MTU: ${textOf(a)} has ${mtuA}, ${textOf(b)} has ${mtuB}`,
    );
  }
  return spec.mtu ?? mtuA ?? mtuB ?? DEFAULT_MTU;
}

function lldpMatch(spec: LinkSpec): PlanLldpMatch {
  return { port: spec.lldp?.match_type ?? 'auto', hostname: spec.lldp?.match_hostname ?? 'hostname' };
}

function reportUnbuilt(lab: LabContext, path: SpecPath, spec: LinkSpec): void {
  if (spec.impair !== undefined && Object.keys(spec.impair).length > 0) {
    lab.problems.error(
      lab.locator.keyAt([...path, 'impair']),
      'Impairment of a link is not built by this version',
    );
  }
  if (spec.type !== undefined && spec.type !== 'veth') {
    lab.problems.error(
      lab.locator.valueAt([...path, 'type']),
      `Link type "${spec.type}" is not built by this version, must be veth`,
    );
  }
  for (const key of ['vars', 'labels'] as const) {
    if (spec[key] !== undefined) {
      lab.problems.warnOnce(
        lab.locator.keyAt([...path, key]),
        `containerlab's key "${key}" of a link has no effect here`,
      );
    }
  }
}

function linkPath(link: ListItem<LinkSpec>): SpecPath {
  return ['topology', 'links', link.index];
}

function textOf(port: PortDraft): string {
  return `${port.node.name}:${port.name}`;
}
