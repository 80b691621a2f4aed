import { engineStatement } from '@vaultwright/datavault-core/sql';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineSource } from '@vaultwright/datavault-core';
import type { ColumnSet } from '@vaultwright/datavault-core/model';
import type {
  BulkLoad,
  CanonicalRow,
  RegularCsvFile,
  Session,
  Warehouse,
} from '@vaultwright/datavault-core/warehouse';
import { duckdbDialect } from '../src/duckdb-dialect.ts';
import { openDuckDb } from '../src/open-duckdb.ts';

const constants: BulkLoad['constants'] = [
  { column: 'load_id', type: { kind: 'text', length: 64 }, value: "L'1" },
  { column: 'load_dt', type: { kind: 'timestamp' }, value: '2022-01-01 00:00:00.000001' },
];

/** A private database and a folder for the files that a test loads into it. */
export class BulkLoadBench {
  #files = 0;

  private constructor(
    readonly folder: string,
    readonly warehouse: Warehouse,
    readonly session: Required<Session>,
  ) {}

  static async open(): Promise<BulkLoadBench> {
    const warehouse = await openDuckDb({ path: ':memory:' });
    const folder = mkdtempSync(join(tmpdir(), 'vaultwright-duckdb-'));
    return new BulkLoadBench(folder, warehouse, (await warehouse.connect()) as Required<Session>);
  }

  async close(): Promise<void> {
    await this.warehouse.close();
    rmSync(this.folder, { recursive: true });
  }

  /** A source with an empty table of its staged columns. */
  async staged(
    columns: ColumnSet,
    name = 'in',
    csv: { delimiter?: string; quote?: string | null } = {},
  ): Promise<BulkLoad> {
    const { contract } = defineSource('people', { columns, csv });
    const definitions = Object.entries(contract.columns).map(
      ([key, { type, nullable }]) => `"${key}" ${duckdbDialect.typeName(type)}${nullable ? '' : ' not null'}`,
    );
    await this.run(
      `create schema if not exists stage; create table stage."${name}" ("load_dt" timestamp, ${definitions.join(', ')}, "load_id" varchar)`,
    );
    return { target: { schema: 'stage', name }, source: contract, constants };
  }

  /** Writes a file and says of it what a scan would. */
  csvFile(content: string, fileColumns: readonly (string | null)[], records: number): RegularCsvFile {
    const path = join(this.folder, `f${(this.#files += 1)}`);
    writeFileSync(path, content);
    const longestRecord = content
      .split('\n')
      .reduce((longest, line) => Math.max(longest, Buffer.byteLength(line)), 0);
    return { path, fileColumns, records, longestRecord, newline: content.includes('\r\n') ? 'crlf' : 'lf' };
  }

  /** Canonical text of all stored rows, sorted. */
  async dump({ target, source }: BulkLoad): Promise<unknown[]> {
    const columns = Object.entries(source.columns).map(([name, { type }]) =>
      type.kind === 'float' ? `"${name}"` : `${duckdbDialect.canonicalText(`"${name}"`, type)} as "${name}"`,
    );
    const sql = `select ${columns.join(', ')}, "load_id", "load_dt" from "stage"."${target.name}" order by all`;
    return this.session.query(engineStatement('query', sql));
  }

  /** What became of a regular file: the error, or the rows stored. */
  async outcome(load: BulkLoad, file: RegularCsvFile): Promise<unknown> {
    return this.session.loadRegularFile(load, file).then(
      (stored) => ({ stored }),
      (error: unknown) => error,
    );
  }

  async run(sql: string): Promise<void> {
    await this.session.execute(engineStatement('dml', sql));
  }
}

export async function* batches(
  ...rows: (readonly CanonicalRow[])[]
): AsyncGenerator<readonly CanonicalRow[]> {
  yield* rows;
}
