/** How findings put lists of names into words. */

/** Names in a sentence before the rest is only counted; `ports` of a diagnosis always has them all. */
const NAMES_SHOWN_MAX = 6;

/** Writes `a`, `a and b`, `a, b and c`, or six names `and 94 more`. */
export function joinNames(names: readonly string[]): string {
  if (names.length <= 1) return names[0] ?? 'nobody';
  if (names.length > NAMES_SHOWN_MAX + 1) {
    return `${names.slice(0, NAMES_SHOWN_MAX).join(', ')} and ${names.length - NAMES_SHOWN_MAX} more`;
  }
  return `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}

/** The verb for this many subjects: `hears`, but `hear` for several. */
export function verb(subjects: readonly string[], one: string, many: string): string {
  return subjects.length === 1 ? one : many;
}

/** The node of a `node:port`. */
export function nodeOf(port: string): string {
  return port.slice(0, port.indexOf(':'));
}
