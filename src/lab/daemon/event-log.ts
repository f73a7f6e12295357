/** The events of a lab: numbered, kept up to a bound for late subscribers, and given to whoever listens. */
import { EVENT_HISTORY_MAX } from '../../base/limits.ts';
import type { LabEvent } from '../reports.ts';

/** What the giver of an event says; number and time are added. */
export type EventBody = Omit<LabEvent, 'schema' | 'seq' | 'time'>;

/** See the file's head. */
export class EventLog {
  readonly #publish: (event: LabEvent) => void;
  readonly #history: LabEvent[] = [];
  #seq = 0;

  constructor(publish: (event: LabEvent) => void) {
    this.#publish = publish;
  }

  /** Tells an event. */
  add(body: EventBody): void {
    this.#seq += 1;
    const event = { schema: 1, seq: this.#seq, time: new Date().toISOString(), ...body } as LabEvent;
    this.#history.push(event);
    if (this.#history.length > EVENT_HISTORY_MAX) this.#history.shift();
    this.#publish(event);
  }

  /** The events that are kept, oldest first. */
  history(): readonly LabEvent[] {
    return this.#history;
  }
}
