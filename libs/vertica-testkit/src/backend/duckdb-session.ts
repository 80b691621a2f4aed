import type { DuckDBConnection } from '@duckdb/node-api';
import { analyzeStatement, type StatementAnalysis } from '../lint/analyze-statement.ts';
import type { LintOptions } from '../lint/lint-options.ts';
import type { LintRule } from '../lint/lint-rule.ts';
import { childNode, type SyntaxNode } from '../lint/syntax-node.ts';
import type { Catalogue } from './catalogue.ts';
import { copyPlan } from './copy-plan.ts';
import { DuckDbCopy } from './duckdb-copy.ts';
import { runDefinition, type WorkTables } from './duckdb-definitions.ts';
import { DuckDbStatement } from './duckdb-statement.ts';
import { engineFailure } from './engine-failure.ts';
import { EngineTransaction } from './engine-transaction.ts';
import { runControl } from './run-control.ts';
import { SessionSettings } from './session-settings.ts';
import {
  BackendError,
  type BackendDescription,
  type BackendResult,
  type BackendSession,
  type CopySink,
} from './sql-backend.ts';
import { objectName, type TableInfo } from './table-definition.ts';
import type { TableLocks } from './table-locks.ts';
import { translateStatement } from './translate-statement.ts';
import type { WireText } from './wire-text.ts';

/** What the sessions of one server share. */
export interface SharedServer {
  readonly wire: WireText;
  readonly catalogue: Catalogue;
  readonly locks: TableLocks;
  readonly strictTransactions: boolean;
  readonly allow: readonly LintRule[];
  readonly replaceable: NonNullable<LintOptions['replaceable']>;
  /** Runs definitions one after another. */
  readonly define: <T>(work: () => Promise<T>) => Promise<T>;
}

type ReadStatement = StatementAnalysis & { readonly root: SyntaxNode };

/** Statements whose analysis a session remembers. */
const mostAnalyses = 1000;

const changed = { name: 'OUTPUT', oid: 6, typmod: -1 };

/** One client's session: lint, transaction rules, then the engine. */
export class DuckDbBackendSession implements BackendSession {
  readonly #transaction: EngineTransaction;
  readonly #settings: SessionSettings;
  readonly #workTables: WorkTables = new Map();
  readonly #analyses = new Map<string, ReadStatement>();

  constructor(
    readonly server: SharedServer,
    readonly connection: DuckDBConnection,
    startup: ReadonlyMap<string, string>,
  ) {
    this.#transaction = new EngineTransaction(connection, server.locks);
    this.#settings = new SessionSettings(startup.get('autocommit') === 'on');
  }

  get status(): 'I' | 'T' | 'E' {
    return this.#transaction.status;
  }

  isCopy(sql: string): boolean {
    return /^(?:\s|--[^\n]*\n|\/\*[^]*?\*\/)*copy\b/i.test(sql);
  }

  async describe(sql: string): Promise<BackendDescription> {
    return this.#guarded(async () => {
      const read = this.#read(sql);
      const { tag } = read;
      if (read.class === 'dml') {
        const { parameters } = await this.#statement(read).describe();
        return { tag, columns: [changed], parameters };
      }
      if (!isReading(read)) return { tag, columns: null, parameters: [] };
      return { tag, ...(await this.#statement(read).describe()) };
    });
  }

  async run(sql: string, parameters: readonly (string | null)[]): Promise<BackendResult> {
    return this.#guarded(async () => {
      const read = this.#read(sql, parameters.length);
      if (read.class === 'transaction') return runControl(read.tag, this.#transaction);
      this.#refuseWhenFailed();
      if (read.class === 'ddl' || read.class === 'meta') return this.#runCommitting(read, parameters);
      const result =
        read.class === 'dml' ? await this.#change(read, parameters) : await this.#query(read, parameters);
      if (this.#settings.autocommit && !this.#transaction.isExplicit) await this.#transaction.commit();
      return result;
    });
  }

  async copy(sql: string): Promise<CopySink> {
    const before = this.status;
    const copy = await this.#guarded(async () => {
      const { root } = this.#read(sql);
      this.#refuseWhenFailed();
      const plan = copyPlan(root, this.server.catalogue);
      await this.#transaction.write(lockName([plan.table.schema, plan.table.name]), 'insert');
      const opened = new DuckDbCopy(this.server.wire.driver, this.connection, plan);
      await opened.open();
      return opened;
    });
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
      write: (chunk) => failing(async () => copy.write(chunk)),
      finish: () =>
        failing(async () => {
          const finished = await copy.finish();
          this.#transaction.wrote();
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

  /** A failed statement leaves no transaction behind that it would have begun. */
  async #undo(before: 'I' | 'T' | 'E'): Promise<void> {
    if (before === 'I') await this.#transaction.rollback();
    else if (this.status === 'T') await this.#transaction.undoStatement();
  }

  /** Invariant: what is remembered was found clean among the work tables there are now. */
  #read(sql: string, parameters?: number): ReadStatement {
    const known = this.#analyses.get(sql);
    if (known !== undefined && (parameters ?? known.parameters) === known.parameters) return known;
    const read = this.#analyze(sql, parameters);
    if (this.#analyses.size >= mostAnalyses) this.#analyses.clear();
    this.#analyses.set(sql, read);
    return read;
  }

  #analyze(sql: string, parameters?: number): ReadStatement {
    const analysis = analyzeStatement(sql, {
      allow: this.server.allow,
      replaceable: this.server.replaceable,
      workTables: [...this.#workTables.values()].map(({ name }) => name),
      ...(parameters === undefined ? {} : { parameters }),
    });
    const [finding] = analysis.findings;
    const { root } = analysis;
    if (finding !== undefined || root === null) {
      const { rule, message, offset } = finding ?? { rule: 'shape', message: '', offset: 0 };
      throw new BackendError(
        `emulator: statement refused by lint rule ${rule} at ${offset}: ${message}`,
        '0A000',
      );
    }
    return { ...analysis, root };
  }

  #refuseWhenFailed(): void {
    if (this.status !== 'E') return;
    throw new BackendError('Current transaction is aborted; only ROLLBACK is accepted', '25V02');
  }

  async #runCommitting(read: ReadStatement, parameters: readonly (string | null)[]): Promise<BackendResult> {
    if (this.server.strictTransactions && this.#transaction.matters) {
      throw new BackendError(
        `emulator: strictTransactions: ${read.tag} commits the open transaction`,
        '25001',
      );
    }
    await this.#transaction.commit();
    if (isReading(read)) return { tag: read.tag, ...(await this.#statement(read).read(parameters)) };
    const setting = childNode(read.root, 'setting');
    if (setting !== null) this.#settings.apply(setting);
    else {
      const workTables = this.#workTables.size;
      await this.server.define(() => runDefinition(read.root, this.#place, this.#newState()));
      if (this.#workTables.size !== workTables) this.#analyses.clear();
    }
    return { tag: read.tag, columns: null, rows: [] };
  }

  async #query(read: ReadStatement, parameters: readonly (string | null)[]): Promise<BackendResult> {
    this.#transaction.begin(false);
    const { columns, rows } = await this.#statement(read).read(parameters);
    if (read.tag !== 'EXPLAIN') return { tag: read.tag, columns, rows };
    const text = `emulator plan, not Vertica's:\n${rows.map((row) => row.at(-1) ?? '').join('\n')}`;
    const lines = text.split('\n').map((line) => [line]);
    return { tag: read.tag, columns: [{ name: 'QUERY PLAN', oid: 9, typmod: -1 }], rows: lines };
  }

  async #change(read: ReadStatement, parameters: readonly (string | null)[]): Promise<BackendResult> {
    const names = objectName(read.root);
    const [workTable] = names;
    const isWork = names.length === 1 && workTable !== undefined;
    const statement = this.#statement(read);
    await this.#transaction.write(
      isWork ? null : lockName(names),
      read.tag === 'INSERT' ? 'insert' : 'exclusive',
    );
    if (isWork && this.#workTables.get(workTable.toLowerCase())?.isEmptiedAtEnd === true)
      this.#transaction.fills(workTable);
    const count = await statement.change(parameters);
    this.#transaction.wrote();
    return { tag: read.tag, columns: [changed], rows: [[String(count)]] };
  }

  #statement({ root, tag }: ReadStatement): DuckDbStatement {
    const table = tag === 'INSERT' ? this.#target(objectName(root)) : null;
    const { strictTimeCasts } = this.#settings;
    return new DuckDbStatement(this.connection, this.server.wire, (parameters, inferred) =>
      translateStatement(root, tag, { parameters, inferred, strictTimeCasts }, table),
    );
  }

  #target([first = '', second]: readonly string[]): TableInfo {
    const table =
      second === undefined
        ? this.#workTables.get(first.toLowerCase())
        : this.server.catalogue.table(first, second);
    if (table) return table;
    throw new BackendError(
      `Relation "${second === undefined ? first : `${first}.${second}`}" does not exist`,
      '42V01',
    );
  }

  get #place() {
    return { connection: this.connection, catalogue: this.server.catalogue, workTables: this.#workTables };
  }

  #newState() {
    return { parameters: [], inferred: null, strictTimeCasts: this.#settings.strictTimeCasts };
  }
}

function isReading({ class: statementClass, root }: ReadStatement): boolean {
  return statementClass === 'query' || (statementClass === 'meta' && childNode(root, 'query') !== null);
}

function lockName(names: readonly string[]): string {
  return names.join('.').toLowerCase();
}
