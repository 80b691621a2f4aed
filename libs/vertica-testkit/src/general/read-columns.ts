import { catalogueSpelling, engineType, type ColumnType } from '../backend/column-type.ts';
import { BackendError } from '../backend/sql-backend.ts';
import { quoteName } from '../backend/table-definition.ts';
import { nameText } from '../lint/literal-text.ts';
import { identitySequence, nextNumber, readIdentity, sequenceStatements } from './identity.ts';
import { declaredLength, plainType, readType } from './read-type.ts';
import { findWord, hasWords, isGroup, splitAtCommas, wordOf, type Group, type Item } from './token-tree.ts';
import { translateItems, type GeneralTranslation } from './translate-text.ts';

/** A column as the engine is told of it; `comment` is its declared type, which the engine would forget. */
export interface EngineColumn {
  readonly name: string;
  readonly words: string;
  readonly comment: string;
  /** Statements that must run before, because the column counts by a sequence. */
  readonly before: readonly string[];
}

/** Columns and table constraints of a definition in the engine's words. */
export interface EngineColumns {
  readonly columns: readonly EngineColumn[];
  readonly constraints: readonly string[];
}

const constraintWords: ReadonlySet<string> = new Set(['constraint', 'primary', 'foreign', 'unique', 'check']);

/**
 * Reads what stands between the brackets of CREATE TABLE.
 *
 * Keys are enforced only where they are ENABLED, and their columns take no NULL; encodings and ranks mean nothing here.
 * Shape: `table` = the name with its schema; null where no column may count by itself.
 */
export function readColumns(
  { items }: Group,
  state: GeneralTranslation,
  table: readonly string[] | null,
): EngineColumns {
  const parts = splitAtCommas(items);
  const constraints = parts.filter((part) => constraintWords.has(wordOf(part[0])));
  const keys = new Set(constraints.flatMap((part) => primaryKeyOf(part)));
  return {
    columns: parts
      .filter((part) => !constraintWords.has(wordOf(part[0])))
      .map((part) => readColumn(part, state, keys, table)),
    constraints: constraints.flatMap((part) => tableConstraint(part, state)),
  };
}

/** Reads one column: name, type, constraints. */
export function readColumn(
  items: readonly Item[],
  state: GeneralTranslation,
  keys: ReadonlySet<string> = new Set(),
  table: readonly string[] | null = null,
): EngineColumn {
  const [first] = items;
  if (first === undefined || isGroup(first))
    throw new BackendError('Syntax error: the name of a column is missing', '42601');
  const name = nameText(first.token);
  const identity = readIdentity(items, 1);
  if (identity !== null && table === null)
    throw notEmulated('IDENTITY in a temporary table or in ALTER TABLE');
  const sequence = identitySequence(table ?? [], name);
  const { type, next } = identity === null ? readType(items, 1) : { ...identity, type: plainType('int') };
  const declared: ColumnType = { ...type, length: declaredLength(type) };
  const constraints = [
    ...(identity === null ? [] : [nextNumber(sequence), 'not null']),
    ...readConstraints(items.slice(next), state).filter((word) => identity === null || word !== 'not null'),
  ];
  const isKey = keys.has(name.toLowerCase()) && !constraints.includes('not null');
  const words = [quoteName(name), engineType(type), ...constraints, ...(isKey ? ['not null'] : [])].join(' ');
  const before = identity === null ? [] : sequenceStatements(sequence, identity);
  return { name, words, comment: catalogueSpelling(declared), before };
}

const constraintStarts: ReadonlySet<string> = new Set(
  'constraint not null default primary unique references check encoding accessrank set identity auto_increment'.split(
    ' ',
  ),
);

function readConstraints(items: readonly Item[], state: GeneralTranslation): string[] {
  const words: string[] = [];
  let at = 0;
  while (at < items.length) {
    const end = endOfConstraint(items, at);
    words.push(...columnConstraint(items.slice(at, end), state));
    at = end;
  }
  return words;
}

/** A default may hold any words; NOT NULL is one constraint of two words. */
function endOfConstraint(items: readonly Item[], at: number): number {
  const start = hasWords(items, at, 'not', 'null') || hasWords(items, at, 'default') ? at + 2 : at + 1;
  const end = findWord(items, constraintStarts, start);
  return end < 0 ? items.length : end;
}

function columnConstraint(items: readonly Item[], state: GeneralTranslation): string[] {
  const isEnabled = wordOf(items.at(-1)) === 'enabled';
  switch (wordOf(items[0])) {
    case 'not':
      return ['not null'];
    case 'null':
    case 'references':
    case 'encoding':
    case 'accessrank':
      return [];
    case 'constraint':
      return [];
    case 'default':
      if (wordOf(items[1]) === 'using') throw notEmulated('DEFAULT USING');
      return [`default (${translateItems(items.slice(1), state).trim()})`];
    case 'primary':
      return isEnabled ? ['primary key'] : ['not null'];
    case 'unique':
      return isEnabled ? ['unique'] : [];
    case 'check':
      return wordOf(items.at(-1)) === 'disabled'
        ? []
        : [`check ${translateItems(items.slice(1, 2), state).trim()}`];
    default:
      throw notEmulated(`"${wordOf(items[0])}" in a column's definition`);
  }
}

function tableConstraint(part: readonly Item[], state: GeneralTranslation): string[] {
  const items = wordOf(part[0]) === 'constraint' ? part.slice(2) : part;
  const word = wordOf(items[0]);
  const last = wordOf(items.at(-1));
  if (word === 'check')
    return last === 'disabled' ? [] : [`check ${translateItems(items.slice(1, 2), state).trim()}`];
  if (last !== 'enabled' || word === 'foreign') return [];
  return [translateItems(items.slice(0, -1), state).trim()];
}

function primaryKeyOf(part: readonly Item[]): string[] {
  const at = part.findIndex((item) => wordOf(item) === 'primary');
  const list = part[at + 2];
  if (at < 0 || !isGroup(list)) return [];
  return list.items.flatMap((item) =>
    !isGroup(item) && item.token.kind !== 'symbol' ? [nameText(item.token).toLowerCase()] : [],
  );
}

function notEmulated(what: string): BackendError {
  return new BackendError(`emulator: ${what} is not emulated`, '0A000');
}
