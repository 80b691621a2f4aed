import { VaultwrightError } from '@vaultwright/datavault-core';
import type { PortableFunction } from '@vaultwright/datavault-core/sql';
import { quoteText, unquoteText } from './sql-literal.ts';

const lowerCase = 'abcdefghijklmnopqrstuvwxyz';

/** Prints a call of a portable function on printed operands. */
export function portableFunction(name: PortableFunction, operands: readonly string[]): string {
  const [first = '', second = '', third = ''] = operands;
  switch (name) {
    case 'emptyAsNull':
      return `nullif(${first}, '')`;
    case 'replaceAll':
      return `replace(${first}, ${second}, ${third})`;
    case 'trimSpaces':
      return `btrim(${first}, ' ')`;
    case 'upper':
      return `upper(${first})`;
    case 'upperAscii':
      return `translate(${first}, '${lowerCase}', '${lowerCase.toUpperCase()}')`;
    case 'lowerAscii':
      return `translate(${first}, '${lowerCase.toUpperCase()}', '${lowerCase}')`;
    case 'substring':
      return `substr(${first}, ${second}, ${third})`;
    case 'removeTrailing':
      return `regexp_replace(${first}, ${quoteText(`(?:${quotePattern(tailOf(second))})+\\z`)}, '')`;
    case 'trimTrailing':
      return `rtrim(${first}, ${second})`;
    case 'padFraction':
      return `case when instr(${first}, '.') > 0 then ${first} || repeat('0', ${second} - character_length(${first}) + instr(${first}, '.')) else ${first} || '.' || repeat('0', ${second}) end`;
    case 'codePoints':
      return `character_length(${first})`;
    case 'minusMicroseconds':
      return `(${first} - interval '${second} microseconds')`;
    case 'fail':
      // Assumption throw-error: raised for the rows that reach it, not while the statement is planned.
      return `throw_error(${first})`;
  }
}

/** Full match: `\A` and `\z`, because `$` also matches before a final line break. */
export function fullMatch(operand: string, pattern: string): string {
  return `regexp_like(${operand}, ${quoteText(`\\A(?:${pattern})\\z`)})`;
}

/** A text that a regular expression matches as it stands. */
function quotePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** The engine has no function that quotes a pattern, so the tail has to be known while the statement is printed. */
function tailOf(printed: string): string {
  const text = unquoteText(printed);
  if (text !== null && text !== '') return text;
  throw new VaultwrightError({
    code: 'E-INTERNAL-SQL',
    family: 'internal',
    title: 'removeTrailing was given a tail that is no text literal',
    where: 'dialect for Vertica',
    found: printed.slice(0, 80),
    allowed: 'a text literal of at least one character',
    fix: 'please report this',
  });
}
