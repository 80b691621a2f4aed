import type { Token, TokenKind } from './token.ts';

/** Tried in this order at every place; the first that matches wins. */
const forms: readonly (readonly [TokenKind, RegExp])[] = [
  ['space', /\s+/y],
  ['comment', /--[^\n]*/y],
  ['comment', /\/\*[^]*?\*\//y],
  ['unterminated', /\/\*[^]*/y],
  ['escapeString', /[eE]'(?:[^'\\]|\\[^]|'')*'/y],
  ['unterminated', /[eE]'[^]*/y],
  ['string', /'(?:[^']|'')*'/y],
  ['unterminated', /'[^]*/y],
  ['quoted', /"(?:[^"]|"")+"/y],
  ['unterminated', /"[^]*/y],
  ['number', /(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/y],
  ['word', /[\p{L}_][\p{L}\p{Nd}_]*/uy],
  ['foreignParameter', /\$[A-Za-z0-9_]+/y],
  ['parameter', /\?/y],
  ['symbol', /::!|<=>|::|<=|>=|<>|!=|\|\||\/\/|[-+*/%(),.;=<>]/y],
  ['unknown', /[^]/uy],
];

/**
 * Splits statement text into tokens.
 *
 * Invariant: the texts of the tokens, put together, are the input; nothing is skipped and nothing fails.
 */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < sql.length) {
    const token = tokenAt(sql, offset);
    tokens.push(token);
    offset += token.text.length;
  }
  return tokens;
}

/** True for tokens that mean nothing to the statement. */
export function isTrivia({ kind }: Token): boolean {
  return kind === 'space' || kind === 'comment';
}

function tokenAt(sql: string, offset: number): Token {
  for (const [kind, form] of forms) {
    form.lastIndex = offset;
    const text = form.exec(sql)?.[0];
    if (text !== undefined) return { kind, text, offset };
  }
  return { kind: 'unknown', text: sql.charAt(offset), offset };
}
