export type TokenKind =
  | 'word'
  | 'quoted'
  | 'string'
  | 'escapeString'
  | 'number'
  | 'parameter'
  | 'symbol'
  | 'space'
  | 'comment'
  | 'unterminated'
  | 'foreignParameter'
  | 'unknown';

/** A piece of statement text. Units: `offset` in UTF-16 code units of the whole text. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly offset: number;
}
