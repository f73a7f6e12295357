/** A thread that makes network namespaces by name, tells each descriptor, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { createNetns } from '../../sys/namespace.ts';

/** What the thread tells for each name, in their order: a descriptor, or why there is none. */
export type NetnsAnswer = { readonly fd: number } | { readonly error: unknown };

for (const name of workerData as readonly string[]) {
  let answer: NetnsAnswer;
  try {
    answer = { fd: createNetns(name) };
  } catch (error) {
    const { message, code, details } = error as { message: string; code?: string; details?: unknown };
    answer = { error: { message, code, details } };
  }
  parentPort?.postMessage(answer);
}
