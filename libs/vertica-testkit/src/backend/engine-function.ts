/** Functions that the embedded engine gets from us, without the prefix that keeps them apart from its own. */
export type EngineFunction =
  | 'divisor'
  | 'as_text'
  | 'cut'
  | 'integer'
  | 'try_integer'
  | 'binary'
  | 'varbinary'
  | 'fit_text'
  | 'fit_bytes';

/** Prints a call, which is also how its definition begins. */
export function callOf(name: EngineFunction, ...operands: readonly (string | number)[]): string {
  return `vw_${name}(${operands.join(', ')})`;
}
