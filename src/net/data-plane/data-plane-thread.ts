/**
 * The data-plane thread: forwards frames and, between two rounds, does what the main side asks for. It blocks in one
 * place only, and never for long: a thread that waits for ever hangs `terminate()` and the exit of the process. It
 * closes nothing, because closing a packet socket would hold up every port for 12 ms.
 */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { Epoll } from '../../sys/epoll.ts';
import { clearEventFd } from '../../sys/eventfd.ts';
import { errorRecord } from './error-record.ts';
import type { DataPlaneReply, DataPlaneRequest, ThreadData } from './messages.ts';
import { SwitchHost } from './switch-host.ts';

/** Longest wait for input. The eventfd ends it at once; this is the second line. */
const WAIT_MS = 250;

/** Events taken from the kernel at once. */
const EVENTS_MAX = 64;

/** Between two rounds of ageing and of collecting kernel counters. */
const TICK_US = 1_000_000;

/** What epoll reports for the eventfd; ports are numbered from 0. */
const WAKE = 0xffff_ffff;

/** Forwards until the thread is terminated, which takes effect when the wait ends. */
function run(port: MessagePort, { epollFd, wakeFd }: ThreadData): never {
  const epoll = new Epoll(epollFd, EVENTS_MAX);
  const host = new SwitchHost(epoll);
  epoll.add(wakeFd, WAKE);
  reply(port, { kind: 'ready' });

  let tickUs = now();
  for (;;) {
    const count = epoll.wait(WAIT_MS);
    const nowUs = now();
    let woken = false;
    for (let index = 0; index < count; index += 1) {
      const place = epoll.data(index);
      if (place === WAKE) woken = true;
      else host.serve(place, nowUs);
    }
    // After the frames: a removed port's place may stand in the events of this round.
    if (woken) {
      clearEventFd(wakeFd);
      answerAll(port, host, nowUs);
    }
    if (nowUs - tickUs >= TICK_US) {
      host.tick(nowUs);
      tickUs = nowUs;
    }
  }
}

/** Answers every request that has come. */
function answerAll(port: MessagePort, host: SwitchHost, nowUs: number): void {
  for (;;) {
    const received = receiveMessageOnPort(port) as { message: DataPlaneRequest } | undefined;
    if (received === undefined) return;
    const { seq, command } = received.message;
    try {
      reply(port, { kind: 'done', seq, result: host.execute(command, nowUs) });
    } catch (error) {
      reply(port, { kind: 'failed', seq, error: errorRecord(error) });
    }
  }
}

function reply(port: MessagePort, message: DataPlaneReply): void {
  port.postMessage(message);
}

/** The one clock of the thread, integer microseconds. */
function now(): number {
  return Math.floor(performance.now() * 1000);
}

if (parentPort === null) throw new TypeError('Cannot run the data-plane thread: this is the main thread');
run(parentPort, workerData as ThreadData);
