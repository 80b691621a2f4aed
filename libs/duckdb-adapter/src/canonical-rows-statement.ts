import {
  SqlCompiler,
  VaultwrightError,
  type BulkLoad,
  type CanonicalRow,
  type CompiledStatement,
} from '@vaultwright/datavault-core';
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
          : type.kind === 'binary'
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
  return { sql, parameters: compiler.parameters };
}

/** Units: rows and UTF-16 units; beyond 20,000 rows a block gains nothing. */
const blockRows = 20_000;
const blockLength = 8_000_000;

/** Collects rows by column until a block is worth a statement. */
export class RowBlock {
  rows = 0;
  #length = 0;
  readonly #columns: string[][];

  constructor(readonly width: number) {
    this.#columns = Array.from({ length: width }, () => []);
  }

  get isFull(): boolean {
    return this.rows >= blockRows || this.#length >= blockLength;
  }

  /** Errors: `E-INTERNAL-ROW`. */
  add(row: CanonicalRow): void {
    if (row.length !== this.width) throw notCanonical(`${row.length} values`, `${this.width} values`);
    for (const [index, column] of this.#columns.entries()) {
      const value = row[index] ?? nullMark;
      if (value === nullMark && row[index] === nullMark)
        throw notCanonical('a value of the character U+0002', 'text without control bytes 0 to 3');
      column.push(value);
      this.#length += value.length + 1;
    }
    this.rows += 1;
  }

  /** Values of the statement's parameters. */
  values(load: BulkLoad): Record<string, string> {
    return Object.fromEntries([
      ...this.#columns.map((column, index) => [`block_${index}`, column.join(separator)] as const),
      ...Object.entries(constantValues(load)),
    ]);
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
