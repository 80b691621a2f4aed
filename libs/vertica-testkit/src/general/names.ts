import { BackendError } from '../backend/sql-backend.ts';
import { quoteName } from '../backend/table-definition.ts';
import { nameText } from '../lint/literal-text.ts';
import { hasWords, isGroup, symbolOf, type Item } from './token-tree.ts';

/** The name of an object, outermost part first, and the place behind it. */
export interface ReadName {
  readonly names: readonly string[];
  readonly next: number;
}

/** What a name is read against: the session's database may stand in front of a schema. */
export interface NameScope {
  readonly database: string;
}

/** Reads the name that begins at a place. Errors: `BackendError` 42601 when none does. */
export function readName(items: readonly Item[], at: number, { database }: NameScope): ReadName {
  const names: string[] = [];
  let next = at;
  for (;;) {
    const item = items[next];
    if (item === undefined || isGroup(item) || (item.token.kind !== 'word' && item.token.kind !== 'quoted'))
      throw new BackendError('Syntax error: the name of an object is missing', '42601');
    names.push(nameText(item.token));
    next += 1;
    if (symbolOf(items[next]) !== '.') break;
    next += 1;
  }
  const isForeign =
    names.length > 3 || (names.length === 3 && names[0]?.toLowerCase() !== database.toLowerCase());
  if (isForeign) throw new BackendError(`Database "${names[0] ?? ''}" does not exist`, '3D000');
  const inside = names.length === 3 ? names.slice(1) : names;
  return {
    names: inside[0]?.toLowerCase() === 'v_temp_schema' ? ['temp', ...inside.slice(1)] : inside,
    next,
  };
}

/** The engine's words for a name. */
export function printName(names: readonly string[]): string {
  return names.map(quoteName).join('.');
}

/** The place behind `if not exists` or `if exists`, and whether it stands here. */
export function readCondition(
  items: readonly Item[],
  at: number,
): { readonly text: string; readonly next: number } {
  if (hasWords(items, at, 'if', 'not', 'exists')) return { text: 'if not exists ', next: at + 3 };
  if (hasWords(items, at, 'if', 'exists')) return { text: 'if exists ', next: at + 2 };
  return { text: '', next: at };
}

/** The system's own schemas are read only. Errors: `BackendError` 42501. */
export function refuseSystem(names: readonly string[]): void {
  if (names.length > 0 && /^(?:v_catalog|v_monitor|main|system)$/i.test(names[0] ?? ''))
    throw new BackendError('The system catalogue cannot be changed', '42501');
}
