/**
 * What both notations of a lab file become before anything is checked: plain values in the shape of the YAML
 * notation, and a way back from any of them to its place in the text.
 */
import type { SourcePosition } from '../source.ts';

/** Keys and list indexes from the root of the document to a value. */
export type SpecPath = readonly (string | number)[];

/** A place and how much of the path led there. */
export interface FoundPlace extends SourcePosition {
  /** How many segments of the path exist; less than its length when only an ancestor was found. */
  readonly depth: number;
}

/** Finds the text of a value. A path that does not exist leads to its nearest ancestor, in the end to the file. */
export interface Locator {
  /** Where the value begins. */
  valueAt(path: SpecPath): FoundPlace;
  /** Where the key of the value begins; a list item has none, so there it is the value. */
  keyAt(path: SpecPath): FoundPlace;
}

/** A lab file after its notation is read. */
export interface SpecDocument {
  /** Maps without prototype, lists, text, numbers, booleans and null, in the shape of the YAML notation. */
  readonly value: unknown;
  readonly locator: Locator;
}

/** Where in the text an offset (UTF-16 units) is: the form in which a reader of text keeps its places. */
export type Places = (offset: number) => SourcePosition;

/** Tells a map of a {@link SpecDocument} from its other values. */
export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
