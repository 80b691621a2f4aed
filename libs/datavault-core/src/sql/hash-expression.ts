import type { HashProfile, HashRules } from '../hash/hash-profile.ts';
import { normalisesText } from '../hash/hash-profile.ts';
import type { ColumnType } from '../metadata/column.ts';
import { call, coalesce, isNotNull, or, textLiteral, when, type Expression } from './expression.ts';

/** One part of a key or diff inside a statement. */
export interface HashOperand {
  readonly name: string;
  readonly value: Expression;
  readonly type: ColumnType;
  readonly nullable: boolean;
}

/** The hash of a key; NULL when every part is. Equal to the TypeScript hasher by test. */
export function keyHash(profile: HashProfile, operands: readonly HashOperand[]): Expression {
  return hash(profile, profile.key, operands);
}

/** The hash of a payload; never NULL. */
export function diffHash(profile: HashProfile, operands: readonly HashOperand[]): Expression {
  return hash(profile, profile.diff, operands);
}

/** The form in which two values of a key part count as the same; the value itself under rules that change nothing. */
export function comparable(rules: HashRules, operand: HashOperand): Expression {
  return operand.type.kind === 'text' && normalisesText(rules) ? normalised(rules, operand) : operand.value;
}

function hash(
  { algorithm, encoding }: HashProfile,
  rules: HashRules,
  operands: readonly HashOperand[],
): Expression {
  const sorted = rules.sortColumns === 'byName' ? [...operands].sort(byName) : [...operands];
  const parts = sorted.map((operand) => ({
    normal: normalised(rules, operand),
    maybeNull: operand.nullable || (rules.emptyIsNull && operand.type.kind === 'text'),
    kind: operand.type.kind,
  }));
  const nullable = parts.every((part) => part.maybeNull);
  const last = parts.at(-1);
  const texts = parts.map(({ normal, maybeNull, kind }): Expression => {
    const text = kind === 'text' ? escaped(rules, normal) : normal;
    // A single key part keeps its NULL: the digest of NULL is NULL on every engine.
    return maybeNull && !(parts.length === 1 && rules.allNull === 'null')
      ? coalesce(text, textLiteral(rules.nullToken))
      : text;
  });
  const joined = join(texts, rules.delimiter);
  const stripped =
    rules.stripTrailing === 'nullParts' && parts.length > 1 && last?.maybeNull
      ? call('removeTrailing', joined, textLiteral(`${rules.delimiter}${rules.nullToken}`))
      : joined;
  const digest: Expression = { node: 'digest', operand: stripped, algorithm, encoding };
  if (rules.allNull !== 'null' || !nullable || parts.length === 1) return digest;
  return when(or(...parts.map(({ normal }) => isNotNull(normal))), digest);
}

function normalised(rules: HashRules, { value, type }: HashOperand): Expression {
  if (type.kind !== 'text') return { node: 'canonicalText', operand: value, type };
  const trimmed = rules.trim === 'spaces' ? call('trimSpaces', value) : value;
  const folded = rules.case === 'preserve' ? trimmed : call(rules.case, trimmed);
  return rules.emptyIsNull ? call('emptyAsNull', folded) : folded;
}

function escaped(rules: HashRules, text: Expression): Expression {
  return rules.escape.reduce(
    (value, [from, to]) => call('replaceAll', value, textLiteral(from), textLiteral(to)),
    text,
  );
}

function join(texts: readonly Expression[], delimiter: string): Expression {
  const [only] = texts;
  if (texts.length === 1 && only !== undefined) return only;
  const operands = texts.flatMap((text, index) => (index === 0 ? [text] : [textLiteral(delimiter), text]));
  return { node: 'concat', operands };
}

function byName(left: HashOperand, right: HashOperand): number {
  const a = left.name.toLowerCase();
  const b = right.name.toLowerCase();
  return a < b ? -1 : a > b ? 1 : 0;
}
