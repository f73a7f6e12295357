/**
 * Issues of zod to sentences about a lab file: which value, what was found, what is allowed (conventions, 6). The
 * schemas carry the last part; see {@link file://./scalars.ts}.
 */
import type * as z from 'zod';
import { didYouMean } from '../text/suggest.ts';
import { isMap, type SpecPath } from './document.ts';
import { describePath } from './path-text.ts';

/** One finding of the schema. */
export interface SpecIssue {
  /** The value, or the unknown key, or the key that is missing. */
  readonly path: SpecPath;
  /** Where to point at: an unknown key itself, everything else at its value. */
  readonly part: 'key' | 'value';
  readonly message: string;
}

/** Of a longer list of known keys only the beginning is shown, where the usual ones stand. */
const KNOWN_KEYS_SHOWN_MAX = 16;

/** Text longer than this is cut in a message. */
const SHOWN_LEN_MAX = 60;

/**
 * The expectation of schemas that state none themselves.
 *
 * @returns the phrase after "must be"
 */
export function expectationOf(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'invalid_type') return TYPE_WORDS[String(issue.expected)] ?? String(issue.expected);
  if (issue.code === 'too_small') return 'a list that is not empty';
  return 'something else';
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'an integer',
  number: 'a number',
  object: 'a map',
  record: 'a map',
  string: 'text',
};

/**
 * Turns an issue into findings, one for each unknown key and one for anything else.
 *
 * @param base path of the value that was validated
 * @param value that value
 */
export function specIssues(issue: z.core.$ZodIssue, base: SpecPath, value: unknown): SpecIssue[] {
  const inner = innerIssues(issue);
  if (inner !== null) return inner.flatMap((found) => specIssues(found, base, value));
  const local = issue.path.map((segment) => (typeof segment === 'symbol' ? segment.toString() : segment));
  const path = [...base, ...local];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      part: 'key',
      message: `Cannot read ${describePath(path)}: key "${key}" is unknown${knownKeys(key, issue.message)}`,
    }));
  }
  const found = valueAt(value, local);
  if (found === undefined && local.length > 0) {
    const key = String(path.at(-1));
    const owner = describePath(path.slice(0, -1));
    return [
      {
        path,
        part: 'value',
        // Of a key that may have any shape, zod knows only that it must be there.
        message: `Cannot read ${owner}: key "${key}" is missing${issue.message === 'nonoptional' ? '' : `, must be ${issue.message}`}`,
      },
    ];
  }
  const message = `Cannot read ${describePath(path)}: current value is ${showValue(found)}, must be ${issue.message}`;
  return [{ path, part: 'value', message }];
}

/** Shows a value of the file in a message. */
export function showValue(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isMap(value)) return 'a map';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return 'empty';
  const text = value.length > SHOWN_LEN_MAX ? `${value.slice(0, SHOWN_LEN_MAX)}…` : value;
  return JSON.stringify(text);
}

/**
 * A union reports all of its alternatives. Where the value has the shape of one of them (the issue lies deeper, or is
 * about an unknown key), that one was meant and its own issues say more.
 */
function innerIssues(issue: z.core.$ZodIssue): z.core.$ZodIssue[] | null {
  if (issue.code !== 'invalid_union') return null;
  const meant = issue.errors.find((found) =>
    found.every((inner) => inner.path.length > 0 || inner.code === 'unrecognized_keys'),
  );
  if (meant === undefined || meant.length === 0) return null;
  return meant.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** The expectation of an unknown key is the list of the known ones. */
function knownKeys(key: string, list: string): string {
  const known = list.split(', ');
  const hint = didYouMean(key, known);
  if (hint !== '') return hint;
  const shown = known.slice(0, KNOWN_KEYS_SHOWN_MAX).join(', ');
  const rest = known.length - KNOWN_KEYS_SHOWN_MAX;
  return `, must be one of ${shown}${rest > 0 ? ` and ${rest} more ("wireloom schema" lists all)` : ''}`;
}

function valueAt(value: unknown, path: SpecPath): unknown {
  let current = value;
  for (const segment of path) {
    if (Array.isArray(current)) current = current[Number(segment)];
    else if (isMap(current)) current = current[String(segment)];
    else return undefined;
  }
  return current;
}
