import { BackendError } from '../backend/sql-backend.ts';
import type { Token } from '../lint/token.ts';
import { isTrivia, tokenize } from '../lint/tokenize.ts';

/** A token that means something. */
export interface Leaf {
  readonly token: Token;
  /** White space or a comment stands in front. */
  readonly gap: boolean;
}

/** What stands between brackets. */
export interface Group {
  readonly open: '(' | '[';
  readonly items: readonly Item[];
  readonly gap: boolean;
}

export type Item = Leaf | Group;

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']' };

/**
 * Reads one statement as tokens with their brackets; comments and a last semicolon are left out.
 *
 * Errors: `BackendError` 42601 for open quotes and brackets, 0A000 for `$1`, which is another server's parameter.
 */
export function tokenTree(sql: string): Item[] {
  const tokens = tokenize(sql);
  const state = { tokens, at: 0 };
  const items = readItems(state, null);
  while (items.length > 0 && symbolOf(items.at(-1)) === ';') items.pop();
  if (items.some((item) => symbolOf(item) === ';'))
    throw new BackendError('Cannot insert multiple commands into a prepared statement', '42601');
  return items;
}

export function isGroup(item: Item | undefined): item is Group {
  return item !== undefined && 'open' in item;
}

/** The token's text when it is an unquoted word, in lower case; else empty. */
export function wordOf(item: Item | undefined): string {
  return item !== undefined && 'token' in item && item.token.kind === 'word'
    ? item.token.text.toLowerCase()
    : '';
}

/** The token's text when it is a symbol; else empty. */
export function symbolOf(item: Item | undefined): string {
  if (item === undefined || isGroup(item)) return '';
  return item.token.kind === 'symbol' || item.token.kind === 'unknown' ? item.token.text : '';
}

/** True when these words stand here. */
export function hasWords(items: readonly Item[], at: number, ...words: readonly string[]): boolean {
  return words.every((word, index) => wordOf(items[at + index]) === word);
}

/** First place of a word outside of brackets, from a place on; -1 when there is none. */
export function findWord(items: readonly Item[], words: ReadonlySet<string>, from = 0): number {
  return items.findIndex((item, index) => index >= from && words.has(wordOf(item)));
}

/** The items between commas. */
export function splitAtCommas(items: readonly Item[]): Item[][] {
  const parts: Item[][] = [[]];
  for (const item of items) {
    if (symbolOf(item) === ',') parts.push([]);
    else parts.at(-1)?.push(item);
  }
  return items.length === 0 ? [] : parts;
}

/** The text of the items as it was written, white space and comments aside. */
export function printItems(items: readonly Item[]): string {
  return items.map((item) => (item.gap ? ' ' : '') + printItem(item)).join('');
}

function printItem(item: Item): string {
  if (!isGroup(item)) return item.token.text;
  return `${item.open}${printItems(item.items)}${closing[item.open] ?? ''}`;
}

interface ReadingState {
  readonly tokens: readonly Token[];
  at: number;
}

function readItems(state: ReadingState, end: string | null): Item[] {
  const items: Item[] = [];
  let gap = false;
  for (;;) {
    const token = state.tokens[state.at];
    if (token === undefined) {
      if (end === null) return items;
      throw new BackendError(`Syntax error at end of input: "${end}" is missing`, '42601');
    }
    state.at += 1;
    if (isTrivia(token)) {
      gap = true;
      continue;
    }
    if (token.text === end) return items;
    items.push(itemOf(token, gap, state));
    gap = false;
  }
}

function itemOf(token: Token, gap: boolean, state: ReadingState): Item {
  if (token.text === '(' || token.text === '[')
    return { open: token.text, items: readItems(state, closing[token.text] ?? ''), gap };
  const text = token.text.slice(0, 20);
  if (token.kind === 'unterminated')
    throw new BackendError(`Unterminated quoted string or comment at or near "${text}"`, '42601');
  if (token.kind === 'foreignParameter')
    throw new BackendError(`emulator: parameters are written ?, not ${text}`, '0A000');
  if (token.text === ')' || token.text === ']')
    throw new BackendError(`Syntax error at or near "${token.text}"`, '42601');
  return { token, gap };
}
