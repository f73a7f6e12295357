/**
 * Validation that keeps what is good: every issue is reported, the values they are about are taken out, and the rest
 * is validated again, so that later steps can look for their own errors in the same run.
 */
import type * as z from 'zod';
import type { ProblemList } from '../problem-list.ts';
import { isMap, type Locator, type SpecPath } from './document.ts';
import { expectationOf, specIssues, type SpecIssue } from './issue-text.ts';

/** Each round takes at least one value out; a part that is still bad after so many is given up. */
const ROUNDS_MAX = 8;

/** Validates parts of one document. */
export class Validator {
  readonly #problems: ProblemList;
  readonly #locator: Locator;

  constructor(problems: ProblemList, locator: Locator) {
    this.#problems = problems;
    this.#locator = locator;
  }

  /**
   * Validates a part of the document.
   *
   * @param path where the part stands
   * @returns what is valid of it; null when too little is left to make one
   */
  validate<T extends z.ZodType>(schema: T, path: SpecPath, value: unknown): z.infer<T> | null {
    let result = schema.safeParse(value, { error: expectationOf });
    if (result.success) return result.data;
    for (const issue of listIssues(result.error, path, value)) this.#report(issue);
    const rest = structuredCopy(value);
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      // Taking out whole values leaves only the lack of required ones, which is said already.
      for (const issue of listIssues(result.error, path, rest)) prune(rest, issue.path.slice(path.length));
      result = schema.safeParse(rest, { error: expectationOf });
      if (result.success) return result.data;
    }
    return null;
  }

  #report(issue: SpecIssue): void {
    const at = issue.part === 'key' ? this.#locator.keyAt(issue.path) : this.#locator.valueAt(issue.path);
    this.#problems.error(at, issue.message);
  }
}

function listIssues(error: z.ZodError, path: SpecPath, value: unknown): SpecIssue[] {
  const unknownKeys = new Set(
    error.issues.filter((issue) => issue.code === 'unrecognized_keys').map((issue) => issue.path.join('.')),
  );
  // A rule about a map as a whole says nothing new once one of its keys is unknown.
  const issues = error.issues.filter(
    (issue) => issue.code !== 'custom' || !unknownKeys.has(issue.path.join('.')),
  );
  return issues.flatMap((issue) => specIssues(issue, path, value));
}

/**
 * Deletes the nearest existing map key on the path. A list loses an item only with the key that holds it, because
 * the places of the items after it would be wrong.
 */
function prune(root: unknown, path: SpecPath): void {
  let current = root;
  let owner: Record<string, unknown> | null = null;
  let ownedKey = '';
  for (const segment of path) {
    if (isMap(current)) {
      const key = String(segment);
      if (!(key in current)) break;
      owner = current;
      ownedKey = key;
      current = current[key];
    } else if (Array.isArray(current)) {
      current = current[Number(segment)];
    } else break;
  }
  if (owner !== null) delete owner[ownedKey];
}

function structuredCopy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(structuredCopy);
  if (!isMap(value)) return value;
  const copy: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(value)) copy[key] = structuredCopy(value[key]);
  return copy;
}
