import type { BackendColumn, BackendResult } from '../backend/sql-backend.ts';

/** Type numbers by name, for results that are written by hand. */
export const oid = {
  unknown: 4,
  bool: 5,
  int: 6,
  float: 7,
  char: 8,
  varchar: 9,
  date: 10,
  time: 11,
  timestamp: 12,
  timestamptz: 13,
  intervalDay: 14,
  timetz: 15,
  numeric: 16,
  varbinary: 17,
  uuid: 20,
  intervalYear: 114,
  longVarchar: 115,
  longVarbinary: 116,
  binary: 117,
} as const;

/** A value that `rowsOf` puts into the wire's text form. */
export type ScriptedValue = string | number | bigint | boolean | null;

/**
 * Rows as a SELECT gives them.
 *
 * Example: `rowsOf({ id: oid.int, name: oid.varchar }, [[9223372036854775807n, 'a']])`
 */
export function rowsOf(
  columns: Readonly<Record<string, number>>,
  rows: readonly (readonly ScriptedValue[])[] = [],
): BackendResult {
  return {
    tag: 'SELECT',
    columns: Object.entries(columns).map(([name, type]) => column(name, type)),
    rows: rows.map((row) => row.map(wireText)),
  };
}

/** What an INSERT, UPDATE or DELETE gives: its row count as a row of its own. */
export function countOf(tag: string, rows: number | bigint): BackendResult {
  return { tag, columns: [column('OUTPUT', oid.int)], rows: [[String(rows)]] };
}

/** What a COPY gives. */
export function loadedOf(rows: number | bigint): BackendResult {
  return { tag: 'COPY', columns: [column('Rows Loaded', oid.int)], rows: [[String(rows)]] };
}

/** What a statement without rows gives, for example COMMIT. */
export function doneOf(tag: string): BackendResult {
  return { tag, columns: null, rows: [] };
}

function column(name: string, type: number): BackendColumn {
  return { name, oid: type, typmod: -1 };
}

function wireText(value: ScriptedValue): string | null {
  if (value === null) return null;
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return String(value);
}
