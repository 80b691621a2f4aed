import type { DuckDBConnection } from '@duckdb/node-api';
import { DuckDbCopy } from '../backend/duckdb-copy.ts';
import { DuckDbStatement } from '../backend/duckdb-statement.ts';
import { engineFailure } from '../backend/engine-failure.ts';
import {
  BackendError,
  type BackendColumn,
  type BackendDescription,
  type BackendResult,
  type BackendSession,
  type ConnectionFacts,
  type CopySink,
} from '../backend/sql-backend.ts';
import { quoteName } from '../backend/table-definition.ts';
import type { TableLocks } from '../backend/table-locks.ts';
import type { WireText } from '../backend/wire-text.ts';
import { splitStatements } from '../scripted/split-statements.ts';
import { isEmptyStatement } from '../backend/empty-statement.ts';
import { checkValues } from './check-values.ts';
import { columnNamer } from './column-names.ts';
import { controlStatement } from './control-statement.ts';
import { planOf, readCopy } from './general-copy-plan.ts';
import { generalDefinition } from './general-definitions.ts';
import { clientStatements, unknownFacts } from './general-catalogue.ts';
import { GeneralSettings } from './general-settings.ts';
import { findTable, refuseTooLong, type FoundTable } from './general-tables.ts';
import { JournaledTransaction } from './journaled-transaction.ts';
import { orphanQuery } from './identity.ts';
import { printName, readName, refuseSystem } from './names.ts';
import { refuseForeign, statementKind, type StatementKind } from './statement-kind.ts';
import { findWord, hasWords, tokenTree, wordOf, type Item } from './token-tree.ts';
import { translateItems, type GeneralTranslation } from './translate-text.ts';

/** What the sessions of one server in the general mode share. */
export interface GeneralServer {
  readonly wire: WireText;
  readonly locks: TableLocks;
  readonly strictTransactions: boolean;
  /** Runs definitions one after another. */
  readonly define: <T>(work: () => Promise<T>) => Promise<T>;
}

interface ReadStatement {
  readonly items: readonly Item[];
  readonly kind: StatementKind;
  readonly tag: string;
}

const changed: BackendColumn = { name: 'OUTPUT', oid: 6, typmod: -1 };
const plan: BackendColumn = { name: 'QUERY PLAN', oid: 9, typmod: -1 };

/** One client's session in the general mode: translation token by token, then the engine. */
export class GeneralSession implements BackendSession {
  readonly #transaction: JournaledTransaction;
  readonly #settings: GeneralSettings;
  readonly #emptied = new Set<string>();
  readonly #user: string;
  readonly #database: string;

  constructor(
    readonly server: GeneralServer,
    readonly connection: DuckDBConnection,
    readonly startup: ReadonlyMap<string, string>,
  ) {
    this.#transaction = new JournaledTransaction(connection, server.locks);
    this.#settings = new GeneralSettings(startup.get('autocommit') === 'on');
    this.#user = startup.get('user') ?? 'dbadmin';
    this.#database = startup.get('database') ?? '';
  }

  /** The first thing to do: tells the engine who is here and how names are found. */
  async start(facts: ConnectionFacts = unknownFacts): Promise<this> {
    await this.connection.run(clientStatements(this.startup, facts).join(';'));
    await this.#setSearchPath();
    return this;
  }

  async #setSearchPath(): Promise<void> {
    const path = [...this.#settings.searchPath, 'v_catalog', 'v_monitor', 'main'].map(quoteName).join(',');
    await this.connection.run(`set search_path = '${path.replaceAll("'", "''")}'`);
  }

  get status(): 'I' | 'T' | 'E' {
    return this.#transaction.status;
  }

  split(text: string): string[] {
    return splitStatements(text).filter((sql) => !isEmptyStatement(sql));
  }

  isCopy(sql: string): boolean {
    return /^(?:\s|--[^\n]*\n|\/\*[^]*?\*\/)*copy\b/i.test(sql);
  }

  describe(sql: string): Promise<BackendDescription> {
    return this.#guarded(async () => {
      const read = readStatement(sql);
      const { tag, kind } = read;
      if (kind === 'query') return { tag, ...(await this.#described(read)) };
      if (kind === 'change')
        return { tag, columns: [changed], parameters: (await this.#described(read)).parameters };
      if (kind === 'explain') return { tag, columns: [plan], parameters: [] };
      if (kind === 'show') return { tag, columns: this.#settings.show(read.items).columns, parameters: [] };
      return { tag, columns: null, parameters: [] };
    });
  }

  checkValues(types: readonly number[], values: readonly (string | null)[]): Promise<void> {
    return this.#guarded(() => checkValues(this.connection, types, values));
  }

  run(sql: string, parameters: readonly (string | null)[]): Promise<BackendResult> {
    return this.#guarded(async () => {
      const read = readStatement(sql);
      if (read.kind === 'transaction') return controlStatement(read.items, read.tag, this.#transaction);
      if (this.status === 'E')
        throw new BackendError('Current transaction is aborted; only ROLLBACK is accepted', '25V02');
      if (read.kind === 'definition' || read.kind === 'setting') return this.#runCommitting(read);
      const result = await this.#answer(read, parameters);
      if (this.#settings.autocommit && !this.#transaction.isExplicit) await this.#transaction.commit();
      return result;
    });
  }

  async copy(sql: string): Promise<CopySink> {
    const before = this.status;
    const chunks: Uint8Array[] = [];
    const { copy, open, commits, table } = await this.#guarded(() => this.#openCopy(sql));
    const giveUp = async (): Promise<void> => {
      copy.abort();
      await this.#undo(before);
    };
    const failing = async <T>(work: () => Promise<T>): Promise<T> => {
      try {
        return await work();
      } catch (error) {
        await giveUp();
        throw engineFailure(error);
      }
    };
    return {
      write: (chunk) =>
        failing(async () => {
          chunks.push(Uint8Array.from(chunk));
          copy.write(chunk);
        }),
      finish: () =>
        failing(async () => {
          const finished = await copy.finish();
          this.#wrote(table, async () => {
            const again = await open();
            for (const chunk of chunks) again.write(chunk);
            await again.finish();
          });
          if (commits) await this.#transaction.commit();
          return finished;
        }),
      abort: giveUp,
    };
  }

  cancel(): void {
    this.connection.interrupt();
  }

  async close(): Promise<void> {
    await this.#transaction.rollback();
    this.connection.closeSync();
  }

  async #guarded<T>(work: () => Promise<T>): Promise<T> {
    const before = this.status;
    try {
      return await work();
    } catch (error) {
      await this.#undo(before);
      throw engineFailure(error);
    }
  }

  /** A failed statement leaves no transaction behind that it would have begun, and nothing of itself in one that was. */
  async #undo(before: 'I' | 'T' | 'E'): Promise<void> {
    if (before === 'I') await this.#transaction.rollback();
    else if (this.status === 'T') await this.#transaction.undoStatement();
  }

  async #answer(read: ReadStatement, parameters: readonly (string | null)[]): Promise<BackendResult> {
    if (read.kind === 'show') return this.#settings.show(read.items);
    if (read.kind === 'change') return this.#change(read, parameters);
    this.#transaction.begin(false);
    const { columns, rows } = await this.#statement(read).read(parameters);
    if (read.kind === 'query') return { tag: read.tag, columns: named(columns, read.items), rows };
    const text = `emulator plan, not Vertica's:\n${rows.map((row) => row.at(-1) ?? '').join('\n')}`;
    return { tag: read.tag, columns: [plan], rows: text.split('\n').map((line) => [line]) };
  }

  async #change(read: ReadStatement, parameters: readonly (string | null)[]): Promise<BackendResult> {
    const table = await this.#target(read.items);
    await this.#open(table, read.tag === 'INSERT' ? 'insert' : 'exclusive');
    const work = () => this.#statement(read).change(parameters);
    const count = await work();
    if (read.tag !== 'DELETE') await refuseTooLong(this.connection, table);
    this.#wrote(table, work);
    return { tag: read.tag, columns: [changed], rows: [[String(count)]] };
  }

  async #openCopy(sql: string) {
    const statement = readCopy(tokenTree(sql), this.#database);
    if (this.status === 'E')
      throw new BackendError('Current transaction is aborted; only ROLLBACK is accepted', '25V02');
    const table = await findTable(this.connection, statement.names, this.#settings.searchPath);
    refuseSystem([table.schema]);
    await this.#open(table, 'insert');
    const open = async (): Promise<DuckDbCopy> => {
      const copy = new DuckDbCopy(this.server.wire.driver, this.connection, planOf(statement, table));
      await copy.open();
      return copy;
    };
    return { copy: await open(), open, table, commits: statement.commits && !isTemporary(table) };
  }

  async #open(table: FoundTable, mode: 'insert' | 'exclusive'): Promise<void> {
    const lock = isTemporary(table) ? null : `${table.schema}.${table.name}`.toLowerCase();
    await this.#transaction.open(lock, mode);
  }

  #wrote(table: FoundTable, repeat: () => Promise<unknown>): void {
    if (isTemporary(table) && this.#emptied.has(table.name.toLowerCase()))
      this.#transaction.fills(table.name);
    this.#transaction.wrote(repeat);
  }

  #target(items: readonly Item[]): Promise<FoundTable> {
    const into = findWord(items, targeting);
    const at = wordOf(items[0]) === 'update' ? 1 : into + 1;
    const { names } = readName(items, at, { database: this.#database });
    refuseSystem(names.length > 1 ? names : []);
    return findTable(this.connection, names, this.#settings.searchPath);
  }

  async #runCommitting(read: ReadStatement): Promise<BackendResult> {
    const { items, tag, kind } = read;
    if (this.server.strictTransactions && this.#transaction.matters)
      throw new BackendError(`emulator: strictTransactions: ${tag} commits the open transaction`, '25001');
    await this.#transaction.commit();
    if (kind === 'definition') await this.#define(items);
    else if (this.#settings.apply(items) === 'searchPath') await this.#setSearchPath();
    return { tag, columns: null, rows: [] };
  }

  async #define(items: readonly Item[]): Promise<void> {
    const { statements, emptied, mayOrphan } = generalDefinition(items, this.#translation([], null));
    if (statements.length === 0) return;
    await this.server.define(async () => {
      try {
        await this.connection.run(['begin transaction', ...statements, 'commit'].join(';\n'));
      } catch (error) {
        await this.connection.run('rollback').catch(() => undefined);
        throw error;
      }
      if (mayOrphan === true) await dropOrphans(this.connection);
    });
    if (emptied !== undefined) this.#emptied.add(emptied.toLowerCase());
  }

  async #described(read: ReadStatement) {
    const { columns, parameters } = await this.#statement(read).describe();
    return { columns: named(columns, read.items), parameters };
  }

  #statement({ items }: ReadStatement): DuckDbStatement {
    const start = hasWords(items, 0, 'at', 'epoch', 'latest') ? 3 : 0;
    return new DuckDbStatement(this.connection, this.server.wire, (parameters, inferred) =>
      translateItems(items.slice(start), this.#translation(parameters, inferred)),
    );
  }

  #translation(
    parameters: GeneralTranslation['parameters'],
    inferred: GeneralTranslation['inferred'],
  ): GeneralTranslation {
    const { strictTimeCasts, searchPath } = this.#settings;
    const [schema = 'public'] = searchPath;
    return { parameters, inferred, strictTimeCasts, user: this.#user, database: this.#database, schema };
  }
}

const targeting: ReadonlySet<string> = new Set(['into', 'from']);

function readStatement(sql: string): ReadStatement {
  const items = tokenTree(sql);
  if (items.length === 0) throw new BackendError('Empty statement', '42601');
  refuseForeign(items);
  return { items, ...statementKind(items) };
}

/** A sequence does not outlive the column that counts by it. */
async function dropOrphans(connection: DuckDBConnection): Promise<void> {
  const rows = (await connection.runAndReadAll(orphanQuery)).getRows();
  for (const names of rows) await connection.run(`drop sequence ${printName(names.map(String))}`);
}

function isTemporary({ schema }: FoundTable): boolean {
  return schema === 'temp';
}

function named(columns: readonly BackendColumn[], items: readonly Item[]): BackendColumn[] {
  const nameOf = columnNamer(items);
  return columns.map((column, index) => ({ ...column, name: nameOf(column.name, index, columns.length) }));
}
