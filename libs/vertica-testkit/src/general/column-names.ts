import { nameText } from '../lint/literal-text.ts';
import {
  findWord,
  hasWords,
  isGroup,
  splitAtCommas,
  symbolOf,
  wordOf,
  type Item,
  type Leaf,
} from './token-tree.ts';

/** Tells the name of a column by the engine's name for it, its place and the number of columns. */
export type ColumnNamer = (engineName: string, index: number, count: number) => string;

const nameless = '?column?';

/**
 * What the columns of a query are called: a name or an alias stands for itself, however odd; a call is called after its
 * function, and any other expression `?column?`.
 */
export function columnNamer(items: readonly Item[]): ColumnNamer {
  const parts = splitAtCommas(selectList(items));
  const firstStar = parts.findIndex(isStar);
  const behind = parts.length - 1 - parts.findLastIndex(isStar);
  const partOf = (index: number, count: number): readonly Item[] | undefined => {
    if (firstStar < 0) return count === parts.length ? parts[index] : undefined;
    if (index < firstStar) return parts[index];
    return count - index <= behind ? parts[parts.length - (count - index)] : undefined;
  };
  return (engineName, index, count) => {
    const part = partOf(index, count);
    return part === undefined ? engineName : writtenName(part, engineName);
  };
}

const listEnds: ReadonlySet<string> = new Set(
  'from into where group having order limit offset union except intersect minus window for'.split(' '),
);
const select: ReadonlySet<string> = new Set(['select']);

/** What stands between the first SELECT and what follows its list. */
function selectList(items: readonly Item[]): readonly Item[] {
  const [first] = items;
  if (isGroup(first)) return selectList(first.items);
  let start = findWord(items, select) + 1;
  if (start === 0) return [];
  while (/^(?:all|distinct)$/.test(wordOf(items[start]))) start += 1;
  let end = start;
  while (end < items.length && !isListEnd(items, end)) end += 1;
  return items.slice(start, end);
}

function isListEnd(items: readonly Item[], at: number): boolean {
  return listEnds.has(wordOf(items[at])) && !hasWords(items, at - 1, 'distinct', 'from');
}

function isStar(part: readonly Item[]): boolean {
  return symbolOf(part.at(-1)) === '*' && (part.length === 1 || symbolOf(part.at(-2)) === '.');
}

const constants: ReadonlySet<string> = new Set(['null', 'true', 'false']);

function writtenName(part: readonly Item[], engineName: string): string {
  const last = part.at(-1);
  if (part.length === 1 && isGroup(last)) return writtenName(last.items, engineName);
  if (wordOf(part.at(-2)) === 'as') return engineName;
  if (constants.has(wordOf(last))) return nameless;
  // The engine calls a column or an alias by its name; nothing else can end in a word that is its name.
  if (isName(last) && isSame(nameText(last.token), engineName)) return engineName;
  if (part.length === 1) return wordOf(last) === '' ? nameless : wordOf(last);
  if (wordOf(part[0]) === 'case' && wordOf(last) === 'end') return 'case';
  return calledName(part);
}

function isName(item: Item | undefined): item is Leaf {
  return item !== undefined && !isGroup(item) && /^(?:word|quoted)$/.test(item.token.kind);
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

const addenda: ReadonlySet<string> = new Set('over within group filter ignore respect nulls'.split(' '));

function calledName(part: readonly Item[]): string {
  const brackets = part.findIndex((item) => isGroup(item));
  const name = wordOf(part[brackets - 1]);
  const isPath = part.slice(0, Math.max(brackets - 1, 0)).every((item) => isPathPart(item));
  const isCall = part.slice(brackets + 1).every((item) => isGroup(item) || addenda.has(wordOf(item)));
  if (name === '' || name === 'cast' || !isPath || !isCall) return nameless;
  return spelled[name] ?? name;
}

function isPathPart(item: Item): boolean {
  return symbolOf(item) === '.' || isName(item);
}

/** Functions whose column has another name than theirs in lower case, as the manual and the Node driver's tests have it. */
const spelled: Readonly<Record<string, string>> = {
  currval: 'CURRVAL',
  extract: 'date_part',
  get_client_label: 'GET_CLIENT_LABEL',
  now: 'NOW',
};
