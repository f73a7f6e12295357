/**
 * JSON messages on a byte stream, one a line: the framing of every control socket of a lab. A line that is too long or
 * is not a JSON object ends the connection with one clear error; it never ends the process.
 */
import type { Socket } from 'node:net';
import { CONTROL_MESSAGE_SIZE_MAX } from '../../base/limits.ts';

/** A message: any JSON object. */
export type Message = Readonly<Record<string, unknown>>;

const NEWLINE = 0x0a;

/** Sends and receives messages on a socket; owns the socket from construction on. */
export class MessageStream {
  readonly #socket: Socket;
  readonly #onMessage: (message: Message) => void;
  readonly #onEnd: (error: Error | null) => void;
  #chunks: Buffer[] = [];
  #pendingLen = 0;
  #ended = false;

  /**
   * @param socket given; closed by `close`, by the peer, or by a message that is none
   * @param onMessage called for each message, in order
   * @param onEnd called once, with the reason unless the peer just closed
   */
  constructor(socket: Socket, onMessage: (message: Message) => void, onEnd: (error: Error | null) => void) {
    this.#socket = socket;
    this.#onMessage = onMessage;
    this.#onEnd = onEnd;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', (error) => this.#end(error));
    socket.on('close', () => this.#end(null));
  }

  /** Queues a message; after the end it is dropped. @returns false when the peer reads slower than we write */
  send(message: Message): boolean {
    if (this.#ended || !this.#socket.writable) return false;
    return this.#socket.write(`${JSON.stringify(message)}\n`);
  }

  /** Octets queued for a peer that does not read. */
  get queuedLen(): number {
    return this.#socket.writableLength;
  }

  /** Whether this connection alone keeps the process running. */
  keepAlive(on: boolean): void {
    if (on) this.#socket.ref();
    else this.#socket.unref();
  }

  /** Sends what is queued and closes. */
  close(): void {
    this.#socket.end();
  }

  /** Closes at once. */
  destroy(): void {
    this.#socket.destroy();
    this.#end(null);
  }

  #receive(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0 && !this.#ended; end = chunk.indexOf(NEWLINE, start)) {
      this.#chunks.push(chunk.subarray(start, end));
      start = end + 1;
      this.#line();
    }
    if (this.#ended || start >= chunk.length) return;
    this.#chunks.push(chunk.subarray(start));
    this.#pendingLen += chunk.length - start;
    if (this.#pendingLen > CONTROL_MESSAGE_SIZE_MAX) {
      this.#fail(`Cannot read message: it is longer than ${CONTROL_MESSAGE_SIZE_MAX} octets`);
    }
  }

  #line(): void {
    const text = Buffer.concat(this.#chunks).toString('utf8');
    this.#chunks = [];
    this.#pendingLen = 0;
    if (text === '') return;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      this.#fail('Cannot read message: it is not JSON');
      return;
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.#fail('Cannot read message: it is not a JSON object');
      return;
    }
    this.#onMessage(value as Message);
  }

  #fail(text: string): void {
    this.send({ error: { code: 'ERR_PROTOCOL', message: text } });
    this.#socket.destroySoon();
    this.#end(new Error(text));
  }

  #end(error: Error | null): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#chunks = [];
    this.#onEnd(error);
  }
}
