import { nameText } from '../lint/literal-text.ts';
import { isGroup, wordOf, type Item } from './token-tree.ts';

const call = /^(?:\w+\.)*"?(\w+)"?\(/;

/** What a column is called whose query gives it no name: its function, or `?column?`. */
export function columnNamer(items: readonly Item[]): (engineName: string) => string {
  const written = new Set(namesIn(items));
  return (engineName) => {
    if (written.has(engineName.toLowerCase())) return engineName;
    if (/^case\s/i.test(engineName)) return 'case';
    const called = call.exec(engineName)?.[1]?.toLowerCase();
    if (called === 'cast' || called === 'list_transform') return '?column?';
    if (called !== undefined) return known[called] ?? called.replace(/^vw_/, '');
    return /^[\p{L}_][\p{L}\p{Nd}_$]*$/u.test(engineName) ? engineName : '?column?';
  };
}

/** The engine's name of a function by the one that was written. */
const known: Readonly<Record<string, string>> = {
  count_star: 'count',
  vw_cut: '?column?',
  vw_as_text: '?column?',
  vw_integer: '?column?',
  vw_binary: '?column?',
  vw_varbinary: '?column?',
  approx_count_distinct: 'approximate_count_distinct',
  regexp_matches: 'regexp_like',
  strlen: 'octet_length',
  string_agg: 'listagg',
  unhex: 'hex_to_binary',
  error: 'throw_error',
};

function namesIn(items: readonly Item[]): string[] {
  return items.flatMap((item) => {
    if (isGroup(item)) return namesIn(item.items);
    return item.token.kind === 'quoted' || wordOf(item) !== '' ? [nameText(item.token).toLowerCase()] : [];
  });
}
