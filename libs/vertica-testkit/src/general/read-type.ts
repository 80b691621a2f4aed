import type { ColumnType } from '../backend/column-type.ts';
import { BackendError } from '../backend/sql-backend.ts';
import { isGroup, hasWords, wordOf, type Item } from './token-tree.ts';

type TypeName = ColumnType['name'];

/** Spellings of one type, longest first where one begins like another. */
const spellings: readonly (readonly [string, TypeName])[] = [
  ['double precision', 'float'],
  ['character varying', 'varchar'],
  ['binary varying', 'varbinary'],
  ['long varchar', 'long varchar'],
  ['long varbinary', 'long varbinary'],
  ['int', 'int'],
  ['integer', 'int'],
  ['bigint', 'int'],
  ['smallint', 'int'],
  ['tinyint', 'int'],
  ['int8', 'int'],
  ['float', 'float'],
  ['float8', 'float'],
  ['real', 'float'],
  ['numeric', 'numeric'],
  ['decimal', 'numeric'],
  ['number', 'numeric'],
  ['money', 'numeric'],
  ['varchar', 'varchar'],
  ['char', 'char'],
  ['character', 'char'],
  ['boolean', 'boolean'],
  ['bool', 'boolean'],
  ['date', 'date'],
  ['timetz', 'timetz'],
  ['time', 'time'],
  ['timestamptz', 'timestamptz'],
  ['timestamp', 'timestamp'],
  ['datetime', 'timestamp'],
  ['smalldatetime', 'timestamp'],
  ['interval', 'interval'],
  ['varbinary', 'varbinary'],
  ['bytea', 'varbinary'],
  ['raw', 'varbinary'],
  ['binary', 'binary'],
  ['uuid', 'uuid'],
];

const complexTypes: ReadonlySet<string> = new Set(['array', 'set', 'row', 'map', 'geometry', 'geography']);
const intervalUnits: ReadonlySet<string> = new Set(['year', 'month', 'day', 'hour', 'minute', 'second']);

/** Precision and scale by spelling where none are written, as the manual has them. */
const numericDefaults: Readonly<Record<string, readonly [number, number]>> = {
  number: [38, 0],
  money: [18, 4],
};

/**
 * Reads the type that begins at a place.
 *
 * Shape: `next` = the place behind it.
 * Errors: `BackendError` 0A000 for types that are not emulated, 42704 for words that are none.
 */
export function readType(
  items: readonly Item[],
  at: number,
): { readonly type: ColumnType; readonly next: number } {
  const found = spellings.find(([words]) => hasWords(items, at, ...words.split(' ')));
  if (found === undefined) throw unknownType(wordOf(items[at]));
  const [words, name] = found;
  let next = at + words.split(' ').length;
  if (name === 'interval') return readInterval(items, next);
  const bounds = boundsOf(items[next]);
  if (bounds !== null) next += 1;
  const zoned = zoneOf(items, next, name);
  next += zoned.words;
  return { type: columnType(zoned.name, words, bounds ?? []), next };
}

/** A column's type where none is declared, for example of a query's result. */
export function plainType(name: TypeName): ColumnType {
  return { name, length: null, precision: name === 'numeric' ? 37 : 0, scale: 0 };
}

function columnType(name: TypeName, words: string, [first, second]: readonly number[]): ColumnType {
  if (name === 'numeric') {
    const [precision, scale] = numericDefaults[words] ?? [37, 15];
    return {
      name,
      length: null,
      precision: first ?? precision,
      scale: first === undefined ? scale : (second ?? 0),
    };
  }
  const isSized = /char|binary/.test(name);
  return { name, length: isSized ? (first ?? null) : null, precision: 0, scale: 0 };
}

/** The length of a column whose definition states none. Units: octets. */
export function declaredLength({ name, length }: ColumnType): number | null {
  if (length !== null) return length;
  if (name === 'varchar' || name === 'varbinary') return 80;
  if (name === 'char' || name === 'binary') return 1;
  return name.startsWith('long') ? 1_048_576 : null;
}

function boundsOf(item: Item | undefined): number[] | null {
  if (!isGroup(item) || item.open !== '(') return null;
  const numbers = item.items.flatMap((part) =>
    !isGroup(part) && part.token.kind === 'number' ? [Number(part.token.text)] : [],
  );
  return numbers.length === 0 ? null : numbers;
}

function zoneOf(
  items: readonly Item[],
  at: number,
  name: TypeName,
): { readonly name: TypeName; readonly words: number } {
  if (name !== 'time' && name !== 'timestamp') return { name, words: 0 };
  if (hasWords(items, at, 'without', 'time', 'zone')) return { name, words: 3 };
  if (!hasWords(items, at, 'with', 'time', 'zone')) return { name, words: 0 };
  return { name: name === 'time' ? 'timetz' : 'timestamptz', words: 3 };
}

function readInterval(
  items: readonly Item[],
  at: number,
): { readonly type: ColumnType; readonly next: number } {
  let next = at;
  const units: string[] = [];
  for (;;) {
    if (intervalUnits.has(wordOf(items[next]))) units.push(wordOf(items[next]));
    else if (wordOf(items[next]) !== 'to' && boundsOf(items[next]) === null) break;
    next += 1;
  }
  const isLong = units.some((unit) => unit === 'year' || unit === 'month');
  return { type: plainType(isLong ? 'interval year to month' : 'interval'), next };
}

function unknownType(word: string): BackendError {
  if (complexTypes.has(word)) return new BackendError(`emulator: type ${word} is not emulated`, '0A000');
  return new BackendError(`Type "${word}" does not exist`, '42704');
}
