import { isTrivia, tokenize } from '../lint/tokenize.ts';

/** True for a text without a statement: space, comments, semicolons. */
export function isEmptyStatement(sql: string): boolean {
  return tokenize(sql).every((token) => isTrivia(token) || token.text === ';');
}
