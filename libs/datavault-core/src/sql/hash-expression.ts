import { occursInValues } from '../hash/collision-safety.ts';
import { inHashOrder } from '../hash/hash-order.ts';
import { hashTypeOf, normalisesText, type HashProfile, type HashRules } from '../hash/hash-profile.ts';
import type { ColumnKind, ColumnType } from '../metadata/column.ts';
import { call, coalesce, isNotNull, or, textLiteral, when, type Expression } from './expression.ts';
import { longestText } from './hash-text-length.ts';
import { partTextExpression } from './hash-text-format.ts';

/** One part of a key or diff inside a statement. */
export interface HashOperand {
  readonly name: string;
  readonly value: Expression;
  readonly type: ColumnType;
  readonly nullable: boolean;
}

/** The hash of a key; NULL when every part is and the rules hash no NULL. Equal to the TypeScript hasher by test. */
export function keyHash(profile: HashProfile, operands: readonly HashOperand[]): Expression {
  return hash(profile, profile.key, operands);
}

/** The hash of a payload; never NULL: where the rules keep the NULL of a single column, evaluation fails. */
export function diffHash(profile: HashProfile, operands: readonly HashOperand[]): Expression {
  const hashed = hash(profile, profile.diff, operands);
  const [only] = operands;
  if (only === undefined || !keepsNull(profile.diff, operands)) return hashed;
  const failure: Expression = {
    node: 'cast',
    operand: call('fail', textLiteral(`NULL as the only column of a hash diff: ${only.name}`)),
    type: hashTypeOf(profile),
  };
  const normal = normalised(profile, profile.diff, only);
  return isNullable(profile.diff, only) ? when(isNotNull(normal), hashed, failure) : hashed;
}

/** The form in which two values of a key part count as the same; the value itself under rules that change nothing. */
export function comparable(rules: HashRules, operand: HashOperand): Expression {
  if (operand.type.kind !== 'text' || !normalisesText(rules)) return operand.value;
  const text = normalised({ text: 'vaultwright-1' }, rules, operand);
  return withoutControl(rules, rules.caseScope === 'whole' ? cased(rules, text) : text);
}

function hash(profile: HashProfile, rules: HashRules, operands: readonly HashOperand[]): Expression {
  const { algorithm, encoding } = profile;
  const parts = inHashOrder(rules, operands).map((operand) => ({
    normal: normalised(profile, rules, operand),
    maybeNull: isNullable(rules, operand),
    kind: operand.type.kind,
  }));
  const hashesNulls = rules.allNull === 'hash' && !keepsNull(rules, parts);
  const texts = parts.map(({ normal, maybeNull, kind }): Expression => {
    const text = quoted(rules, escaped(rules, normal, kind));
    // A single part that is not hashed when NULL keeps its NULL: the digest of NULL is NULL on every engine.
    return maybeNull && (parts.length > 1 || hashesNulls)
      ? coalesce(text, textLiteral(rules.nullToken))
      : text;
  });
  const joined = join(texts, rules.delimiter);
  const whole = withoutControl(rules, rules.caseScope === 'whole' ? cased(rules, joined) : joined);
  const nullAtEnd = parts.length > 1 && parts.at(-1)?.maybeNull === true;
  const digest: Expression = {
    node: 'digest',
    operand: stripped(rules, whole, nullAtEnd),
    algorithm,
    encoding,
    characters: longestText(rules, operands),
  };
  if (hashesNulls || !parts.every(({ maybeNull }) => maybeNull)) return digest;
  const present = or(...parts.map(({ normal }) => isNotNull(normal)));
  if (rules.allNull === 'zero' && !keepsNull(rules, parts)) return when(present, digest, zero(profile));
  return parts.length === 1 ? digest : when(present, digest);
}

/** A single part without a null token keeps its NULL. */
function keepsNull({ singleColumn }: HashRules, parts: readonly unknown[]): boolean {
  return singleColumn === 'bare' && parts.length === 1;
}

function isNullable({ emptyIsNull }: HashRules, { nullable, type }: HashOperand): boolean {
  return nullable || (emptyIsNull && type.kind === 'text');
}

function zero(profile: HashProfile): Expression {
  const type = hashTypeOf(profile);
  return { node: 'literal', value: '00'.repeat(type.bytes), type };
}

/** Types whose text holds letters. */
const lettered: ReadonlySet<ColumnKind> = new Set(['text', 'boolean', 'binary', 'uuid', 'hash']);

function normalised(
  { text: format }: Pick<HashProfile, 'text'>,
  rules: HashRules,
  operand: HashOperand,
): Expression {
  const { kind } = operand.type;
  const text = partTextExpression(format, operand);
  const trimmed = kind === 'text' && rules.trim === 'spaces' ? call('trimSpaces', text) : text;
  const folded = rules.caseScope === 'part' && lettered.has(kind) ? cased(rules, trimmed) : trimmed;
  return kind === 'text' && rules.emptyIsNull ? call('emptyAsNull', folded) : folded;
}

function cased(rules: HashRules, text: Expression): Expression {
  return rules.case === 'preserve' ? text : call(rules.case, text);
}

function escaped(rules: HashRules, text: Expression, kind: ColumnKind): Expression {
  return rules.escape
    .filter(([from]) => kind === 'text' || occursInValues(from))
    .reduce((value, [from, to]) => call('replaceAll', value, textLiteral(from), textLiteral(to)), text);
}

function quoted({ quote }: HashRules, text: Expression): Expression {
  return quote === null ? text : { node: 'concat', operands: [textLiteral(quote), text, textLiteral(quote)] };
}

function withoutControl({ stripControl }: HashRules, text: Expression): Expression {
  return stripControl.reduce(
    (value, point) => call('replaceAll', value, textLiteral(String.fromCodePoint(point)), textLiteral('')),
    text,
  );
}

function stripped(
  { stripTrailing, delimiter, nullToken }: HashRules,
  text: Expression,
  nullAtEnd: boolean,
): Expression {
  switch (stripTrailing) {
    case 'none':
      return text;
    case 'nullParts':
      return nullAtEnd ? call('removeTrailing', text, textLiteral(`${delimiter}${nullToken}`)) : text;
    case 'delimiters':
      return call('removeTrailing', text, textLiteral(delimiter));
    default:
      return call('trimTrailing', text, textLiteral(stripTrailing.chars));
  }
}

function join(texts: readonly Expression[], delimiter: string): Expression {
  const [only] = texts;
  if (texts.length === 1 && only !== undefined) return only;
  const operands = texts.flatMap((text, index) => (index === 0 ? [text] : [textLiteral(delimiter), text]));
  return { node: 'concat', operands };
}
