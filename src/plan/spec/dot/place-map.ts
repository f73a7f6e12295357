/**
 * Places of values that were put together from several parts of a text, as a DOT file's are: each path is entered
 * when its value is made.
 */
import type { SourcePosition } from '../../source.ts';
import type { FoundPlace, Locator, SpecPath } from '../document.ts';

interface Places {
  readonly key: SourcePosition;
  readonly value: SourcePosition;
}

/** A locator that is filled entry by entry. */
export class PlaceMap implements Locator {
  readonly #places = new Map<string, Places>();

  /** Enters a path; the first entry of a path stays. */
  set(path: SpecPath, key: SourcePosition, value: SourcePosition = key): void {
    const text = textOf(path);
    if (!this.#places.has(text)) this.#places.set(text, { key, value });
  }

  valueAt(path: SpecPath): FoundPlace {
    return this.#find(path, 'value');
  }

  keyAt(path: SpecPath): FoundPlace {
    return this.#find(path, 'key');
  }

  #find(path: SpecPath, part: keyof Places): FoundPlace {
    for (let depth = path.length; depth > 0; depth -= 1) {
      const places = this.#places.get(textOf(path.slice(0, depth)));
      if (places === undefined) continue;
      const { line, column } = places[depth === path.length ? part : 'value'];
      return { line, column, depth };
    }
    return { line: 1, column: 1, depth: 0 };
  }
}

/** JSON keeps segments apart whatever they hold, and an index is the text of its digits. */
function textOf(path: SpecPath): string {
  return JSON.stringify(path.map(String));
}
