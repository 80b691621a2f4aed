import type { DuckDBAppender, DuckDBConnection, DuckDBType } from '@duckdb/node-api';
import { isBinary } from './column-type.ts';
import { conversionOf } from './copy-conversion.ts';
import type { CopyPlan, CopyTarget } from './copy-plan.ts';
import type { CopyRecord, RecordReader } from './copy-reader.ts';
import { BackendError, type BackendResult } from './sql-backend.ts';
import { quoteName } from './table-definition.ts';
import { quoteText } from './translate-expression.ts';
import { bytesOf } from './wire-text.ts';

type Driver = typeof import('@duckdb/node-api');

const chunkRows = 2048;
const staging = 'vw copy stream';

/**
 * Loads one stream: records are staged as texts, then converted in one statement.
 *
 * Invariant: works inside the open transaction of its connection, which the caller rolls back after any error.
 */
export class DuckDbCopy {
  readonly #reader: RecordReader;
  readonly #streamed: readonly CopyTarget[];
  readonly #rejected: { readonly number: bigint; readonly reason: string }[] = [];
  #numbers: bigint[] = [];
  #columns: (string | null)[][];
  #appender: DuckDBAppender | null = null;

  constructor(
    readonly driver: Driver,
    readonly connection: DuckDBConnection,
    readonly plan: CopyPlan,
  ) {
    this.#reader = plan.openReader();
    this.#streamed = plan.targets.filter(({ constant }) => constant === null);
    this.#columns = this.#streamed.map(() => []);
  }

  async open(): Promise<void> {
    const columns = this.#streamed.map((_, index) => `, ${stagedName(index)} varchar`);
    await this.connection.run(
      `create or replace temp table ${quoteName(staging)} (row_no bigint${columns.join('')})`,
    );
    this.#appender = await this.connection.createAppender(staging, 'main', 'temp');
  }

  write(chunk: Uint8Array): void {
    for (const record of this.#reader.read(chunk)) this.#stage(record);
  }

  async finish(): Promise<{ readonly result: BackendResult; readonly rejected: readonly bigint[] }> {
    for (const record of this.#reader.finish()) this.#stage(record);
    this.#flush();
    this.#closeAppender();
    let next = 0;
    const conversions = this.plan.targets.map((target) =>
      conversionOf(
        target,
        target.constant === null ? stagedName(next++) : constantText(target.constant),
        this.plan.cuts,
      ),
    );
    const reason = `coalesce(${conversions.map((conversion) => conversion.reason).join(', ')}, null)`;
    await this.#collectRejected(reason);
    if (this.plan.mode === 'abort') this.#refuseFirst();
    const values = conversions.map(({ value }) => value);
    const loaded = await this.#insert(values, reason);
    await this.connection.run(`drop table temp.${quoteName(staging)}`);
    const columns = [{ name: 'Rows Loaded', oid: 6, typmod: -1 }];
    return {
      result: { tag: 'COPY', columns, rows: [[loaded.toString()]] },
      rejected: this.plan.mode === 'report' ? this.#rejectedNumbers() : [],
    };
  }

  /** Gives back what the engine holds; the staged rows go with the transaction. */
  abort(): void {
    this.#closeAppender();
  }

  #stage({ number, fields }: CopyRecord): void {
    if (fields === null) return this.#reject(number, 'octets that are no UTF-8');
    if (fields.length !== this.#streamed.length)
      return this.#reject(number, `${fields.length} fields, ${this.#streamed.length} columns`);
    const texts = fields.map((field, index) => this.#stagedText(field, index));
    if (texts.includes(undefined)) return this.#reject(number, 'Invalid octal escapes');
    this.#numbers.push(number);
    texts.forEach((text, index) => this.#columns[index]?.push(text ?? null));
    if (this.#numbers.length === chunkRows) this.#flush();
  }

  /** Binary columns are staged in hexadecimal. */
  #stagedText(field: string | null, index: number): string | null | undefined {
    const target = this.#streamed[index];
    if (field === null || target === undefined || target.format === 'hex' || !isBinary(target.column.type))
      return field;
    return bytesOf(field)?.toString('hex');
  }

  #reject(number: bigint, reason: string): void {
    this.#rejected.push({ number, reason });
  }

  #flush(): void {
    if (this.#numbers.length === 0) return;
    const { DuckDBDataChunk, BIGINT, VARCHAR } = this.driver;
    const types: DuckDBType[] = [BIGINT, ...this.#columns.map(() => VARCHAR)];
    const chunk = DuckDBDataChunk.create(types);
    chunk.setColumns([this.#numbers, ...this.#columns]);
    this.#appender?.appendDataChunk(chunk);
    this.#numbers = [];
    this.#columns = this.#columns.map(() => []);
  }

  async #collectRejected(reason: string): Promise<void> {
    const reader = await this.connection.runAndReadAll(
      `select row_no, ${reason} as reason from temp.${quoteName(staging)} where reason is not null order by row_no`,
    );
    for (const [number, text] of reader.getRows()) this.#reject(number as bigint, String(text));
  }

  #rejectedNumbers(): bigint[] {
    return this.#rejected.map(({ number }) => number).toSorted((a, b) => (a < b ? -1 : 1));
  }

  #refuseFirst(): void {
    const [first] = this.#rejected.toSorted((a, b) => (a.number < b.number ? -1 : 1));
    if (first === undefined) return;
    const text = `COPY: Input record ${first.number} has been rejected (${first.reason})`;
    throw new BackendError(text, '22V04');
  }

  async #insert(values: readonly string[], reason: string): Promise<bigint> {
    const { table, targets } = this.plan;
    const names = targets.map(({ column }) => quoteName(column.name)).join(', ');
    const { rowsChanged } = await this.connection.run(
      `insert into ${quoteName(table.schema)}.${quoteName(table.name)} (${names})
       select ${values.join(', ')} from temp.${quoteName(staging)} where ${reason} is null order by row_no`,
    );
    return BigInt(rowsChanged);
  }

  #closeAppender(): void {
    this.#appender?.closeSync();
    this.#appender = null;
  }
}

function stagedName(index: number): string {
  return `c${index}`;
}

function constantText(text: string): string {
  return `cast(${quoteText(text)} as varchar)`;
}
