/**
 * The server side of a control socket: requests with replies, progress of a long request, and events to those who
 * asked. Request `{id, method, params}`; answer `{id, result}` or `{id, error}`; meanwhile `{id, progress}`;
 * at any time `{event}`.
 */
import { chmodSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { OperationError } from '../../base/errors.ts';
import { CONTROL_CLIENTS_MAX, CONTROL_MESSAGE_SIZE_MAX } from '../../base/limits.ts';
import { MessageStream } from './message-stream.ts';
import type { Message } from './message-stream.ts';
import { toRpcError } from './rpc-error.ts';

/** One request in progress. */
export interface RpcCall {
  readonly params: Message;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
  /** Sends progress to the client that asked. */
  progress(value: Message): void;
  /** From now on the client receives events. */
  subscribe(): void;
}

/** Serves one method; what it returns is the result, what it throws the error. */
export type RpcMethod = (call: RpcCall) => Promise<unknown>;

interface Client {
  readonly stream: MessageStream;
  readonly abort: AbortController;
  subscribed: boolean;
}

/** Serves methods on a unix socket. */
export class RpcServer {
  readonly #methods: ReadonlyMap<string, RpcMethod>;
  readonly #clients = new Set<Client>();
  readonly #server: Server;

  constructor(methods: Readonly<Record<string, RpcMethod>>) {
    this.#methods = new Map(Object.entries(methods));
    this.#server = createServer((socket) => this.#accept(socket));
  }

  /** Listens on a unix socket path (its folder is the user's own, mode 0700). */
  async listen(path: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(path, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    chmodSync(path, 0o600);
  }

  /** Sends an event to every subscriber; one that does not read is let go. */
  publish(event: Message): void {
    for (const client of this.#clients) {
      if (!client.subscribed) continue;
      client.stream.send({ event });
      if (client.stream.queuedLen > CONTROL_MESSAGE_SIZE_MAX) client.stream.destroy();
    }
  }

  /** Stops listening, and ends every connection once what is queued has been sent. */
  close(): void {
    this.#server.close();
    for (const client of this.#clients) client.stream.close();
  }

  #accept(socket: Socket): void {
    if (this.#clients.size >= CONTROL_CLIENTS_MAX) {
      socket.destroy();
      return;
    }
    const abort = new AbortController();
    const stream = new MessageStream(
      socket,
      (message) => void this.#serve(client, message),
      () => {
        this.#clients.delete(client);
        abort.abort();
      },
    );
    const client: Client = { stream, abort, subscribed: false };
    this.#clients.add(client);
  }

  async #serve(client: Client, message: Message): Promise<void> {
    const { id, method, params } = message;
    try {
      const serve = typeof method === 'string' ? this.#methods.get(method) : undefined;
      if (serve === undefined) {
        throw new OperationError(
          'ERR_PROTOCOL',
          `Cannot serve method "${String(method)}": there is none of that name`,
        );
      }
      const result = await serve({
        params: (typeof params === 'object' && params !== null ? params : {}) as Message,
        signal: client.abort.signal,
        progress: (value) => void client.stream.send({ id, progress: value }),
        subscribe: () => {
          client.subscribed = true;
        },
      });
      client.stream.send({ id, result: result ?? null });
    } catch (error) {
      client.stream.send({ id, error: toRpcError(error) });
    }
  }
}
