/**
 * The order in which people expect numbered names: `eth2` before `eth10`. Plain code-unit order otherwise, so that
 * it is the same on every machine.
 */

const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;

/**
 * Compares two names, runs of digits by their value. Runs of equal value differ by their leading zeros, so that the
 * order is total and the ports of `vm1` and `vm01` do not mix.
 *
 * @returns negative, zero or positive, as `Array.prototype.sort` wants it; zero only for equal names
 */
export function compareNatural(a: string, b: string): number {
  let ai = 0;
  let bi = 0;
  while (ai < a.length && bi < b.length) {
    const ac = a.charCodeAt(ai);
    const bc = b.charCodeAt(bi);
    if (isDigit(ac) && isDigit(bc)) {
      const aEnd = digitsEnd(a, ai);
      const bEnd = digitsEnd(b, bi);
      const difference = compareDigits(a.slice(ai, aEnd), b.slice(bi, bEnd));
      if (difference !== 0) return difference;
      ai = aEnd;
      bi = bEnd;
    } else {
      if (ac !== bc) return ac - bc;
      ai += 1;
      bi += 1;
    }
  }
  return a.length - ai - (b.length - bi);
}

/** A sorted copy without duplicates. */
export function sortNaturally(names: Iterable<string>): string[] {
  const copy = [...names];
  return copy.length < 2 ? copy : [...new Set(copy)].sort(compareNatural);
}

function isDigit(code: number): boolean {
  return code >= DIGIT_0 && code <= DIGIT_9;
}

function digitsEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && isDigit(text.charCodeAt(end))) end += 1;
  return end;
}

// By text and not by Number: a foreign system may announce more digits than a double can hold.
function compareDigits(a: string, b: string): number {
  if (a === b) return 0;
  const aValue = a.replace(/^0+(?=\d)/, '');
  const bValue = b.replace(/^0+(?=\d)/, '');
  if (aValue.length !== bValue.length) return aValue.length - bValue.length;
  if (aValue !== bValue) return aValue < bValue ? -1 : 1;
  return a.length - b.length;
}
