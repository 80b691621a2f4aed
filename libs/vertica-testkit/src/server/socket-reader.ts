import type { Duplex } from 'node:stream';

/** The other side is gone, or the server ended the connection itself. */
export class ConnectionClosed extends Error {
  override readonly name = 'ConnectionClosed';
}

/** Units: bytes that are read ahead of the server's own pace. */
const readAhead = 64 * 1024;

/**
 * Takes bytes from a socket when they are wanted.
 *
 * Invariant: a reader that takes nothing stops the socket, so that the sender feels it.
 */
export class SocketReader {
  readonly #socket: Duplex;
  #chunks: Buffer[] = [];
  #size = 0;
  #closed = false;
  #wanted = 0;
  #wake: (() => void) | undefined;

  constructor(socket: Duplex) {
    this.#socket = socket;
    socket.on('data', this.#onData);
    socket.on('end', this.#onEnd);
    socket.on('close', this.#onEnd);
  }

  /** Exactly so many bytes. Errors: `ConnectionClosed` when they never come. */
  async take(length: number): Promise<Buffer> {
    while (this.#size < length) {
      if (this.#closed) throw new ConnectionClosed('the client is gone');
      this.#wanted = length;
      this.#socket.resume();
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    this.#wanted = 0;
    const taken = this.#split(length);
    if (this.#size < readAhead) this.#socket.resume();
    return taken;
  }

  /** Gives the socket away. Shape: bytes that were read ahead and belong to nobody yet. */
  release(): Buffer {
    this.#socket.off('data', this.#onData);
    this.#socket.off('end', this.#onEnd);
    this.#socket.off('close', this.#onEnd);
    this.#socket.pause();
    return this.#split(this.#size);
  }

  /** From now on everything that arrives is thrown away. */
  discard(): void {
    this.release();
    this.#socket.resume();
  }

  #split(length: number): Buffer {
    const all = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
    this.#size -= length;
    this.#chunks = this.#size > 0 ? [all.subarray(length)] : [];
    return all.subarray(0, length);
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size >= Math.max(readAhead, this.#wanted)) this.#socket.pause();
    if (this.#size >= this.#wanted) this.#wakeUp();
  };

  readonly #onEnd = (): void => {
    this.#closed = true;
    this.#wakeUp();
  };

  #wakeUp(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
