/** A plan in the words of other programs: drawings and exports. Loads no FFI. */
import { exportAnsible } from '../plan/export/export-ansible.ts';
import { exportDot } from '../plan/export/export-dot.ts';
import { exportHosts } from '../plan/export/export-hosts.ts';
import { renderDot } from '../plan/graph/render-dot.ts';
import { renderMermaid } from '../plan/graph/render-mermaid.ts';
import { renderSvg } from '../plan/graph/render-svg.ts';
import type { PortReport } from '../lab/reports.ts';
import type { DrawOptions } from '../plan/graph/style.ts';
import type { Plan } from '../plan/plan.ts';
import { portName } from '../plan/plan.ts';
import type { Verdict } from '../plan/verify/observation.ts';

/**
 * Draws a plan.
 *
 * @param ports verdicts of the running lab, for colour: a link is as good as the worse of its ends
 * @returns text that ends with a newline
 */
export async function drawPlan(
  plan: Plan,
  format: 'dot' | 'svg' | 'mermaid',
  ports: readonly PortReport[] = [],
): Promise<string> {
  const verdicts = new Map(ports.map(({ node, port, verdict }) => [`${node}:${port}`, verdict]));
  const options: DrawOptions = {
    linkState: (link) => worst([verdicts.get(portName(link.a)), verdicts.get(portName(link.b))]),
  };
  if (format === 'dot') return renderDot(plan, options);
  return format === 'mermaid' ? renderMermaid(plan, options) : await renderSvg(plan, options);
}

function worst(verdicts: readonly (Verdict | undefined)[]): Verdict | undefined {
  return (['fail', 'no-info', 'pass'] as const).find((verdict) => verdicts.includes(verdict));
}

/** Writes a plan for another program. @returns text that ends with a newline */
export function exportPlan(plan: Plan, format: 'dot' | 'hosts' | 'ansible'): string {
  if (format === 'dot') return exportDot(plan);
  return format === 'hosts' ? exportHosts(plan) : exportAnsible(plan);
}
