/** The client side of a control socket; see `rpc-server.ts` for the messages. */
import { connect } from 'node:net';
import { OperationError } from '../../base/errors.ts';
import { MessageStream } from './message-stream.ts';
import type { Message } from './message-stream.ts';
import { fromRpcError } from './rpc-error.ts';

/** How a call is made. */
export interface CallOptions {
  readonly onProgress?: (value: Message) => void;
  /** Milliseconds; 0: no limit. */
  readonly timeoutMs?: number;
}

interface PendingCall {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: ((value: Message) => void) | undefined;
  readonly timer: NodeJS.Timeout | undefined;
}

/**
 * A connection to a control socket. It keeps the process running only while a call is pending or events are listened
 * for: a program that has failed must not hang on a connection that it did not close.
 */
export class RpcClient {
  /** Called for every event after the server accepted a subscription. */
  onEvent: ((event: Message) => void) | null = null;
  /** Called once when the connection has ended. */
  onClose: (() => void) | null = null;
  readonly #stream: MessageStream;
  readonly #pending = new Map<number, PendingCall>();
  #nextId = 1;
  #closed = false;

  private constructor(stream: (client: RpcClient) => MessageStream) {
    this.#stream = stream(this);
  }

  /** Connects to a unix socket. @throws the error of connect(2): ENOENT, ECONNREFUSED, EACCES */
  static async connect(path: string): Promise<RpcClient> {
    const socket = connect(path);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    socket.removeAllListeners('error');
    return new RpcClient(
      (client) =>
        new MessageStream(
          socket,
          (message) => client.#input(message),
          () => client.#end(),
        ),
    );
  }

  /**
   * Calls a method and waits for its result.
   *
   * @throws OperationError as the server threw it; ERR_TIMEOUT; ERR_LAB_BROKEN when the connection ends before
   */
  async call(method: string, params: Message = {}, options: CallOptions = {}): Promise<unknown> {
    if (this.#closed) throw gone(method);
    const id = this.#nextId;
    this.#nextId += 1;
    return await new Promise<unknown>((resolve, reject) => {
      const limit = options.timeoutMs ?? 0;
      const timer =
        limit > 0
          ? setTimeout(() => {
              this.#pending.delete(id);
              reject(
                new OperationError('ERR_TIMEOUT', `Cannot finish "${method}": no answer within ${limit} ms`),
              );
            }, limit)
          : undefined;
      this.#pending.set(id, { resolve, reject, onProgress: options.onProgress, timer });
      this.#stream.keepAlive(true);
      this.#stream.send({ id, method, params });
    });
  }

  close(): void {
    this.#stream.destroy();
  }

  #input(message: Message): void {
    if (message['event'] !== undefined) {
      this.onEvent?.(message['event'] as Message);
      return;
    }
    const id = message['id'] as number;
    const call = this.#pending.get(id);
    if (call === undefined) return; // Its time-out has passed.
    if (message['progress'] !== undefined) {
      call.onProgress?.(message['progress'] as Message);
      return;
    }
    this.#pending.delete(id);
    clearTimeout(call.timer);
    if (this.#pending.size === 0 && this.onEvent === null) this.#stream.keepAlive(false);
    if (message['error'] !== undefined) call.reject(fromRpcError(message['error']));
    else call.resolve(message['result']);
  }

  #end(): void {
    this.#closed = true;
    for (const call of this.#pending.values()) {
      clearTimeout(call.timer);
      call.reject(gone('request'));
    }
    this.#pending.clear();
    this.onClose?.();
  }
}

function gone(method: string): OperationError {
  return new OperationError(
    'ERR_LAB_BROKEN',
    `Cannot finish "${method}": a process of the lab has ended; "wireloom down" removes what is left of it`,
  );
}
