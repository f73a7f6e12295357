/**
 * The front door of this layer: the text of a lab file in, a plan or all of its problems out.
 */
import type { DotResult } from './dot/dot-graph.ts';
import type { Plan } from './plan.ts';
import { ProblemList } from './problem-list.ts';
import { defaultLabName, isLabName, LAB_NAME_RULE } from './resolve/names.ts';
import { resolvePlan } from './resolve/resolve-plan.ts';
import type { SourceProblem } from './source.ts';
import type { SpecDocument } from './spec/document.ts';
import { dotDocument } from './spec/dot/dot-document.ts';
import { readSpec } from './spec/read-spec.ts';
import { readYaml } from './spec/yaml/read-yaml.ts';
import { fileNameOf, folderOf } from './text/file-path.ts';

/** The notation of a lab file. */
export type LabFormat = 'yaml' | 'dot';

/** A lab file, read. */
export interface LabSource {
  readonly text: string;
  /** Absolute. */
  readonly path: string;
  readonly format: LabFormat;
  /** The lab's name from outside (the command line); it wins over the file's. */
  readonly name?: string;
}

/** A plan, null where an error keeps it from being one; the problems by their place in the file. */
export interface LoadedPlan {
  readonly plan: Plan | null;
  readonly problems: readonly SourceProblem[];
}

/**
 * Reads, validates and resolves a lab file. Never throws on its content.
 *
 * @param parseDot the parser of the DOT notation
 */
export function loadPlan(source: LabSource, parseDot: (text: string) => DotResult): LoadedPlan {
  const problems = new ProblemList();
  const document = readDocument(source, parseDot, problems);
  const spec = document === null ? null : readSpec(document, problems);
  if (document === null || spec === null) return { plan: null, problems: problems.sorted() };
  const { locator } = document;
  const labName = source.name ?? spec.name ?? defaultLabName(source.path);
  if (!isLabName(labName)) {
    problems.error(
      locator.valueAt(['name']),
      `Cannot name lab: current value is ${JSON.stringify(labName)}, must be ${LAB_NAME_RULE}`,
    );
  }
  const plan = resolvePlan({ spec, locator, problems, folder: folderOf(source.path), labName }, source.path);
  return { plan: problems.hasErrors ? null : plan, problems: problems.sorted() };
}

/** The notation that a file's name stands for; null for a name that stands for none. */
export function detectFormat(path: string): LabFormat | null {
  const name = fileNameOf(path).toLowerCase();
  if (/\.ya?ml$/.test(name)) return 'yaml';
  return /\.(?:dot|gv)$/.test(name) ? 'dot' : null;
}

function readDocument(
  source: LabSource,
  parseDot: (text: string) => DotResult,
  problems: ProblemList,
): SpecDocument | null {
  if (source.format === 'yaml') return readYaml(source.text, problems);
  const result = parseDot(source.text);
  problems.addAll(result.problems);
  return dotDocument(result.graph, problems);
}
