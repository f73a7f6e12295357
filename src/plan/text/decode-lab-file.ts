/**
 * The octets of a lab file to its text: the checks that come before any notation. What is plainly not a text file
 * says so, instead of ending in a syntax error at an odd place.
 */
import { LAB_FILE_SIZE_MAX } from '../../base/limits.ts';
import { decodeUtf8, findBadUtf8 } from '../../base/utf8.ts';
import type { SourcePosition, SourceProblem } from '../source.ts';

/** The text, or the one problem that keeps it from being read. */
export type DecodedLabFile = { readonly text: string } | { readonly problems: readonly SourceProblem[] };

const START: SourcePosition = { line: 1, column: 1 };

/**
 * Decodes the octets of a lab file. A UTF-8 byte order mark is accepted and dropped.
 *
 * @param octets borrowed
 */
export function decodeLabFile(octets: Uint8Array): DecodedLabFile {
  if (octets.length > LAB_FILE_SIZE_MAX) {
    return refuse(START, `current size is ${octets.length} octets, must be at most ${LAB_FILE_SIZE_MAX}`);
  }
  const encoding = otherEncoding(octets);
  if (encoding !== null) return refuse(START, `current encoding is ${encoding}, must be UTF-8`);
  const hasMark = octets[0] === 0xef && octets[1] === 0xbb && octets[2] === 0xbf;
  const start = hasMark ? 3 : 0;
  const badOffset = findBadUtf8(octets, start, octets.length - start);
  const text = decodeUtf8(octets, start, (badOffset ?? octets.length) - start);
  const nul = text.indexOf('\0');
  if (nul >= 0)
    return refuse(endOf(text.slice(0, nul)), 'it has an octet of value zero, must be a text file');
  if (badOffset === null) return { text };
  const octet = octets[badOffset]!.toString(16).padStart(2, '0');
  return refuse(endOf(text), `octet 0x${octet} at offset ${badOffset} is not UTF-8`);
}

/** UTF-16 and UTF-32 announce themselves with a byte order mark; UTF-32's little-endian one begins as UTF-16's. */
function otherEncoding(octets: Uint8Array): string | null {
  const [a, b, c, d] = octets;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'UTF-32' : 'UTF-16';
  if (a === 0xfe && b === 0xff) return 'UTF-16';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'UTF-32';
  return null;
}

function refuse(at: SourcePosition, reason: string): DecodedLabFile {
  return { problems: [{ ...at, severity: 'error', message: `Cannot read lab file: ${reason}` }] };
}

/** The place just after `text`. */
function endOf(text: string): SourcePosition {
  const lines = text.split(/\r\n|\r|\n/);
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}
