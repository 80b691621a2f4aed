import { BackendError } from '../backend/sql-backend.ts';
import { quoteText } from '../backend/translate-expression.ts';
import { printName } from './names.ts';
import { isGroup, printItems, splitAtCommas, wordOf, type Item } from './token-tree.ts';

/** How the values of an IDENTITY column follow one another. */
export interface Identity {
  readonly start: string;
  readonly increment: string;
  /** The place behind it. */
  readonly next: number;
}

/** What marks the sequence of an IDENTITY column in the engine. */
const mark = 'vw identity';

/**
 * Reads IDENTITY or AUTO_INCREMENT, which stand where other columns have their type; null where neither does.
 *
 * Shape: no number or one, which is a cache, count from 1 by 1; two or three are the start, the increment and the cache.
 * Errors: `BackendError` 42601.
 */
export function readIdentity(items: readonly Item[], at: number): Identity | null {
  if (!/^(?:identity|auto_increment)$/.test(wordOf(items[at]))) return null;
  const group = items[at + 1];
  if (!isGroup(group)) return { start: '1', increment: '1', next: at + 1 };
  const numbers = splitAtCommas(group.items).map((part) => printItems(part).replaceAll(' ', ''));
  if (numbers.length > 3 || numbers.some((number) => !/^[-+]?[0-9]+$/.test(number)))
    throw new BackendError('Syntax error: IDENTITY takes a start, an increment and a cache', '42601');
  const [start = '1', increment = '1'] = numbers.length > 1 ? numbers : [];
  return { start, increment, next: at + 2 };
}

/** The sequence of a column as the manual names it. */
export function identitySequence(table: readonly string[], column: string): readonly string[] {
  return [...table.slice(0, -1), `${table.at(-1) ?? ''}_${column}_seq`];
}

/** The engine's own bounds of a sequence that goes down end below its start. */
const widest = 'minvalue -9223372036854775808 maxvalue 9223372036854775807';

/** Statements of the engine that make the sequence. */
export function sequenceStatements(name: readonly string[], { start, increment }: Identity): string[] {
  const place = printName(name);
  return [
    `create sequence if not exists ${place} start with ${start} increment by ${increment} ${widest}`,
    `comment on sequence ${place} is '${mark}'`,
  ];
}

/** The default that takes the next number. */
export function nextNumber(name: readonly string[]): string {
  return `default nextval(${quoteText(printName(name))})`;
}

/** True for a column whose default counts by a sequence of its own; `column_default` is its engine's text. */
export const isIdentity = `exists (select 1 from duckdb_sequences() as counting where counting.comment = '${mark}'
  and contains(column_default, ${engineName('counting')}))`;

/** Sequences whose column is gone. */
export const orphanQuery = `select schema_name, sequence_name from duckdb_sequences() as counting
  where comment = '${mark}' and not exists (select 1 from duckdb_columns()
    where contains(column_default, ${engineName('counting')}))`;

function engineName(alias: string): string {
  const part = (column: string) => `replace(${alias}.${column}, '"', '""')`;
  return `'"' || ${part('schema_name')} || '"."' || ${part('sequence_name')} || '"'`;
}
