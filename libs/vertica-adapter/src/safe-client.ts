import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { ClientTarget } from './client-target.ts';
import { ConnectionLost, ProtocolViolation, StatementTimeout } from './connection-failure.ts';
import type { DriverClient, DriverModule, DriverQuery, DriverResult } from './driver-module.ts';
import { isServerError } from './engine-error.ts';
import { createGuardedClient } from './guarded-driver-client.ts';
import { PreparedStatements } from './prepared-statements.ts';
import { ReadyState, type TransactionStatus } from './ready-state.ts';
import { RunningCopy } from './running-copy.ts';

/** Result of one statement. */
export interface StatementResult extends DriverResult {
  /** Rows the server refused in a COPY, 1-based, in the order it told them. */
  readonly rejectedRows: readonly bigint[];
}

/** Prepared statements that one client keeps on the server; the one unused for longest is closed for a new one. */
export const statementLimit = 200;

/**
 * A connection that cannot be made to read or write files, to hang, or to bring the process down.
 *
 * Invariant: statements come one after another; after {@link destroy} every statement fails.
 */
export interface SafeClient {
  /** Status byte of the last ReadyForQuery; null before the first. Assumption: ready-status. */
  readonly status: TransactionStatus | null;
  /** False once the connection ended or was destroyed. */
  readonly usable: boolean;
  /** Units: statements that were sent. */
  readonly uses: number;
  /** Bytes that wait in this process to be sent. */
  readonly queuedBytes: number;
  connect(deadlineMs: number): Promise<void>;
  run(sql: string, values?: readonly (string | null)[], deadlineMs?: number): Promise<StatementResult>;
  /** Runs a `COPY ... FROM LOCAL STDIN`; the caller keeps the stream from outrunning the socket, see {@link roomToWrite}. */
  copy(sql: string, source: Readable): Promise<StatementResult>;
  /** Resolves when little waits to be sent, or the connection has ended. */
  roomToWrite(): Promise<void>;
  /** Tells the server that the rows of the running COPY end in an error. */
  failCopy(message: string): void;
  /** Ends the connection politely; never fails. */
  end(): Promise<void>;
  destroy(reason: Error): void;
}

/** Units: bytes; above it nothing more is given to the socket. */
const queueLimit = 1 << 20;

/** Makes one client of the driver, with every dangerous member replaced; it is not yet connected. */
export function createSafeClient(driver: DriverModule, target: ClientTarget): SafeClient {
  return new GuardedConnection(driver, target);
}

class GuardedConnection implements SafeClient {
  readonly #socket = new Socket();
  readonly #copy = new RunningCopy();
  readonly #ready = new ReadyState();
  readonly #statements = new PreparedStatements(statementLimit);
  readonly #client: DriverClient;
  #usable = true;
  #uses = 0;
  #failure: Error | null = null;

  constructor(driver: DriverModule, target: ClientTarget) {
    this.#client = createGuardedClient(driver, target, {
      socket: this.#socket,
      copy: this.#copy,
      ready: this.#ready,
      destroy: (reason) => this.destroy(reason),
    });
    const markLost = (): void => {
      this.#usable = false;
      this.#ready.giveUp();
    };
    this.#client.on('error', markLost);
    this.#client.on('end', markLost);
    this.#client.connection.on('end', markLost);
    this.#socket.on('close', markLost);
    // The driver listens only from connecting on.
    this.#socket.on('error', markLost);
  }

  get status(): TransactionStatus | null {
    return this.#ready.status;
  }

  get usable(): boolean {
    return this.#usable;
  }

  get uses(): number {
    return this.#uses;
  }

  get queuedBytes(): number {
    return this.#stream.writableLength;
  }

  connect(deadlineMs: number): Promise<void> {
    return this.#within(this.#client.connect(), deadlineMs, 'connecting');
  }

  run(sql: string, values: readonly (string | null)[] = [], deadlineMs?: number): Promise<StatementResult> {
    const work = values.length === 0 ? this.#send({ text: sql, rowMode: 'array' }) : this.#bind(sql, values);
    return this.#within(work, deadlineMs, 'a statement');
  }

  async copy(sql: string, source: Readable): Promise<StatementResult> {
    this.#copy.begin();
    try {
      const work = this.#send({ text: sql, rowMode: 'array', copyStream: source });
      return await this.#within(work, undefined, 'COPY');
    } finally {
      this.#copy.end();
    }
  }

  async roomToWrite(): Promise<void> {
    while (this.#usable && this.queuedBytes > queueLimit) await drained(this.#stream);
  }

  failCopy(message: string): void {
    this.#client.connection.sendCopyError('stdin', 0, 'copyFrom', message);
  }

  async end(): Promise<void> {
    if (!this.#usable) return;
    this.#usable = false;
    // A server that does not close its side would keep the process alive.
    const timer = setTimeout(() => this.#socket.destroy(), 1000);
    await this.#client.end().catch(() => undefined);
    clearTimeout(timer);
    this.#socket.destroy();
  }

  destroy(reason: Error): void {
    this.#failure ??= reason;
    this.#usable = false;
    this.#stream.destroy(reason);
    this.#socket.destroy();
  }

  /** The socket, or the TLS stream over it once there is one. */
  get #stream(): Socket {
    return this.#client.connection.stream;
  }

  async #bind(sql: string, values: readonly (string | null)[]): Promise<StatementResult> {
    const { name, outdated } = this.#statements.use(sql);
    if (outdated !== null) await this.#forget(outdated);
    return this.#send({ text: sql, name, values, rowMode: 'array' });
  }

  async #forget(name: string): Promise<void> {
    const { connection } = this.#client;
    Reflect.deleteProperty(connection.parsedStatements, name);
    await this.#ready.after(() => {
      connection.close({ type: 'S', name });
      connection.sync();
    });
  }

  async #send(query: DriverQuery): Promise<StatementResult> {
    if (!this.#usable) throw this.#failure ?? new ConnectionLost('the connection has ended');
    this.#uses += 1;
    this.#copy.forgetRows();
    const result = await this.#client.query(query);
    if (isList(result)) throw new ProtocolViolation('one statement gave several results');
    const { rejectedRows } = this.#copy;
    return { ...result, fields: result.fields, rows: result.rows, rejectedRows };
  }

  async #within<T>(work: Promise<T>, deadlineMs: number | undefined, what: string): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    try {
      if (deadlineMs === undefined) return await work;
      const late = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => {
          const reason = new StatementTimeout(`${what} took longer than ${deadlineMs / 1000} s`);
          this.destroy(reason);
          reject(reason);
        }, deadlineMs);
      });
      work.catch(() => undefined);
      return await Promise.race([work, late]);
    } catch (error) {
      // What made the connection end tells more than that it ended, but not more than an answer.
      throw isServerError(error) ? error : (this.#failure ?? error);
    } finally {
      clearTimeout(timer);
    }
  }
}

function drained(stream: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done);
      stream.off('close', done);
      resolve();
    };
    stream.once('drain', done);
    stream.once('close', done);
  });
}

function isList(result: DriverResult | readonly DriverResult[]): result is readonly DriverResult[] {
  return Array.isArray(result);
}
