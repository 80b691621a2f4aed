import { BackendError } from '../backend/sql-backend.ts';
import { quoteText } from '../backend/translate-expression.ts';
import { alterStatements } from './alter-statements.ts';
import { printName, readCondition, readName, refuseSystem } from './names.ts';
import { readColumns, type EngineColumn } from './read-columns.ts';
import { findWord, hasWords, isGroup, splitAtCommas, wordOf, type Item } from './token-tree.ts';
import { translateItems, type GeneralTranslation } from './translate-text.ts';

/** What a definition does: statements of the engine, in order, in a transaction of their own. */
export interface GeneralDefinition {
  readonly statements: readonly string[];
  /** A temporary table that the end of every transaction empties. */
  readonly emptied?: string;
  /** Sequences of columns that count by themselves may have lost their column. */
  readonly mayOrphan?: boolean;
}

/** Reads CREATE, ALTER, DROP and TRUNCATE. Errors: `BackendError` for what is not emulated. */
export function generalDefinition(items: readonly Item[], state: GeneralTranslation): GeneralDefinition {
  const second = wordOf(items[1]);
  switch (wordOf(items[0])) {
    case 'drop':
      return { statements: dropStatements(items, state), mayOrphan: true };
    case 'alter':
      return { statements: alterStatements(items, state), mayOrphan: true };
    case 'truncate': {
      const { names } = readName(items, second === 'table' ? 2 : 1, state);
      refuseSystem(names);
      return { statements: [`delete from ${printName(names)}`] };
    }
    default:
      return create(items, state);
  }
}

function create(items: readonly Item[], state: GeneralTranslation): GeneralDefinition {
  const at = wordOf(items[1]) === 'or' ? 3 : 1;
  const words = [at, at + 1, at + 2].map((place) => wordOf(items[place]));
  const isTemporary = words.slice(0, 2).some((word) => word === 'temp' || word === 'temporary');
  const scope = words[0] === 'local' || words[0] === 'global' ? 1 : 0;
  const object = at + scope + (isTemporary ? 1 : 0);
  switch (wordOf(items[object])) {
    case 'schema':
      return { statements: [createSchema(items, object + 1, state)] };
    case 'table':
      return createTable(items, object + 1, isTemporary, state);
    case 'view':
      return { statements: [createView(items, object + 1, at > 1, state)] };
    case 'sequence':
      return { statements: [`create sequence ${translateItems(items.slice(object + 1), state).trim()}`] };
    default:
      throw notEmulated(`CREATE ${words.join(' ').trim().toUpperCase()}`);
  }
}

function createSchema(items: readonly Item[], at: number, state: GeneralTranslation): string {
  const condition = readCondition(items, at);
  const { names } = readName(items, condition.next, { database: state.database });
  return `create schema ${condition.text}${printName(names.slice(-1))}`;
}

function createView(
  items: readonly Item[],
  at: number,
  replaces: boolean,
  state: GeneralTranslation,
): string {
  const condition = readCondition(items, at);
  const { names, next } = readName(items, condition.next, state);
  refuseSystem(names);
  const as = findWord(items, new Set(['as']), next);
  if (as < 0) throw new BackendError('Syntax error in CREATE VIEW: AS is missing', '42601');
  const list = isGroup(items[next]) ? translateItems([items[next]], state) : '';
  const opening = replaces ? 'create or replace view ' : `create view ${condition.text}`;
  return `${opening}${printName(names)}${list} as ${translateItems(items.slice(as + 1), state)}`;
}

function createTable(
  items: readonly Item[],
  at: number,
  isTemporary: boolean,
  state: GeneralTranslation,
): GeneralDefinition {
  const condition = readCondition(items, at);
  const { names, next } = readName(items, condition.next, state);
  refuseSystem(names);
  const name = names.at(-1) ?? '';
  const target = isTemporary ? printName([name]) : printName(names);
  const opening = `create ${isTemporary ? 'temp ' : ''}table ${condition.text}${target}`;
  const list = items[next];
  const as = findWord(items, new Set(['as']), next);
  const isEmptied = isTemporary && !hasPreservedRows(items);
  const end = isEmptied ? { emptied: name } : {};
  if (as >= 0) return { statements: [createAs(items, { next, as, opening }, state)], ...end };
  if (!isGroup(list)) throw notEmulated('CREATE TABLE without a list of columns or a query');
  refuseUnknownClause(items[next + 1]);
  const full = names.length > 1 ? names : [state.schema, name];
  const { columns, constraints } = readColumns(list, state, isTemporary ? null : full);
  const before = columns.flatMap((column) => column.before);
  const place = isTemporary ? `temp.${target}` : target;
  return {
    statements: [
      ...before,
      `${opening} (${[...columns.map(({ words }) => words), ...constraints].join(', ')})`,
      ...columns.map((column) => commentStatement(place, column)),
    ],
    mayOrphan: before.length > 0,
    ...end,
  };
}

/** Remembers a declared type with its column. */
export function commentStatement(place: string, { name, comment }: EngineColumn): string {
  return `comment on column ${place}.${printName([name])} is ${quoteText(comment)}`;
}

/** Without a word about it the rows of a temporary table end with their transaction. */
function hasPreservedRows(items: readonly Item[]): boolean {
  return items.some((_, index) => hasWords(items, index, 'on', 'commit', 'preserve'));
}

const clauses: ReadonlySet<string> = new Set(
  'on no include exclude order segmented unsegmented encoded ksafe partition set direct'.split(' '),
);

/** How rows are kept means nothing here; what is no clause about that is refused. */
function refuseUnknownClause(item: Item | undefined): void {
  if (item !== undefined && !clauses.has(wordOf(item)))
    throw notEmulated(`"${isGroup(item) ? '(' : item.token.text}" behind the columns of CREATE TABLE`);
}

const physical: ReadonlySet<string> = new Set(['segmented', 'unsegmented', 'encoded', 'ksafe', 'partition']);

function createAs(
  items: readonly Item[],
  { next, as, opening }: { readonly next: number; readonly as: number; readonly opening: string },
  state: GeneralTranslation,
): string {
  if (isGroup(items[next])) throw notEmulated('CREATE TABLE with a list of columns and a query');
  const rest = items.slice(as + 1);
  const start = hasWords(rest, 0, 'at', 'epoch', 'latest') ? 3 : 0;
  const clause = findWord(rest, physical, start);
  const query = rest.slice(start, clause < 0 ? rest.length : clause);
  // Behind a query in brackets ORDER BY is the order in which rows are kept.
  const isBracketed = isGroup(query[0]) && (query.length === 1 || wordOf(query[1]) === 'order');
  return `${opening} as ${translateItems(isBracketed ? query.slice(0, 1) : query, state).trim()}`;
}

const dropped: ReadonlySet<string> = new Set(['table', 'view', 'schema', 'sequence']);

function dropStatements(items: readonly Item[], state: GeneralTranslation): string[] {
  const object = wordOf(items[1]);
  if (!dropped.has(object)) throw notEmulated(`DROP ${object.toUpperCase()}`);
  const condition = readCondition(items, 2);
  const last = wordOf(items.at(-1));
  const isEnded = last === 'cascade' || last === 'restrict';
  return splitAtCommas(items.slice(condition.next, isEnded ? -1 : undefined)).map((part) => {
    const { names } = readName(part, 0, state);
    const own = object === 'schema' ? names.slice(-1) : names;
    refuseSystem(own);
    return `drop ${object} ${condition.text}${printName(own)}${last === 'cascade' ? ' cascade' : ''}`;
  });
}

function notEmulated(what: string): BackendError {
  return new BackendError(`emulator: ${what} is not emulated`, '0A000');
}
