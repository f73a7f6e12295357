/**
 * Helpers of the tests of the plan layer: loading text, marking places in it, and reading fixtures.
 */
import { readFileSync } from 'node:fs';
import type { DotGraph } from '../../src/plan/dot/dot-graph.ts';
import { type LoadedPlan, loadPlan } from '../../src/plan/load.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { formatProblem, type SourcePosition } from '../../src/plan/source.ts';

/** Compiled tests run below dist/, fixtures stay in the source tree. */
const FIXTURES = new URL('../../../test/fixtures/', import.meta.url);

/** Loads YAML as the file `/labs/ring.lab.yml`. */
export function loadYaml(text: string, path = '/labs/ring.lab.yml'): LoadedPlan {
  return loadPlan({ text, path, format: 'yaml' }, () => {
    throw new Error('a YAML file was given to the DOT parser');
  });
}

/** Loads a graph as the file `/labs/ring.dot`. */
export function loadGraph(graph: DotGraph): LoadedPlan {
  return loadPlan({ text: '', path: '/labs/ring.dot', format: 'dot' }, () => ({ graph, problems: [] }));
}

/** The plan of a result that must have one; the problems are the failure's text. */
export function planOf(result: LoadedPlan): Plan {
  if (result.plan === null) throw new Error(linesOf(result).join('\n'));
  return result.plan;
}

/** The problems as `LINE:COLUMN: severity: message`. */
export function linesOf(result: LoadedPlan): string[] {
  return result.problems.map((problem) => formatProblem('', problem).slice(1));
}

/** Takes the mark `§` out of a text and tells where it stood. */
export function unmark(marked: string): { text: string; at: SourcePosition } {
  const before = marked.slice(0, marked.indexOf('§')).split('\n');
  return {
    text: marked.replace('§', ''),
    at: { line: before.length, column: (before.at(-1) ?? '').length + 1 },
  };
}

/** Reads a file below test/fixtures/. */
export function readFixture(name: string): string {
  return readFileSync(new URL(name, FIXTURES), 'utf8');
}
