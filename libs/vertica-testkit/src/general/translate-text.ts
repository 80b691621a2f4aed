import type { ColumnType } from '../backend/column-type.ts';
import { BackendError } from '../backend/sql-backend.ts';
import {
  printCast,
  quoteText,
  translateParameter,
  zonelessTime,
  type Translation,
} from '../backend/translate-expression.ts';
import { literalText } from '../lint/literal-text.ts';
import { bareFunction, translateFunction } from './translate-function.ts';
import { readType } from './read-type.ts';
import { isGroup, symbolOf, wordOf, type Group, type Item, type Leaf } from './token-tree.ts';

/** What a translation needs to know of its session. */
export interface GeneralTranslation extends Translation {
  readonly user: string;
  readonly database: string;
  /** Where a table without a schema in its name is made. */
  readonly schema: string;
}

/** A part of the engine's text that a cast can take as its operand. */
interface Piece {
  text: string;
  readonly kind: 'name' | 'literal' | 'operand' | 'parameter' | 'symbol';
  readonly gap: boolean;
}

/** Words in front of brackets that are no functions. */
const keywords: ReadonlySet<string> = new Set(
  `select from where in and or not values as on using over exists any all some union except intersect by then else when
   join table view into set limit offset having distinct between like ilike is update delete insert with filter group
   order recursive rollup cube sets case end cross inner left right full outer partition rows range similar`.split(
    /\s+/,
  ),
);

/** Words behind which a name stands, and no function. */
const naming: ReadonlySet<string> = new Set(['as', 'into', 'table', 'view', 'update']);

const typedLiterals: ReadonlySet<string> = new Set([
  'date',
  'time',
  'timestamp',
  'timestamptz',
  'timetz',
  'interval',
]);

/** What looks like Vertica's and means something else here, with what to write. */
const refusedSymbols: Readonly<Record<string, string>> = {
  '~': 'regular expressions as operators are not emulated; write REGEXP_LIKE(text, pattern)',
  '{': 'braces are not emulated',
};

/** Prints items of a statement in the engine's words. Errors: `BackendError` for what is not emulated. */
export function translateItems(items: readonly Item[], state: GeneralTranslation): string {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < items.length) at = translateAt(items, at, pieces, state);
  return pieces.map(({ text, gap }) => (gap ? ' ' : '') + text).join('');
}

/** Adds what begins at a place; gives the place behind it. */
function translateAt(items: readonly Item[], at: number, pieces: Piece[], state: GeneralTranslation): number {
  const item = items[at] as Item;
  if (isGroup(item)) {
    pieces.push({ text: groupText(item, state), kind: 'operand', gap: item.gap });
    return at + 1;
  }
  const symbol = symbolOf(item);
  if (symbol === '::' || symbol === '::!') return castAt(items, at, pieces, state);
  if (symbol !== '') return symbolAt(item, symbol, pieces) + at;
  if (item.token.kind === 'parameter') {
    pieces.push({ text: translateParameter(state, null), kind: 'parameter', gap: true });
    return at + 1;
  }
  if (item.token.kind === 'word') return wordAt(items, at, item, pieces, state);
  if (item.token.kind === 'quoted') return nameAt(items, at, pieces, state);
  pieces.push({ text: literal(item), kind: 'literal', gap: item.gap });
  return at + 1;
}

function wordAt(
  items: readonly Item[],
  at: number,
  item: Leaf,
  pieces: Piece[],
  state: GeneralTranslation,
): number {
  const word = wordOf(item);
  const next = items[at + 1];
  const isQualified = symbolOf(items[at - 1]) === '.';
  const isNamed = isQualified || naming.has(wordOf(items[at - 1]));
  if (!isNamed && isGroup(next) && next.open === '(' && !keywords.has(word))
    return callAt(items, at, word, next, pieces, state);
  if (word === 'over' && isGroup(next)) {
    joinLast(pieces, ` over ${groupText(next, state)}`);
    return at + 2;
  }
  if (
    !isNamed &&
    !isGroup(next) &&
    next?.token.kind === 'string' &&
    (word === 'x' || typedLiterals.has(word))
  )
    return literalAt(word, item, next, pieces) + at;
  if (word === 'end' && joinCase(pieces)) return at + 1;
  const bare = isNamed || symbolOf(next) === '.' ? null : bareFunction(word, state);
  if (bare !== null) pieces.push({ text: bare, kind: 'operand', gap: item.gap });
  else if (keywords.has(word) || isNamed)
    pieces.push({ text: keyword(word, item), kind: 'name', gap: item.gap });
  else return nameAt(items, at, pieces, state);
  return at + 1;
}

/** MINUS is EXCEPT under another name. */
function keyword(word: string, { token }: Leaf): string {
  return word === 'minus' ? 'except' : token.text;
}

/** A name with what qualifies it, as one piece. */
function nameAt(items: readonly Item[], at: number, pieces: Piece[], state: GeneralTranslation): number {
  const names: Leaf[] = [];
  let next = at;
  for (;;) {
    const item = items[next];
    if (item === undefined || isGroup(item)) break;
    names.push(item);
    next += 1;
    const following = items[next + 1];
    const goesOn =
      symbolOf(items[next]) === '.' &&
      following !== undefined &&
      !isGroup(following) &&
      (following.token.kind === 'word' || following.token.kind === 'quoted');
    if (!goesOn) break;
    next += 1;
  }
  const gap = items[at]?.gap === true;
  pieces.push({ text: qualifiedName(names, state), kind: 'name', gap });
  return next;
}

/** A database in front of a schema is the one of the session; the schema of temporary tables has another name here. */
function qualifiedName(names: readonly Leaf[], { database }: GeneralTranslation): string {
  const texts = names.map(({ token }) => token.text);
  const first = unquoted(texts[0] ?? '').toLowerCase();
  if (texts.length === 1) return texts[0]?.toLowerCase() === 'minus' ? 'except' : (texts[0] ?? '');
  const inside = texts.length >= 3 && first === database.toLowerCase() ? texts.slice(1) : texts;
  if (unquoted(inside[0] ?? '').toLowerCase() === 'v_temp_schema')
    return ['temp', ...inside.slice(1)].join('.');
  return inside.join('.');
}

function unquoted(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}

function callAt(
  items: readonly Item[],
  at: number,
  word: string,
  group: Group,
  pieces: Piece[],
  state: GeneralTranslation,
): number {
  const gap = items[at]?.gap === true;
  if (word === 'cast') {
    pieces.push({ text: castCall(group, state), kind: 'operand', gap });
    return at + 2;
  }
  const within =
    wordOf(items[at + 2]) === 'within' && wordOf(items[at + 3]) === 'group' ? items[at + 4] : undefined;
  const order = isGroup(within) ? translateItems(within.items, state) : null;
  const text = translateFunction(word, group.items, (part) => translateItems(part, state), state, order);
  pieces.push({ text, kind: 'operand', gap });
  return at + (order === null ? 2 : 5);
}

function castCall(group: Group, state: GeneralTranslation): string {
  const as = group.items.findLastIndex((item) => wordOf(item) === 'as');
  if (as < 1) throw new BackendError('Syntax error in CAST: AS and a type are missing', '42601');
  const { type } = readType(group.items, as + 1);
  const operand = group.items.slice(0, as);
  const [only] = operand;
  if (operand.length === 1 && only !== undefined && !isGroup(only) && only.token.kind === 'parameter')
    return printCast(translateParameter(state, type), type, false);
  return printCast(translateItems(operand, state).trim(), type, isLenient(type, isConstant(operand), state));
}

function castAt(items: readonly Item[], at: number, pieces: Piece[], state: GeneralTranslation): number {
  const { type, next } = readType(items, at + 1);
  const operand = pieces.pop();
  if (operand === undefined || operand.kind === 'symbol')
    throw new BackendError('Syntax error at or near "::"', '42601');
  const isTry = symbolOf(items[at]) === '::!';
  let value = operand.text;
  if (operand.kind === 'parameter') {
    state.parameters.pop();
    value = translateParameter(state, type);
  }
  const lenient = isLenient(type, operand.kind === 'literal' || operand.kind === 'parameter', state);
  pieces.push({ text: printCast(value, type, isTry || lenient), kind: 'operand', gap: operand.gap });
  return next;
}

const timeTypes: ReadonlySet<string> = new Set(['date', 'time', 'timestamp', 'timestamptz']);

/** A date or time cast of anything but a literal gives NULL until the session says otherwise. */
function isLenient(
  { name }: ColumnType,
  isLiteral: boolean,
  { strictTimeCasts }: GeneralTranslation,
): boolean {
  return timeTypes.has(name) && !isLiteral && !strictTimeCasts;
}

function isConstant(items: readonly Item[]): boolean {
  return items.every((item) => !isGroup(item) && item.token.kind !== 'word' && item.token.kind !== 'quoted');
}

function symbolAt({ gap }: Leaf, symbol: string, pieces: Piece[]): 1 {
  const refusal = refusedSymbols[symbol];
  if (refusal !== undefined) throw new BackendError(`emulator: ${refusal}`, '0A000');
  pieces.push({ text: symbol === '<=>' ? ' is not distinct from ' : symbol, kind: 'symbol', gap });
  return 1;
}

function literalAt(word: string, { gap }: Leaf, { token }: Leaf, pieces: Piece[]): 2 {
  const typed = word === 'timestamp' ? zonelessTime(token.text, 'cast') : `${word} ${token.text}`;
  const text = word === 'x' ? `unhex(${token.text})` : typed;
  pieces.push({ text, kind: 'literal', gap });
  return 2;
}

function literal({ token }: Leaf): string {
  if (token.kind !== 'escapeString') return token.text;
  const text = literalText(token);
  if (text === null) throw new BackendError('emulator: an escape of this text is not emulated', '0A000');
  return quoteText(text);
}

function groupText(group: Group, state: GeneralTranslation): string {
  if (group.open === '[') throw new BackendError('emulator: arrays are not emulated', '0A000');
  return `(${translateItems(group.items, state)})`;
}

function joinLast(pieces: Piece[], text: string): void {
  const last = pieces.at(-1);
  if (last !== undefined) last.text += text;
}

/** Puts the pieces of a CASE together, so that a cast behind its END takes it whole; false when there is none. */
function joinCase(pieces: Piece[]): boolean {
  const start = pieces.findLastIndex(({ text, kind }) => kind === 'name' && text.toLowerCase() === 'case');
  if (start < 0) return false;
  const [first, ...rest] = pieces.splice(start);
  const text = [first?.text ?? '', ...rest.map((piece) => (piece.gap ? ' ' : '') + piece.text)].join('');
  pieces.push({ text: `${text} end`, kind: 'operand', gap: first?.gap === true });
  return true;
}
