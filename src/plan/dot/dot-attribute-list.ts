/**
 * Reads attribute lists: `attr_list : [ ID [= ID] [; | ,] … ] [ … ]…`. After a faulty attribute it goes on with the
 * next one; a token that no list holds shows that the `]` was forgotten.
 */
import type { DotAttribute } from './dot-graph.ts';
import { placeOf, type DotCursor, type Id } from './dot-cursor.ts';
import type { DotTokenKind } from './dot-lexer.ts';

/** Takes one attribute. */
export type AttributeSink = (name: string, attribute: DotAttribute) => void;

/** Tokens that show that a `]` was forgotten. */
const LIST_BREAKERS: ReadonlySet<DotTokenKind> = new Set(['{', '}', ':', '--', '->', 'end']);
/** Tokens that end an attribute. */
const ATTRIBUTE_ENDS: ReadonlySet<DotTokenKind> = new Set([',', ';', ']', ...LIST_BREAKERS]);

/**
 * Reads all lists that stand at the cursor, also none.
 *
 * @param assign called for each attribute in the order of the text
 * @returns false when a list has no end; that was reported
 */
export function readAttributeLists(cursor: DotCursor, assign: AttributeSink): boolean {
  while (cursor.kind === '[') if (!readAttributeList(cursor, assign)) return false;
  return true;
}

function readAttributeList(cursor: DotCursor, assign: AttributeSink): boolean {
  const open = cursor.at();
  cursor.next();
  while (!cursor.accept(']')) {
    if (LIST_BREAKERS.has(cursor.kind)) return cursor.expected(`"]" for the "[" ${placeOf(open)}`);
    if (!readAttribute(cursor, assign)) skipAttribute(cursor);
    if (!cursor.accept(',')) cursor.accept(';');
  }
  return true;
}

function readAttribute(cursor: DotCursor, assign: AttributeSink): boolean {
  const name = cursor.id('an attribute or "]"');
  if (name === null) return false;
  if (cursor.accept('=')) {
    const value = cursor.value();
    if (value === null) return false;
    assign(name.text, attributeOf(name, value));
  } else if (!LIST_BREAKERS.has(cursor.kind)) {
    assign(name.text, attributeOf(name, { text: 'true', at: name.at }));
  }
  return true;
}

/** Moves behind a faulty attribute: to a separator, an attribute on a line of its own, or the end of the list. */
function skipAttribute(cursor: DotCursor): void {
  while (!ATTRIBUTE_ENDS.has(cursor.kind)) {
    cursor.next();
    if (cursor.kind === 'id' && cursor.startsLine) return;
  }
}

/** An attribute from its name and value as read. */
export function attributeOf(name: Id, value: Id): DotAttribute {
  return { value: value.text, at: name.at, valueAt: value.at };
}
