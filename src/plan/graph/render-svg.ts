/**
 * Draws a plan as SVG with Graphviz itself, compiled to WebAssembly: nothing has to be installed, and the same plan
 * gives the same picture on every machine.
 */
import { OperationError } from '../../base/errors.ts';
import type { Plan } from '../plan.ts';
import { renderDot } from './render-dot.ts';
import type { DrawOptions } from './style.ts';

/**
 * Draws a plan as one SVG document.
 *
 * @param options `linkState` colours the links
 * @throws OperationError ERR_NOT_SUPPORTED when Graphviz cannot lay the lab out
 */
export async function renderSvg(plan: Plan, options: DrawOptions = {}): Promise<string> {
  // 1.5 MB that only this command needs.
  const { instance } = await import('@viz-js/viz');
  const viz = await instance();
  const result = viz.render(renderDot(plan, options), { format: 'svg', engine: 'dot' });
  if (result.status === 'success') return result.output;
  const reasons = result.errors.map((error) => error.message.trim());
  throw new OperationError('ERR_NOT_SUPPORTED', `Cannot draw lab "${plan.name}": ${reasons.join('; ')}`, {
    reasons,
  });
}
