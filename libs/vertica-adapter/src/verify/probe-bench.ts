import { copyFrom, type CopyResult } from '../copy-from.ts';
import { copyStatement, type CopyMode } from '../copy-statement.ts';
import { isServerError } from '../engine-error.ts';
import { quoteIdentifier } from '../sql-literal.ts';
import type { SafeClient } from '../safe-client.ts';
import type { ColumnType } from '@vaultwright/datavault-core';

/** A refusal of the server. */
export interface Refusal {
  readonly sqlState: string;
  readonly message: string;
}

/** Under which name the server shows the COPY of a probe. */
export const verifyStream = 'vw_verify';

/** Columns of a table for a COPY. */
type CopyColumns = Readonly<Record<string, ColumnType>>;

/** What probes share: a schema to throw away, and connections that end with the bench. */
export class ProbeBench {
  readonly #clients: SafeClient[] = [];
  readonly #schemas: string[] = [];

  constructor(
    readonly schema: string,
    private readonly open: () => Promise<SafeClient>,
    /** Units: milliseconds. */
    private readonly deadlineMs: number,
  ) {}

  /** All schemas that are to be dropped in the end. */
  get schemas(): readonly string[] {
    return [this.schema, ...this.#schemas];
  }

  /** The name of a further schema; whoever takes it creates it. */
  addSchema(): string {
    const name = `${this.schema}_${this.#schemas.length + 1}`;
    this.#schemas.push(name);
    return name;
  }

  /** A new connection. */
  async connect(): Promise<SafeClient> {
    const client = await this.open();
    this.#clients.push(client);
    return client;
  }

  /** Ends the connections of a probe. */
  async endAll(): Promise<void> {
    for (const client of this.#clients.splice(0)) await client.end();
  }

  /** The printed name of a table in the schema. */
  table(name: string): string {
    return `${quoteIdentifier(this.schema)}.${quoteIdentifier(name)}`;
  }

  /** Rows of a statement, each a list of cells. */
  async rows(
    client: SafeClient,
    sql: string,
    values: readonly string[] = [],
  ): Promise<readonly (readonly unknown[])[]> {
    return (await client.run(sql, values, this.deadlineMs)).rows;
  }

  /** First cell of a query. */
  async value(client: SafeClient, sql: string): Promise<unknown> {
    return (await this.rows(client, sql))[0]?.[0];
  }

  /** Runs definitions and the like. */
  async run(client: SafeClient, ...statements: readonly string[]): Promise<void> {
    for (const sql of statements) await client.run(sql, [], this.deadlineMs);
  }

  /** Number of rows of a table, seen by a connection of its own. */
  async count(name: string): Promise<unknown> {
    return this.value(await this.connect(), `select count(*) as "n" from ${this.table(name)}`);
  }

  /** What the server refuses a statement with, or null when it runs; the transaction is rolled back after a refusal. */
  async refusal(client: SafeClient, sql: string): Promise<Refusal | null> {
    try {
      await client.run(sql, [], this.deadlineMs);
      return null;
    } catch (error) {
      if (!isServerError(error) || isUnknownHere(error)) throw error;
      await client.run('rollback', [], this.deadlineMs);
      return refusalOf(error);
    }
  }

  /** Streams records as the loader does; the statement may be altered on its way. */
  async copy(
    client: SafeClient,
    name: string,
    columns: CopyColumns,
    records: string,
    { mode = 'strict', alter = (sql) => sql }: { mode?: CopyMode; alter?: (sql: string) => string } = {},
  ): Promise<CopyResult | Refusal> {
    const sql = copyStatement({
      target: { schema: this.schema, name },
      columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })),
      constants: [],
      mode,
      stream: verifyStream,
      source: 'client',
    });
    const source = (async function* () {
      yield Buffer.from(records);
    })();
    try {
      return await copyFrom(client, alter(sql), source, { deadlineMs: this.deadlineMs });
    } catch (error) {
      if (!isServerError(error) || isUnknownHere(error)) throw error;
      return refusalOf(error);
    }
  }
}

/** True when a test server says that it does not know a statement. */
export function isUnknownHere(error: unknown): boolean {
  return (
    isServerError(error) && error instanceof Error && /^emulator: .*(lint rule|emulated)/.test(error.message)
  );
}

function refusalOf(error: unknown): Refusal {
  const { code = '', message } = error as { readonly code?: string; readonly message: string };
  return { sqlState: code, message };
}
