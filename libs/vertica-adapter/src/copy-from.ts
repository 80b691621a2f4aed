import { Readable } from 'node:stream';
import { ConnectionLost, StatementTimeout } from './connection-failure.ts';
import { CopyGivenUp } from './copy-failure.ts';
import type { SafeClient } from './safe-client.ts';

interface CopyOptions {
  readonly signal?: AbortSignal;
  /** For the whole COPY. Units: milliseconds. */
  readonly deadlineMs?: number;
}

export interface CopyResult {
  /** Units: rows, as the server counted them. */
  readonly loaded: bigint;
  /** 1-based positions in the stream of the rows that the server refused, ascending. */
  readonly rejectedRows: readonly bigint[];
}

/** Units: bytes; what one message carries. */
const pieceBytes = 1 << 16;

/** Units: milliseconds; how long the server may take to acknowledge that a COPY was given up. */
const graceMs = 5_000;

/**
 * Streams bytes into one `COPY ... FROM LOCAL STDIN`.
 *
 * The driver itself never waits for the socket and survives no failing source, so this stream gives it a piece only when
 * there is room, and turns a failing source into the protocol's own error message.
 *
 * Invariant: after any error the client is destroyed, which discards its transaction; the source is closed.
 * Errors: `CopyGivenUp` with what the source threw or the reason of the signal as its cause; else the server's or driver's.
 */
export async function copyFrom(
  client: SafeClient,
  sql: string,
  source: AsyncIterable<Uint8Array>,
  { signal, deadlineMs }: CopyOptions = {},
): Promise<CopyResult> {
  const rows = new CopySource(client, source);
  const stop = (reason: Error): void => rows.giveUp(reason);
  const aborted = (): void => stop(abortReason(signal));
  const late =
    deadlineMs === undefined
      ? undefined
      : setTimeout(
          () => client.destroy(new StatementTimeout(`COPY took longer than ${deadlineMs / 1000} s`)),
          deadlineMs,
        );
  signal?.addEventListener('abort', aborted, { once: true });
  try {
    if (signal?.aborted === true) throw new CopyGivenUp(abortReason(signal));
    const { fields, rows: cells, rejectedRows } = await client.copy(sql, rows);
    if (rows.failure !== null) throw new CopyGivenUp(rows.failure);
    const loaded = fields.length === 1 && cells.length === 1 ? cells[0]?.[0] : undefined;
    if (typeof loaded !== 'bigint') throw new ConnectionLost('COPY ended without a number of rows');
    return { loaded, rejectedRows: [...rejectedRows].sort((a, b) => (a < b ? -1 : 1)) };
  } catch (error) {
    const failure = rows.failure === null ? error : new CopyGivenUp(rows.failure);
    client.destroy(failure instanceof Error ? failure : new ConnectionLost('COPY failed'));
    throw failure;
  } finally {
    clearTimeout(late);
    signal?.removeEventListener('abort', aborted);
    await rows.close();
  }
}

/** The only kind of stream the driver accepts, pulled by the room in the socket. */
class CopySource extends Readable {
  failure: Error | null = null;
  readonly #iterator: AsyncIterator<Uint8Array>;
  #piece: Uint8Array = new Uint8Array();
  #started = false;
  #pulling = false;
  #ended = false;
  #grace: NodeJS.Timeout | undefined;

  constructor(
    readonly client: SafeClient,
    source: AsyncIterable<Uint8Array>,
  ) {
    super({ highWaterMark: pieceBytes });
    this.#iterator = source[Symbol.asyncIterator]();
  }

  override _read(): void {
    this.#started = true;
    if (this.#pulling || this.failure !== null) return;
    this.#pulling = true;
    this.#pull().then(
      (piece) => {
        this.#pulling = false;
        if (this.failure !== null || this.destroyed) return;
        this.push(piece);
      },
      (error: unknown) => {
        this.#pulling = false;
        this.#ended = true;
        this.giveUp(error instanceof Error ? error : new Error(String(error)));
      },
    );
  }

  /** The rows end here; the server is told so if it is waiting for more. Assumption: copy-client-abort. */
  giveUp(reason: Error): void {
    if (this.failure !== null || this.destroyed) return;
    this.failure = reason;
    if (!this.#started || !this.client.usable) {
      this.client.destroy(reason);
      return;
    }
    this.client.failCopy('the source of the rows failed');
    this.#grace = setTimeout(() => this.client.destroy(reason), graceMs);
  }

  async close(): Promise<void> {
    clearTimeout(this.#grace);
    this.destroy();
    if (this.#ended) return;
    const closed = Promise.resolve(this.#iterator.return?.()).catch(() => undefined);
    // A source that is just being asked answers in its own time, or never.
    if (!this.#pulling) await closed;
  }

  async #pull(): Promise<Uint8Array | null> {
    while (this.#piece.length === 0) {
      const { done, value } = await this.#iterator.next();
      if (done === true) {
        this.#ended = true;
        return null;
      }
      this.#piece = value;
    }
    await this.client.roomToWrite();
    const piece = this.#piece.subarray(0, pieceBytes);
    this.#piece = this.#piece.subarray(piece.length);
    return piece;
  }
}

function abortReason(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new Error('the load was cancelled');
}
