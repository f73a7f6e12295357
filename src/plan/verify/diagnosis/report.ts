/** Collects the sentences of a diagnosis, and which wrong ports they account for. */
import type { PortName } from '../../plan.ts';
import type { Diagnosis } from '../observation.ts';

/** The sentences said so far. A pattern that comes later leaves alone what is explained already. */
export class Report {
  readonly #diagnosis: Diagnosis[] = [];
  readonly #explained = new Set<PortName>();

  /**
   * Adds a sentence.
   *
   * @param ports every port that the sentence speaks of
   * @param alsoExplains ports that look wrong for the same reason, though the sentence does not name them
   */
  say(
    kind: Diagnosis['kind'],
    text: string,
    ports: readonly PortName[],
    alsoExplains: Iterable<PortName> = [],
  ): void {
    const named = [...new Set(ports)];
    this.#diagnosis.push({ kind, text, ports: named });
    for (const port of named) this.#explained.add(port);
    for (const port of alsoExplains) this.#explained.add(port);
  }

  /** Tells whether a sentence accounts for the port. */
  explains(port: PortName): boolean {
    return this.#explained.has(port);
  }

  /** All sentences in the order in which they were said. */
  get diagnosis(): readonly Diagnosis[] {
    return this.#diagnosis;
  }
}
