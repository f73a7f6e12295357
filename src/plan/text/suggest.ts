/**
 * "Did you mean": the known word closest to an unknown one, by the number of letters to insert, delete, replace or
 * swap (optimal string alignment).
 */

/** Words longer than this are not compared: no key or kind is, and the work is quadratic. */
const WORD_LEN_MAX = 40;

/**
 * Finds the known word that `word` is most likely a slip of.
 *
 * @returns null when none is close: at most one slip in a word of up to four letters, two in a longer one
 */
export function suggest(word: string, known: Iterable<string>): string | null {
  if (word.length > WORD_LEN_MAX) return null;
  const allowed = word.length <= 4 ? 1 : 2;
  let best: string | null = null;
  let bestDistance = allowed + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Writes `, did you mean "x"` where a close word is known, nothing elsewhere. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const found = suggest(word, known);
  return found === null ? '' : `, did you mean "${found}"`;
}

/** Counts the slips that turn `a` into `b`. */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, before[j - 2]! + 1);
      }
      next.push(cost);
    }
    before = row;
    row = next;
  }
  return row[b.length]!;
}
