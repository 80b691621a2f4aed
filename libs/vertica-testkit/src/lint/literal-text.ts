import type { Token } from './token.ts';

const named: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  '\\': '\\',
  "'": "'",
};

/** The text that a string literal stands for; null when an escape is not one of those we know. */
export function literalText(token: Token): string | null {
  if (token.kind === 'string') return token.text.slice(1, -1).replaceAll("''", "'");
  const body = token.text.slice(2, -1).replaceAll("''", "'");
  let known = true;
  const text = body.replaceAll(/\\([0-7]{1,3}|[^])/gu, (_, escape: string) => {
    if (/^[0-7]+$/.test(escape)) return String.fromCharCode(Number.parseInt(escape, 8));
    const value = named[escape];
    if (value === undefined) known = false;
    return value ?? '';
  });
  return known ? text : null;
}

/** The name that an identifier token stands for. */
export function nameText(token: Token): string {
  return token.kind === 'quoted' ? token.text.slice(1, -1).replaceAll('""', '"') : token.text;
}
