import type { CopyPlan } from '../backend/copy-plan.ts';
import { BackendError } from '../backend/sql-backend.ts';
import type { ColumnInfo, TableInfo } from '../backend/table-definition.ts';
import { literalText, nameText } from '../lint/literal-text.ts';
import { DelimitedReader, type DelimitedForm } from './delimited-reader.ts';
import { readName } from './names.ts';
import { hasWords, isGroup, symbolOf, wordOf, type Item } from './token-tree.ts';

/** A COPY from the stream of the client: where it goes, and what its options say. */
export interface CopyStatement {
  readonly names: readonly string[];
  /** Null when no columns are listed. */
  readonly columns: readonly string[] | null;
  readonly form: Omit<DelimitedForm, 'fields'>;
  readonly mode: CopyPlan['mode'];
  readonly cuts: boolean;
  readonly commits: boolean;
}

interface Options {
  delimiter: string;
  terminator: string;
  nullText: string;
  escape: string | null;
  enclosed: string | null;
  skip: number;
  trailingNulls: boolean;
  mode: CopyPlan['mode'];
  cuts: boolean;
  commits: boolean;
}

/** Reads a COPY statement. Errors: `BackendError` 0A000 for sources and options that are not emulated. */
export function readCopy(items: readonly Item[], database: string): CopyStatement {
  const { names, next } = readName(items, 1, { database });
  const list = items[next];
  const columns = isGroup(list) ? columnList(list.items) : null;
  const from = next + (columns === null ? 0 : 1);
  const source = hasWords(items, from, 'from', 'local') ? from + 2 : from + 1;
  if (wordOf(items[from]) !== 'from' || wordOf(items[source]) !== 'stdin')
    throw notEmulated('COPY from anything but STDIN');
  const options: Options = {
    delimiter: '|',
    terminator: '\n',
    nullText: '',
    escape: '\\',
    enclosed: null,
    skip: 0,
    trailingNulls: false,
    mode: 'skip',
    cuts: true,
    commits: true,
  };
  let at = source + 1;
  while (at < items.length) at = readOption(items, at, options);
  const { mode, cuts, commits, ...form } = options;
  return { names, columns, form, mode, cuts, commits };
}

/** What the copy does to a table that is there. Errors: `BackendError` 42703. */
export function planOf(
  { columns, form, mode, cuts }: CopyStatement,
  table: TableInfo & { readonly schema: string },
): CopyPlan {
  const targets = (columns ?? table.columns.map(({ name }) => name)).map((name) => ({
    column: columnOf(table, name),
    constant: null,
    format: 'octal' as const,
  }));
  return {
    table,
    targets,
    openReader: () => new DelimitedReader({ ...form, fields: targets.length }),
    mode,
    cuts,
  };
}

function columnOf(table: TableInfo, name: string): ColumnInfo {
  const column = table.columns.find((item) => item.name.toLowerCase() === name.toLowerCase());
  if (column !== undefined) return column;
  throw new BackendError(`Column "${name}" does not exist`, '42703');
}

function columnList(items: readonly Item[]): string[] {
  return items.flatMap((item, index) => {
    const isName = !isGroup(item) && (wordOf(item) !== '' || item.token.kind === 'quoted');
    const isComma = symbolOf(item) === ',';
    if (isName !== (index % 2 === 0) || isComma === isName)
      throw notEmulated('COPY with expressions, FILLER or FORMAT among its columns');
    return isName ? [nameText(item.token)] : [];
  });
}

const ignored: ReadonlySet<string> = new Set(['direct', 'trickle', 'auto', 'uncompressed']);

function readOption(items: readonly Item[], at: number, options: Options): number {
  const word = wordOf(items[at]);
  if (ignored.has(word)) return at + 1;
  switch (word) {
    case 'delimiter':
      return readText(items, at + 1, (text) => (options.delimiter = oneCharacter(text, 'DELIMITER')));
    case 'null':
      return readText(items, at + 1, (text) => (options.nullText = text));
    case 'escape':
      return readText(items, at + 1, (text) => (options.escape = oneCharacter(text, 'ESCAPE')));
    case 'enclosed':
      return readText(
        items,
        at + 1,
        (text) => (options.enclosed = text === '' ? null : oneCharacter(text, 'ENCLOSED BY')),
      );
    case 'skip':
      return readNumber(items, at + 1, (number) => (options.skip = number));
    case 'enforcelength':
      options.cuts = false;
      return at + 1;
    case 'returnrejected':
      options.mode = 'report';
      return at + 1;
    default:
      return readLongOption(items, at, options);
  }
}

function readLongOption(items: readonly Item[], at: number, options: Options): number {
  if (hasWords(items, at, 'no', 'escape')) options.escape = null;
  else if (hasWords(items, at, 'no', 'commit')) options.commits = false;
  else if (hasWords(items, at, 'trailing', 'nullcols')) options.trailingNulls = true;
  else if (hasWords(items, at, 'record', 'terminator'))
    return readText(items, at + 2, (text) => (options.terminator = text));
  else if (hasWords(items, at, 'stream', 'name')) return readText(items, at + 2, () => undefined);
  else if (hasWords(items, at, 'abort', 'on', 'error')) {
    options.mode = 'abort';
    return at + 3;
  } else throw notEmulated(`COPY .. ${wordOf(items[at]).toUpperCase()}`);
  return at + 2;
}

function readText(items: readonly Item[], at: number, take: (text: string) => void): number {
  const place = /^(?:as|by)$/.test(wordOf(items[at])) ? at + 1 : at;
  const item = items[place];
  const text =
    item !== undefined && !isGroup(item) && /string/i.test(item.token.kind) ? literalText(item.token) : null;
  if (text === null) throw new BackendError('Syntax error in COPY: a text is missing', '42601');
  take(text);
  return place + 1;
}

function readNumber(items: readonly Item[], at: number, take: (number: number) => void): number {
  const item = items[at];
  if (item === undefined || isGroup(item) || item.token.kind !== 'number')
    throw new BackendError('Syntax error in COPY: a number is missing', '42601');
  take(Number(item.token.text));
  return at + 1;
}

function oneCharacter(text: string, option: string): string {
  if (text.length === 1) return text;
  throw new BackendError(`COPY: ${option} must be a single character`, '22023');
}

function notEmulated(what: string): BackendError {
  return new BackendError(`emulator: ${what} is not emulated`, '0A000');
}
