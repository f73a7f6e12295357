/**
 * The progress display of `up`: the steps of the build as a list that fills in, on a terminal; nothing elsewhere, so
 * that logs of CI runs stay short.
 */
import type { UpProgress } from '../lab/daemon/protocol.ts';

/** A running display. */
export interface ProgressDisplay {
  readonly update: (progress: UpProgress) => void;
  /** Ends the display; what it showed stays. */
  readonly finish: () => void;
}

const STEPS: readonly { readonly step: UpProgress['step']; readonly title: string }[] = [
  { step: 'nodes', title: 'Make nodes' },
  { step: 'links', title: 'Lay links' },
  { step: 'network', title: 'Set addresses and routes' },
  { step: 'programs', title: 'Start programs' },
  { step: 'verify', title: 'Prove the wiring' },
];

/** A small lab is up before a display would be read: it begins after this time. */
const DELAY_MS = 400;

/** Starts the display, if standard error is a terminal. */
export function showProgress(lab: string): ProgressDisplay {
  if (process.stderr.isTTY !== true) return { update: () => {}, finish: () => {} };
  const latest = new Map<UpProgress['step'], UpProgress>();
  let current = 0;
  let ended = false;
  let redraw = (): void => {};
  const timer = setTimeout(() => void start(), DELAY_MS);

  async function start(): Promise<void> {
    const { Listr } = await import('listr2');
    if (ended) return;
    const waiting: (() => void)[] = [];
    redraw = () => {
      for (const wake of waiting.splice(0)) wake();
    };
    const list = new Listr(
      STEPS.map(({ step, title }, index) => ({
        title,
        task: async (_context: unknown, task: { title: string }): Promise<void> => {
          for (;;) {
            const seen = latest.get(step);
            if (seen !== undefined) task.title = `${title} (${seen.done} of ${seen.total})`;
            if (ended || current > index) return;
            await new Promise<void>((resolve) => waiting.push(resolve));
          }
        },
      })),
      { fallbackRendererCondition: false, rendererOptions: { collapseSubtasks: false } },
    );
    process.stderr.write(`lab ${lab}\n`);
    await list.run();
  }

  return {
    update: (progress) => {
      latest.set(progress.step, progress);
      current = Math.max(
        current,
        STEPS.findIndex(({ step }) => step === progress.step),
      );
      redraw();
    },
    finish: () => {
      ended = true;
      clearTimeout(timer);
      redraw();
    },
  };
}
