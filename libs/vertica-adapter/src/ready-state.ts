import { ProtocolViolation } from './connection-failure.ts';

export type TransactionStatus = 'I' | 'T' | 'E';

/** Which of the server's ReadyForQuery messages ends a statement: it answers every Sync with one. */
export class ReadyState {
  #status: TransactionStatus | null = null;
  /** Syncs that the server has not answered yet. */
  #syncs = 0;
  #answering = false;
  #waiting: (() => void) | null = null;

  /** Of the last ReadyForQuery; null before the first. */
  get status(): TransactionStatus | null {
    return this.#status;
  }

  /** Sends a Sync that the server must answer. */
  sync(send: () => void): void {
    // A value that cannot be read is reported once the server is ready: there is nothing left to synchronise.
    if (this.#answering) return;
    this.#syncs += 1;
    send();
  }

  /** Takes one ReadyForQuery; calls `end` when it ends the statement. */
  answer(status: string | undefined, end: () => void): void {
    if (status !== 'I' && status !== 'T' && status !== 'E')
      throw new ProtocolViolation('the server is ready in a state that does not exist');
    this.#status = status;
    // After an error of Execute the driver sends a second Sync: only the last answer ends the statement.
    if (this.#syncs > 1) {
      this.#syncs -= 1;
      return;
    }
    this.#syncs = 0;
    const waiting = this.#takeWaiting();
    this.#answering = true;
    try {
      end();
    } finally {
      this.#answering = false;
    }
    waiting?.();
  }

  /** Does something outside a statement; resolves at the next answer, or when there will be none. */
  async after(work: () => void): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#waiting = resolve;
      work();
    });
  }

  /** The connection has ended. */
  giveUp(): void {
    this.#takeWaiting()?.();
  }

  #takeWaiting(): (() => void) | null {
    const waiting = this.#waiting;
    this.#waiting = null;
    return waiting;
  }
}
