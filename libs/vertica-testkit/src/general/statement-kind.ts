import { BackendError } from '../backend/sql-backend.ts';
import { findWord, hasWords, isGroup, symbolOf, wordOf, type Item } from './token-tree.ts';

export type StatementKind =
  'query' | 'explain' | 'change' | 'definition' | 'transaction' | 'setting' | 'show';

const kinds: Readonly<Record<string, StatementKind>> = {
  select: 'query',
  with: 'query',
  explain: 'explain',
  insert: 'change',
  update: 'change',
  delete: 'change',
  merge: 'change',
  create: 'definition',
  drop: 'definition',
  alter: 'definition',
  truncate: 'definition',
  begin: 'transaction',
  start: 'transaction',
  commit: 'transaction',
  end: 'transaction',
  rollback: 'transaction',
  abort: 'transaction',
  savepoint: 'transaction',
  release: 'transaction',
  set: 'setting',
  show: 'show',
};

/** Words of the engine that Vertica does not have; a statement with one of them must not pass here. */
const foreign: readonly (readonly string[])[] = [
  ['on', 'conflict'],
  ['returning'],
  ['qualify'],
  ['distinct', 'on'],
  ['group', 'by', 'all'],
  ['order', 'by', 'all'],
  ['asof', 'join'],
  ['positional', 'join'],
  ['semi', 'join'],
  ['anti', 'join'],
  ['pivot'],
  ['unpivot'],
  ['tablesample'],
  ['using', 'sample'],
  ['insert', 'or'],
  ['union', 'by', 'name'],
  ['union', 'all', 'by', 'name'],
];

/** What sort of statement this is, and the tag of its answer. Errors: `BackendError` 0A000 for what is none of them. */
export function statementKind(items: readonly Item[]): {
  readonly kind: StatementKind;
  readonly tag: string;
} {
  const [first] = items;
  const word = wordOf(first);
  if (isGroup(first) || isQueryOnly(items)) return { kind: 'query', tag: 'SELECT' };
  if (hasWords(items, 0, 'alter', 'session')) return { kind: 'setting', tag: 'ALTER SESSION' };
  const kind = Object.hasOwn(kinds, word) ? kinds[word] : undefined;
  if (kind === undefined)
    throw new BackendError(
      `emulator: statements that begin with "${firstText(first)}" are not emulated`,
      '0A000',
    );
  if (kind === 'query') return withChange(items);
  const second = kind === 'definition' ? ` ${wordOf(items[1]).toUpperCase()}` : '';
  return { kind, tag: `${word.toUpperCase()}${second}`.trim() };
}

/** Refuses what the engine would take and Vertica would not. Errors: `BackendError` 42601. */
export function refuseForeign(items: readonly Item[]): void {
  items.forEach((item, index) => {
    if (isGroup(item)) return refuseForeign(item.items);
    const isQualified = symbolOf(items[index - 1]) === '.' || symbolOf(items[index + 1]) === '.';
    if (isQualified || wordOf(items[index - 1]) === 'as') return;
    const found = foreign.find((words) => hasWords(items, index, ...words));
    if (found !== undefined && !isListed(items, index, found.length))
      throw new BackendError(`Syntax error at or near "${found.join(' ')}": this is no Vertica SQL`, '42601');
    if (
      symbolOf(item) === '*' &&
      /^(?:exclude|replace|rename)$/.test(wordOf(items[index + 1])) &&
      isGroup(items[index + 2])
    )
      throw new BackendError(`Syntax error at or near "${wordOf(items[index + 1])}"`, '42601');
  });
}

/** A single word between commas or operators is a column's name. */
function isListed(items: readonly Item[], at: number, length: number): boolean {
  if (length > 1) return false;
  const before = symbolOf(items[at - 1]);
  const after = items[at + 1];
  return before !== '' || symbolOf(after) !== '' || after === undefined || at === 0;
}

const changing: ReadonlySet<string> = new Set(['insert', 'update', 'delete']);

/** A list of common tables belongs to a query. */
function withChange(items: readonly Item[]): { readonly kind: StatementKind; readonly tag: string } {
  if (wordOf(items[0]) === 'with' && findWord(items, changing) > 0)
    throw new BackendError(
      'emulator: WITH in front of a change is not emulated; write it behind INSERT INTO',
      '0A000',
    );
  return { kind: 'query', tag: 'SELECT' };
}

/** AT EPOCH LATEST is what every query reads here. */
function isQueryOnly(items: readonly Item[]): boolean {
  return hasWords(items, 0, 'at', 'epoch', 'latest');
}

function firstText(item: Item | undefined): string {
  return item === undefined || isGroup(item) ? '' : item.token.text.slice(0, 40);
}
