import { VaultwrightError } from '../errors.ts';
import type { TextFormat } from '../hash/hash-profile.ts';
import { call, intLiteral, textLiteral, type Expression } from './expression.ts';
import type { HashOperand } from './hash-expression.ts';
import { longestCast } from './hash-text-length.ts';

/**
 * The text of a part in a text format: the form that is trimmed, folded, escaped and hashed.
 *
 * Errors: `E-META-HASH-TEXT`; `E-META-FLOAT-TEXT` from the dialect.
 */
export function partTextExpression(format: TextFormat, operand: HashOperand): Expression {
  const { value, type } = operand;
  if (type.kind === 'text') return value;
  const canonical: Expression = { node: 'canonicalText', operand: value, type };
  switch (format) {
    case 'vaultwright-1':
      return canonical;
    case 'engine-cast':
      return castText(operand, canonical);
    case 'diepvries':
      return diepvriesText(operand, canonical);
  }
}

function castText({ name, value, type }: HashOperand, canonical: Expression): Expression {
  switch (type.kind) {
    case 'hash':
    case 'float':
      return canonical;
    case 'binary':
    case 'timestamptz':
      // The cast of bytes loses some, and that of an instant follows the zone of the session.
      throw new VaultwrightError({
        code: 'E-META-HASH-TEXT',
        family: 'metadata',
        title: 'the cast of a type to text is not the same in every session',
        where: `column ${name}`,
        found: `${type.kind} under the text format engine-cast`,
        allowed: 'every other type',
        fix: 'stage the column as text, or choose the text format vaultwright-1',
      });
    default:
      return { node: 'cast', operand: value, type: { kind: 'text', length: longestCast } };
  }
}

function diepvriesText({ type }: HashOperand, canonical: Expression): Expression {
  switch (type.kind) {
    case 'decimal':
      return type.scale === 0 ? canonical : call('padFraction', canonical, intLiteral(type.scale));
    case 'time':
    case 'timestamp':
      return { node: 'concat', operands: [canonical, textLiteral('000')] };
    case 'timestamptz':
      return call('replaceAll', canonical, textLiteral('Z'), textLiteral('000 +0000'));
    default:
      return canonical;
  }
}
