import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { ConnectionOptions } from 'node:tls';

/** Gives the function that reads a value of one type number from its text. */
export interface TypeParsers {
  getTypeParser(oid: number, format?: string): (text: string) => unknown;
}

/** Every option of the driver that has a default or an environment variable behind it. */
interface DriverClientOptions {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly stream: Socket;
  readonly types: TypeParsers;
  readonly keepAlive: boolean;
  readonly keepAliveInitialDelayMillis: number;
  readonly connectionTimeoutMillis: number;
  readonly client_label: string;
  readonly tls_mode: 'disable';
  readonly tls_config?: ConnectionOptions;
}

export interface DriverQuery {
  readonly text: string;
  readonly rowMode: 'array';
  readonly name?: string;
  readonly values?: readonly (string | null)[];
  readonly copyStream?: Readable;
}

interface DriverField {
  readonly name: string;
  readonly dataTypeID: number;
}

export interface DriverResult {
  readonly command: string | null;
  readonly fields: readonly DriverField[];
  readonly rows: readonly (readonly unknown[])[];
}

export interface VerifyFilesMessage {
  readonly numFiles: number;
  readonly rejectFile: string;
  readonly exceptionFile: string;
}

export interface WriteFileMessage {
  readonly fileName: string;
  readonly fileContents: unknown;
}

/** The socket end of a client. */
export interface DriverConnection extends EventEmitter {
  stream: Socket;
  parsedStatements: Record<string, string>;
  tls_trusted_certs?: unknown;
  attachListeners(stream: Socket): void;
  startup(parameters: unknown): void;
  close(statement: { readonly type: 'S'; readonly name: string }): void;
  sync(): void;
  sendCopyError(fileName: string, line: number, method: string, message: string): void;
}

/** The members of the driver's client that this package calls or replaces; most are undocumented. */
export interface DriverClient extends EventEmitter {
  readonly connection: DriverConnection;
  readonly connectionParameters: Record<string, unknown>;
  password: string | null;
  oauth_access_token: string;
  backup_server_node: readonly unknown[];
  workload: string;
  connect(): Promise<void>;
  query(query: DriverQuery): Promise<DriverResult | readonly DriverResult[]>;
  end(): Promise<void>;
  _resolveHost(node: { readonly port: number }): Promise<{ host: string; port: number }[]>;
  _handleLoadFile(message: unknown): void;
  _handleWriteFile(message: WriteFileMessage): void;
  _handleVerifyFiles(message: VerifyFilesMessage): void;
  _handleCopyInResponse(message: unknown): void;
  _handleReadyForQuery(message: { readonly status?: string }): void;
}

export interface DriverModule {
  readonly version: string;
  readonly Client: new (options: DriverClientOptions) => DriverClient;
  readonly DatabaseError: new (message: string, length: number, name: string) => DatabaseError;
}

/** An error that the server sent. */
export interface DatabaseError extends Error {
  readonly severity?: string;
  /** SQLSTATE. */
  readonly code?: string;
  readonly detail?: string;
  readonly hint?: string;
}
