/** A plan in the words of other programs: drawings and exports. Loads no FFI. */
import { exportAnsible } from '../plan/export/export-ansible.ts';
import { exportDot } from '../plan/export/export-dot.ts';
import { exportHosts } from '../plan/export/export-hosts.ts';
import { renderDot } from '../plan/graph/render-dot.ts';
import { renderMermaid } from '../plan/graph/render-mermaid.ts';
import { renderSvg } from '../plan/graph/render-svg.ts';
import type { Plan } from '../plan/plan.ts';

/** Draws a plan. @returns text that ends with a newline */
export async function drawPlan(plan: Plan, format: 'dot' | 'svg' | 'mermaid'): Promise<string> {
  if (format === 'dot') return renderDot(plan);
  return format === 'mermaid' ? renderMermaid(plan) : await renderSvg(plan);
}

/** Writes a plan for another program. @returns text that ends with a newline */
export function exportPlan(plan: Plan, format: 'dot' | 'hosts' | 'ansible'): string {
  if (format === 'dot') return exportDot(plan);
  return format === 'hosts' ? exportHosts(plan) : exportAnsible(plan);
}
