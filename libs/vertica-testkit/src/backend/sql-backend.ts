/** A column as the wire describes it. */
export interface BackendColumn {
  readonly name: string;
  /** Vertica's type number, for example 6 for an integer. */
  readonly oid: number;
  /** Type modifier; -1 when there is none. */
  readonly typmod: number;
}

/** What a statement gave back. Values are in the wire's text form; null is NULL. */
export interface BackendResult {
  /** Command tag without a row count, for example `SELECT` or `INSERT`. */
  readonly tag: string;
  /** Null when the statement returns no rows at all, for example `COMMIT`. */
  readonly columns: readonly BackendColumn[] | null;
  readonly rows: readonly (readonly (string | null)[])[];
}

/** Shape of a statement before it runs. */
export interface BackendDescription {
  readonly tag: string;
  readonly columns: readonly BackendColumn[] | null;
  /** Type number of each `?`, in order. */
  readonly parameters: readonly number[];
}

/** Receives the bytes of one `COPY ... FROM LOCAL STDIN`. */
export interface CopySink {
  write(chunk: Uint8Array): Promise<void>;
  /** Ends the data. Shape: `rejected` are 1-based row numbers when the statement asked for them, else empty. */
  finish(): Promise<{ readonly result: BackendResult; readonly rejected: readonly bigint[] }>;
  /** The client, the connection or `write` gave up: nothing may stay. Not called after `finish`. */
  abort(): Promise<void>;
}

/** An error the server sends to its client. */
export class BackendError extends Error {
  override readonly name = 'BackendError';

  constructor(
    message: string,
    /** SQLSTATE of five characters. */
    readonly sqlState: string,
    readonly severity: 'ERROR' | 'FATAL' = 'ERROR',
  ) {
    super(message);
  }
}

/**
 * What stands behind one connection.
 *
 * Invariant: calls of one session come one after another.
 */
export interface BackendSession {
  /** `I` idle, `T` in a transaction, `E` in a failed one. */
  readonly status: 'I' | 'T' | 'E';
  /** Errors: `BackendError`. */
  describe(sql: string): Promise<BackendDescription>;
  /** Refuses values that do not convert, when they are bound; left out, they are found when the statement runs. Shape: type numbers, one per value. Errors: `BackendError`. */
  checkValues?(types: readonly number[], values: readonly (string | null)[]): Promise<void>;
  /** Takes the text of a simple query apart; left out, the whole text is one statement. */
  split?(text: string): readonly string[];
  /** Runs one statement that is no COPY. Errors: `BackendError`. */
  run(sql: string, parameters: readonly (string | null)[]): Promise<BackendResult>;
  /** Whether the statement is a COPY from the client. */
  isCopy(sql: string): boolean;
  /** Errors: `BackendError`. */
  copy(sql: string): Promise<CopySink>;
  /** The client cancels the running call, or is gone: the call fails with SQLSTATE 57014. Called while it runs. */
  cancel?(): void;
  /** The connection ended; open work is rolled back. */
  close(): Promise<void>;
}

/** What the server knows of a connection that its client did not say. */
export interface ConnectionFacts {
  /** The version that both sides speak. Units: major version in the upper 16 bits. */
  readonly protocolVersion: number;
  /** What the server makes of TLS, in the words of the system table `tls_configurations`. */
  readonly tlsMode: 'DISABLE' | 'ENABLE' | 'VERIFY_CA';
}

/** Port: what answers the statements that reach the test server. */
export interface SqlBackend {
  /** Startup parameters as the client sent them, `user` and `database` among them. */
  open(startup: ReadonlyMap<string, string>, facts?: ConnectionFacts): Promise<BackendSession>;
  close(): Promise<void>;
}
