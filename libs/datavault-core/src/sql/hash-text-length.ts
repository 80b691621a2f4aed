import type { HashRules } from '../hash/hash-profile.ts';
import type { HashOperand } from './hash-expression.ts';

/** Longer than the text of any number, time or uuid in any engine. Units: characters. */
export const longestCast = 100;

/**
 * Length of the longest text that is hashed of some columns, delimiters and quotes with it, before anything in it is
 * escaped. Units: Unicode code points.
 */
export function longestText(rules: HashRules, operands: readonly HashOperand[]): number {
  const parts = operands.map(
    (operand) => Math.max(rules.nullToken.length, longestValue(operand)) + quotes(rules),
  );
  const delimiters = rules.delimiter.length * Math.max(0, parts.length - 1);
  return parts.reduce((sum, length) => sum + length, delimiters);
}

function longestValue({ type }: HashOperand): number {
  switch (type.kind) {
    case 'text':
      return type.length;
    case 'binary':
      return 2 * type.length;
    default:
      return longestCast;
  }
}

const quotes = ({ quote }: HashRules): number => 2 * (quote?.length ?? 0);
