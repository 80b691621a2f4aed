import type { BackendSession } from '../backend/sql-backend.ts';
import type { Channel } from './channel.ts';

/**
 * Calls of one session, one after another.
 *
 * Invariant: when a connection goes away during a call, the call is cancelled where the backend can do that,
 * and the session closes after it.
 */
export class SessionLine {
  readonly session: BackendSession;
  readonly #channel: Channel;
  #tail: Promise<unknown> = Promise.resolve();
  #running = 0;

  constructor(session: BackendSession, channel: Channel) {
    this.session = session;
    this.#channel = channel;
  }

  /** Errors: what the call throws; `ConnectionClosed` as soon as the connection is gone. */
  call<T>(work: () => Promise<T>): Promise<T> {
    return this.#channel.whileOpen(this.finish(work));
  }

  /** As `call`, for work that must be done whether the client is there or not. */
  finish<T>(work: () => Promise<T>): Promise<T> {
    this.#running += 1;
    const next = this.#tail.then(work).finally(() => (this.#running -= 1));
    this.#tail = next.catch(() => undefined);
    return next;
  }

  cancel(): void {
    if (this.#running > 0) this.session.cancel?.();
  }

  close(): Promise<void> {
    this.cancel();
    return this.finish(() => this.session.close());
  }
}
