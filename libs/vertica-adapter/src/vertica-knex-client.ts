import { createRequire } from 'node:module';
import type { Knex } from 'knex';
import { createConnector, type Connector } from './connect-client.ts';
import { KnexConnection } from './knex-connection.ts';
import { integerForms, type IntegerForm } from './knex-integers.ts';
import { knexLog } from './knex-log.ts';
import { unsupported } from './knex-unsupported.ts';
import type { KnexResponse, RawConnection } from './raw-connection.ts';
import { quoteIdentifier } from './sql-literal.ts';
import { VerticaQueryCompiler } from './vertica-query-compiler.ts';
import { parseVerticaSettings, type VerticaOptions, type VerticaSettings } from './vertica-settings.ts';

// knex has no entry for its dialects, so this file and the query compiler reach into the pinned version's folder.
// `__filename` exists in the CommonJS build only.
const requireHere = createRequire(typeof __filename === 'string' ? __filename : import.meta.url);
const PostgresClient = requireHere('knex/lib/dialects/postgres/index.js') as typeof Knex.Client;

interface RunningQuery {
  sql: string;
  readonly method?: string;
  readonly bindings?: readonly unknown[];
  readonly pluck?: string;
  /** Turns a response into what a builder method of knex promises. */
  readonly output?: (this: unknown, response: KnexResponse) => unknown;
  response?: KnexResponse;
}

const definitions =
  'the tables that `vaultwright run` and `vaultwright apply` make of metadata, or knex.raw with DDL of your own';
const isolationLevels: readonly unknown[] = [undefined, 'read committed', 'serializable'];

/** What `connection` takes. */
export interface VerticaKnexSettings extends VerticaOptions {
  /** As what 64-bit integers come back; `number` refuses those that it would round. Default `bigint`. */
  readonly integers?: IntegerForm;
}

/**
 * A knex client for Vertica: selects, common tables, windows, inserts, updates, deletes, transactions and savepoints.
 * Protocol-tested, not server-tested. For queries and reports; data is loaded through the adapter.
 *
 * Values come back as from a session: 64-bit integers as `integers` says, decimals and times as canonical text. An insert, an
 * update or a delete gives the number of its rows.
 * Shape: `connection` takes {@link VerticaKnexSettings}, TLS `verify-full` by default. What knex has to say goes to `log`,
 * without one to the warnings of the process, never to standard output.
 * Errors: `E-CONFIG-VERTICA`, `E-CONFIG-TLS`; `E-KNEX-BINDING`; `E-KNEX-INTEGER`; `E-KNEX-UNSUPPORTED` for what Vertica lacks, schema builders and streams;
 * `E-WH-*` for the rest.
 * Example: `const db = knex({ client: VerticaKnexClient, connection: { host: 'vertica.example', database: 'dwh', user: 'reader' } });`
 */
export class VerticaKnexClient extends PostgresClient {
  static {
    Object.assign(this.prototype, {
      dialect: 'vertica',
      driverName: 'vertica-nodejs',
      canCancelQuery: false,
    });
  }

  #connector: Connector | null = null;

  constructor(config: Knex.Config) {
    // Values must not enter error messages.
    super({ compileSqlOnError: false, ...config, log: { ...knexLog, ...config.log } });
    if (config.searchPath !== undefined) throw unsupported('searchPath', 'qualified table names');
  }

  /** knex loads drivers while it is constructed; ours is loaded, apart from all others, by the first connection. */
  _driver(): object {
    return {};
  }

  override poolDefaults(): ReturnType<Knex.Client['poolDefaults']> {
    return { min: 0, max: 4, propagateCreateError: true };
  }

  override async acquireRawConnection(): Promise<RawConnection> {
    const given = this.connectionSettings as Readonly<Record<string, unknown>>;
    // knex hides the password from enumeration.
    const settings = parseVerticaSettings(
      { ...given, password: given['password'] },
      { integers: { form: integerForms } },
    );
    const integers = (given['integers'] as IntegerForm | undefined) ?? 'bigint';
    this.#connector ??= this.#prepare(settings);
    const client = await this.#connector.connect();
    const deadlineMs = settings.timeouts.statementSeconds * 1000;
    return new KnexConnection(client, this.#connector.redact, deadlineMs, integers);
  }

  #prepare(settings: VerticaSettings): Connector {
    const connector = createConnector(settings);
    for (const warning of connector.tls.warnings) this.logger.warn?.(warning);
    return connector;
  }

  override destroyRawConnection(connection: RawConnection): Promise<void> {
    return connection.close();
  }

  override async validateConnection(connection: RawConnection): Promise<boolean> {
    return connection.usable;
  }

  /** The server's own words; knex' parser knows PostgreSQL's only. */
  async checkVersion(connection: RawConnection): Promise<string> {
    const { rows } = await connection.run('select version() as "version"', []);
    return String(rows[0]?.['version'] ?? '');
  }

  /** Parameters stay `?`; `\?` is a question mark of the text itself. */
  override positionBindings(sql: string): string {
    return sql.replace(/(\\*)\?/g, (found: string, escapes: string) =>
      escapes.length % 2 === 1 ? '?' : found,
    );
  }

  override wrapIdentifierImpl(value: string): string {
    return value === '*' ? value : quoteIdentifier(value);
  }

  override queryCompiler(builder: unknown, formatter?: unknown): VerticaQueryCompiler {
    return new VerticaQueryCompiler(this, builder, formatter);
  }

  async _query(connection: RawConnection, query: RunningQuery): Promise<RunningQuery> {
    if (!query.sql) throw new Error('The query is empty');
    // One statement per call; knex ends those of transactions with a semicolon.
    query.response = await connection.run(query.sql.replace(/;\s*$/, ''), query.bindings ?? []);
    return query;
  }

  processResponse(query: RunningQuery, runner: unknown): unknown {
    const { response, method, output, pluck } = query;
    if (response === undefined) return undefined;
    if (output) return output.call(runner, response);
    switch (method) {
      case 'select':
        return response.rows;
      case 'first':
        return response.rows[0];
      case 'pluck':
        return response.rows.map((row) => row[pluck ?? '']);
      case 'insert':
      case 'update':
      case 'del':
      case 'counter':
        return response.rowCount;
      default:
        return response;
    }
  }

  _stream(): never {
    throw unsupported('stream', 'an awaited query, in pages where the result is large');
  }

  wrapNativePool(): never {
    throw unsupported('connectionPool', 'connection settings');
  }

  override schemaCompiler(): never {
    throw unsupported('schema builders', definitions);
  }

  override tableCompiler(): never {
    throw unsupported('table builders', definitions);
  }

  override columnCompiler(): never {
    throw unsupported('column builders', definitions);
  }

  viewCompiler(): never {
    throw unsupported('view builders', definitions);
  }

  override transaction(
    container: unknown,
    config: { isolationLevel?: string } | undefined,
    outerTx: unknown,
  ): ReturnType<Knex.Client['transaction']> {
    if (!isolationLevels.includes(config?.isolationLevel))
      throw unsupported(`isolationLevel ${String(config?.isolationLevel)}`, 'read committed or serializable');
    return super.transaction(container, config, outerTx);
  }
}
