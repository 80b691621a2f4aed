import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { TLSSocket, type ConnectionOptions } from 'node:tls';
import { ConnectionLost, ProtocolViolation, StatementTimeout } from './connection-failure.ts';
import type {
  DriverClient,
  DriverModule,
  DriverQuery,
  DriverResult,
  VerifyFilesMessage,
  WriteFileMessage,
} from './driver-module.ts';
import { isServerError } from './engine-error.ts';
import { guardSocketListeners } from './guard-socket-listeners.ts';
import { statementName } from './statement-name.ts';
import { valueParsers } from './value-parsers.ts';

/** Where and as whom one client connects: one host, one of its addresses. */
export interface ClientTarget {
  /** Name that the certificate must carry. */
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly tls: ConnectionOptions | undefined;
  readonly label: string;
}

export type TransactionStatus = 'I' | 'T' | 'E';

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
  const socket = new Socket();
  const copying = { active: false, answered: false, rejectedRows: [] as bigint[] };
  let status: TransactionStatus | null = null;
  let usable = true;
  let uses = 0;
  /** Syncs that the server has not answered yet. */
  let syncs = 0;
  let answering = false;
  let ready: (() => void) | null = null;
  let failure: Error | null = null;

  class GuardedClient extends driver.Client {
    override _resolveHost(node: { readonly port: number }): Promise<{ host: string; port: number }[]> {
      return Promise.resolve([{ host: target.address, port: node.port }]);
    }

    override _handleLoadFile(): void {
      throw new ProtocolViolation('the server asked for a file of this machine');
    }

    override _handleVerifyFiles(message: VerifyFilesMessage): void {
      const { numFiles, rejectFile, exceptionFile } = message;
      if (!copying.active || numFiles !== 0 || rejectFile !== '' || exceptionFile !== '')
        throw new ProtocolViolation('the server named files of this machine');
      super._handleVerifyFiles(message);
    }

    // The driver's own keeps only the last message of several, and would write to any path.
    override _handleWriteFile({ fileName, fileContents }: WriteFileMessage): void {
      if (!copying.active || fileName !== '' || !Array.isArray(fileContents))
        throw new ProtocolViolation('the server sent bytes for a file of this machine');
      for (const row of fileContents) copying.rejectedRows.push(BigInt(row as bigint));
    }

    override _handleCopyInResponse(message: unknown): void {
      if (!copying.active || copying.answered)
        throw new ProtocolViolation('the server asked for rows that nobody offered');
      copying.answered = true;
      super._handleCopyInResponse(message);
    }

    override _handleReadyForQuery(message: { readonly status?: string }): void {
      if (message.status !== 'I' && message.status !== 'T' && message.status !== 'E')
        throw new ProtocolViolation('the server is ready in a state that does not exist');
      status = message.status;
      // After an error of Execute the driver sends a second Sync: only the last answer ends the statement.
      if (syncs > 1) {
        syncs -= 1;
        return;
      }
      syncs = 0;
      const waiting = ready;
      ready = null;
      answering = true;
      try {
        super._handleReadyForQuery(message);
      } finally {
        answering = false;
      }
      waiting?.();
    }
  }

  const client: DriverClient = new GuardedClient({
    host: target.host,
    port: target.port,
    database: target.database,
    user: target.user,
    password: target.password,
    stream: socket,
    types: valueParsers,
    keepAlive: true,
    keepAliveInitialDelayMillis: 30_000,
    connectionTimeoutMillis: 0,
    client_label: target.label,
    // With a configuration of our own the driver never looks at its mode.
    tls_mode: 'disable',
    ...(target.tls === undefined ? {} : { tls_config: target.tls }),
  });
  dropEnvironment(client, target);

  const { connection } = client;
  const markLost = (): void => {
    usable = false;
    const waiting = ready;
    ready = null;
    waiting?.();
  };
  client.on('error', markLost);
  client.on('end', markLost);
  connection.on('end', markLost);
  socket.on('close', markLost);
  // The driver listens only from connecting on.
  socket.on('error', markLost);
  const attach = connection.attachListeners.bind(connection);
  connection.attachListeners = (stream) => guardSocketListeners(stream, () => attach(stream), destroy);
  const sync = connection.sync.bind(connection);
  connection.sync = () => {
    // A value that cannot be read is reported once the server is ready: there is nothing left to synchronise.
    if (answering) return;
    syncs += 1;
    sync();
  };
  const startup = connection.startup.bind(connection);
  connection.startup = (parameters) => {
    // Nothing, not even the user's name, is written before the server has proven who it is.
    const { stream } = connection;
    if (stream instanceof TLSSocket) stream.once('secureConnect', () => startup(parameters));
    else startup(parameters);
  };

  function destroy(reason: Error): void {
    failure ??= reason;
    usable = false;
    connection.stream.destroy(reason);
    socket.destroy();
  }

  async function within<T>(work: Promise<T>, deadlineMs: number | undefined, what: string): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    try {
      if (deadlineMs === undefined) return await work;
      const late = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => {
          const reason = new StatementTimeout(`${what} took longer than ${deadlineMs / 1000} s`);
          destroy(reason);
          reject(reason);
        }, deadlineMs);
      });
      work.catch(() => undefined);
      return await Promise.race([work, late]);
    } catch (error) {
      // What made the connection end tells more than that it ended, but not more than an answer.
      throw isServerError(error) ? error : (failure ?? error);
    } finally {
      clearTimeout(timer);
    }
  }

  async function send(query: DriverQuery): Promise<StatementResult> {
    if (!usable) throw failure ?? new ConnectionLost('the connection has ended');
    uses += 1;
    copying.rejectedRows = [];
    const result = await client.query(query);
    if (isList(result)) throw new ProtocolViolation('one statement gave several results');
    return { ...result, fields: result.fields, rows: result.rows, rejectedRows: copying.rejectedRows };
  }

  const names = new Set<string>();
  /** The statement's fixed name; makes room for it first. */
  async function prepare(sql: string): Promise<string> {
    const name = statementName(sql);
    const known = names.delete(name);
    names.add(name);
    const [oldest] = names;
    if (known || names.size <= statementLimit || oldest === undefined) return name;
    names.delete(oldest);
    Reflect.deleteProperty(connection.parsedStatements, oldest);
    await new Promise<void>((resolve) => {
      ready = resolve;
      connection.close({ type: 'S', name: oldest });
      connection.sync();
    });
    return name;
  }

  return {
    get status() {
      return status;
    },
    get usable() {
      return usable;
    },
    get uses() {
      return uses;
    },
    get queuedBytes() {
      return connection.stream.writableLength;
    },
    connect: (deadlineMs) => within(client.connect(), deadlineMs, 'connecting'),
    run: (sql, values = [], deadlineMs) =>
      within(
        (async () => {
          if (values.length === 0) return send({ text: sql, rowMode: 'array' });
          return send({ text: sql, name: await prepare(sql), values, rowMode: 'array' });
        })(),
        deadlineMs,
        'a statement',
      ),
    copy: async (sql, source) => {
      copying.active = true;
      copying.answered = false;
      try {
        return await within(send({ text: sql, rowMode: 'array', copyStream: source }), undefined, 'COPY');
      } finally {
        copying.active = false;
      }
    },
    roomToWrite: async () => {
      while (usable && connection.stream.writableLength > queueLimit) await drained(connection.stream);
    },
    failCopy: (message) => connection.sendCopyError('stdin', 0, 'copyFrom', message),
    end: async () => {
      if (!usable) return;
      usable = false;
      // A server that does not close its side would keep the process alive.
      const timer = setTimeout(() => socket.destroy(), 1000);
      await client.end().catch(() => undefined);
      clearTimeout(timer);
      socket.destroy();
    },
    destroy,
  };
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

/** The driver fills what it was not given from `V_*` variables; nothing of a connection may come from there. */
function dropEnvironment(client: DriverClient, target: ClientTarget): void {
  client.backup_server_node = [];
  client.oauth_access_token = '';
  client.workload = '';
  client.password = target.password;
  Object.assign(client.connectionParameters, {
    binary: false,
    options: undefined,
    replication: undefined,
    workload: '',
    password: target.password,
    oauth_access_token: '',
    backup_server_node: [],
  });
}

function isList(result: DriverResult | readonly DriverResult[]): result is readonly DriverResult[] {
  return Array.isArray(result);
}
