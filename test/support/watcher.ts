/** Waits for something that a lab's events say, and fails with the last status when it does not come. */
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { DiagnosisReport, LabEvent, StatusReport } from '../../src/lab/reports.ts';
import type { Sandbox } from './sandbox.ts';

/** How long a fault may take until it is named. The bench measures; this only bounds a test. */
const PATIENCE_MS = 15_000;

/** Listens to a lab from construction on. */
export class Watcher {
  readonly #box: Sandbox;
  readonly #child: ChildProcess;
  readonly #events: LabEvent[] = [];
  #wake: () => void = () => {};

  private constructor(box: Sandbox) {
    this.#box = box;
    this.#child = box.start(['events', box.lab, '--history']);
    const lines = createInterface({ input: this.#child.stdout as NodeJS.ReadableStream });
    lines.on('line', (line) => {
      this.#events.push(JSON.parse(line) as LabEvent);
      this.#wake();
    });
  }

  /** Resolves once events arrive. */
  static async start(box: Sandbox): Promise<Watcher> {
    const watcher = new Watcher(box);
    await watcher.#until(() => watcher.#events.length > 0);
    return watcher;
  }

  /** What has happened so far. */
  get events(): readonly LabEvent[] {
    return this.#events;
  }

  /** The texts of the diagnosis as the last event tells it. */
  get diagnosis(): readonly string[] {
    const event = this.#events.findLast(({ type }) => type === 'diagnosis');
    return ((event?.['diagnosis'] ?? []) as DiagnosisReport[]).map(({ text }) => text);
  }

  /** Waits until the diagnosis fits. */
  async diagnosed(fits: (texts: readonly string[]) => boolean): Promise<void> {
    await this.#until(() => fits(this.diagnosis));
  }

  /** Waits until every port passes and nothing is diagnosed. */
  async healed(): Promise<void> {
    await this.#until(() => {
      const verdicts = new Map(
        this.#events
          .filter(({ type }) => type === 'verdict')
          .map((event) => [`${event.node}:${event.port}`, event.text]),
      );
      return [...verdicts.values()].every((text) => / -> pass/.test(text)) && this.diagnosis.length === 0;
    });
  }

  /** Waits for an event. */
  async event(fits: (event: LabEvent) => boolean): Promise<LabEvent> {
    await this.#until(() => this.#events.some(fits));
    return this.#events.find(fits) as LabEvent;
  }

  /** Stops listening. */
  end(): void {
    this.#child.kill();
  }

  async #until(done: () => boolean): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS;
    while (!done()) {
      if (performance.now() > deadline) {
        const status = await this.#box.json<StatusReport>('status', this.#box.lab);
        const ports = status.ports.filter(({ verdict }) => verdict !== 'pass');
        throw new Error(
          `Not seen within ${PATIENCE_MS} ms. Diagnosis: ${JSON.stringify(status.diagnosis)}; ports: ${JSON.stringify(ports)}`,
        );
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 50);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}
