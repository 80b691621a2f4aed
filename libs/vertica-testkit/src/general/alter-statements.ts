import { catalogueSpelling, engineType } from '../backend/column-type.ts';
import { BackendError } from '../backend/sql-backend.ts';
import { quoteName } from '../backend/table-definition.ts';
import { quoteText } from '../backend/translate-expression.ts';
import { nameText } from '../lint/literal-text.ts';
import { printName, readCondition, readName, refuseSystem } from './names.ts';
import { readColumn } from './read-columns.ts';
import { declaredLength, readType } from './read-type.ts';
import { hasWords, isGroup, wordOf, type Item } from './token-tree.ts';
import { translateItems, type GeneralTranslation } from './translate-text.ts';

/** Clauses that change how a table is kept, and nothing that could be asked for here. */
const physical: ReadonlySet<string> = new Set(['partition', 'set', 'remove', 'force']);

/** Reads ALTER TABLE and ALTER VIEW. Errors: `BackendError` for what is not emulated. */
export function alterStatements(items: readonly Item[], state: GeneralTranslation): string[] {
  const object = wordOf(items[1]);
  if (object !== 'table' && object !== 'view') throw notEmulated(`ALTER ${object.toUpperCase()}`);
  const condition = readCondition(items, 2);
  const { names, next } = readName(items, condition.next, state);
  refuseSystem(names);
  const place = printName(names);
  const opening = `alter ${object} ${condition.text}${place}`;
  const rest = items.slice(next);
  if (hasWords(rest, 0, 'rename', 'to'))
    return [`${opening} rename to ${printName(readName(rest, 2, state).names.slice(-1))}`];
  if (object === 'view') throw notEmulated('ALTER VIEW other than RENAME TO');
  return alterTable(rest, opening, place, state);
}

function alterTable(
  items: readonly Item[],
  opening: string,
  place: string,
  state: GeneralTranslation,
): string[] {
  if (hasWords(items, 0, 'set', 'schema')) throw notEmulated('ALTER TABLE .. SET SCHEMA');
  switch (wordOf(items[0])) {
    case 'rename': {
      const at = wordOf(items[1]) === 'column' ? 2 : 1;
      return [`${opening} rename column ${columnAt(items, at)} to ${columnAt(items, at + 2)}`];
    }
    case 'add':
      return addition(items, opening, place, state);
    case 'drop': {
      if (wordOf(items[1]) === 'constraint') return [];
      const at = wordOf(items[1]) === 'column' ? 2 : 1;
      const condition = readCondition(items, at);
      return [`${opening} drop column ${condition.text}${columnAt(items, condition.next)}`];
    }
    case 'alter':
      return alterColumn(items, opening, place, state);
    default:
      if (physical.has(wordOf(items[0]))) return [];
      throw notEmulated(`ALTER TABLE .. ${wordOf(items[0]).toUpperCase()}`);
  }
}

function addition(
  items: readonly Item[],
  opening: string,
  place: string,
  state: GeneralTranslation,
): string[] {
  const at = wordOf(items[1]) === 'column' ? 2 : 1;
  if (/^(?:constraint|primary|unique|foreign|check)$/.test(wordOf(items[at]))) {
    if (wordOf(items.at(-1)) === 'enabled' || items.some((item) => wordOf(item) === 'check'))
      throw notEmulated('adding an enabled constraint');
    return [];
  }
  const condition = readCondition(items, at);
  const column = readColumn(items.slice(condition.next), state);
  return [
    `${opening} add column ${condition.text}${column.words}`,
    `comment on column ${place}.${quoteName(column.name)} is ${quoteText(column.comment)}`,
  ];
}

function alterColumn(
  items: readonly Item[],
  opening: string,
  place: string,
  state: GeneralTranslation,
): string[] {
  const at = wordOf(items[1]) === 'column' ? 2 : 1;
  const column = columnAt(items, at);
  const change = items.slice(at + 1);
  const altered = `${opening} alter column ${column}`;
  if (hasWords(change, 0, 'set', 'data', 'type')) {
    const { type } = readType(change, 3);
    const declared = catalogueSpelling({ ...type, length: declaredLength(type) });
    return [
      `${altered} set data type ${engineType(type)}`,
      `comment on column ${place}.${column} is ${quoteText(declared)}`,
    ];
  }
  if (hasWords(change, 0, 'set', 'default'))
    return [`${altered} set default (${translateItems(change.slice(2), state).trim()})`];
  const words = change.map((item) => wordOf(item)).join(' ');
  if (/^(?:set|drop) not null$|^drop default$/.test(words)) return [`${altered} ${words}`];
  throw notEmulated(`ALTER COLUMN .. ${words.toUpperCase()}`);
}

function columnAt(items: readonly Item[], at: number): string {
  const item = items[at];
  if (item === undefined || isGroup(item))
    throw new BackendError('Syntax error: the name of a column is missing', '42601');
  return quoteName(nameText(item.token));
}

function notEmulated(what: string): BackendError {
  return new BackendError(`emulator: ${what} is not emulated`, '0A000');
}
