import { VaultwrightError } from '@vaultwright/datavault-core';
import { SqlCompiler, type CompiledStatement } from '@vaultwright/datavault-core/sql';
import type { BulkLoad, CanonicalRow } from '@vaultwright/datavault-core/warehouse';
import { duckdbDialect } from './duckdb-dialect.ts';
import { constantValues, insertStaged } from './insert-staged.ts';

// No value of a canonical row holds these bytes: files with control bytes 1 to 3 are rejected record by record.
const separator = '\u0001';
const nullMark = '\u0002';

/**
 * Stores a block of canonical rows that comes as one parameter per column, its values joined into one text.
 *
 * Splitting and casting in the engine is half again as fast as filling typed vectors through the driver, keeps the
 * work off the event loop, and uses the very casts of the file road.
 */
export function canonicalRowsStatement(load: BulkLoad): CompiledStatement {
  const compiler = new SqlCompiler(duckdbDialect);
  const stored = Object.entries(load.source.columns).map(([name, { type }], index) => {
    const text = `nullif(block.c${index}, chr(2))`;
    return {
      name,
      value:
        type.kind === 'text'
          ? text
          : duckdbDialect.typeName(type) === 'blob'
            ? `unhex(${text})`
            : `cast(${text} as ${duckdbDialect.typeName(type)})`,
    };
  });
  const parts = stored.map((_, index) => {
    const block = compiler.parameter({ name: `block_${index}`, type: { kind: 'text', length: 1 } });
    return `unnest(string_split(${block}, chr(1))) as c${index}`;
  });
  const rows = `(
    select
      ${parts.join(',\n      ')}
  ) as block`;
  const sql = insertStaged(load, stored, rows, compiler);
  return { sql, parameters: compiler.parameters, class: 'dml' };
}

/** Units: rows and UTF-16 units; beyond 20,000 rows a block gains nothing. */
const blockRows = 20_000;
const blockLength = 8_000_000;

/** Units: rows; values are joined while they are young, or the garbage collector would carry each of them along. */
const joinedRows = 500;

/** Collects rows by column until a block is worth a statement. */
export class RowBlock {
  rows = 0;
  #length = 0;
  readonly #recent: string[][];
  readonly #joined: string[][];

  constructor(readonly width: number) {
    this.#recent = Array.from({ length: width }, () => []);
    this.#joined = Array.from({ length: width }, () => []);
  }

  get isFull(): boolean {
    return this.rows >= blockRows || this.#length >= blockLength;
  }

  /** Errors: `E-INTERNAL-ROW`. */
  add(row: CanonicalRow): void {
    if (row.length !== this.width) throw notCanonical(`${row.length} values`, `${this.width} values`);
    for (let index = 0; index < this.width; index += 1) {
      const given = row[index] ?? null;
      if (given === nullMark)
        throw notCanonical('a value of the character U+0002', 'text without control bytes 0 to 3');
      const value = given ?? nullMark;
      this.#recent[index]?.push(value);
      this.#length += value.length + 1;
    }
    this.rows += 1;
    if (this.rows % joinedRows === 0) this.#join();
  }

  /** Values of the statement's parameters; the block must not be empty. */
  values(load: BulkLoad): Record<string, string> {
    if (this.rows % joinedRows !== 0) this.#join();
    return Object.fromEntries([
      ...this.#joined.map((texts, index) => [`block_${index}`, texts.join(separator)] as const),
      ...Object.entries(constantValues(load)),
    ]);
  }

  #join(): void {
    for (const [index, values] of this.#recent.entries()) {
      this.#joined[index]?.push(values.join(separator));
      values.length = 0;
    }
  }
}

function notCanonical(found: string, allowed: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-INTERNAL-ROW',
    family: 'internal',
    title: 'a row to store is not canonical',
    where: 'canonical rows',
    found,
    allowed,
    fix: 'report this as a defect of the parser that made the row',
  });
}
