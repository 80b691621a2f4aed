import { hashTypeOf, type HashProfile } from '../hash/hash-profile.ts';
import { and, coalesce, isNotNull, or, when, type Expression } from '../sql/expression.ts';
import { comparable, keyHash, type HashOperand } from '../sql/hash-expression.ts';
import {
  hubKeyRecipe,
  isLinkKey,
  type HubKeyRecipe,
  type KeyRecipe,
  type LinkKeyRecipe,
} from '../model/key-recipe.ts';
import { zeroKey } from './zero-keys.ts';

/** A staged column on its way into a key. */
export interface KeyOperand extends HashOperand {
  /** The source delivers the hash itself. */
  readonly prehashed: boolean;
}

export interface KeyExpression {
  readonly value: Expression;
  readonly nullable: boolean;
}

/**
 * The hash key that a recipe makes of staged columns; NULL when the key is missing.
 *
 * Invariant: whether a key is missing is read from its inputs, whatever the profile makes of a tuple of NULLs.
 */
export function keyExpression(
  profile: HashProfile,
  recipe: KeyRecipe,
  operandOf: (name: string) => KeyOperand,
): KeyExpression {
  return isLinkKey(recipe)
    ? linkKey(profile, recipe, operandOf)
    : hubKey(profile, hubKeyRecipe(recipe), operandOf);
}

function hubKey(
  profile: HashProfile,
  { columns, nullKeyRule }: HubKeyRecipe,
  operandOf: (name: string) => KeyOperand,
): KeyExpression {
  const operands = columns.map(operandOf);
  const [only] = operands;
  if (only?.prehashed && operands.length === 1) return { value: only.value, nullable: only.nullable };
  const present = presence(profile, operands, nullKeyRule);
  const hashed = keyHash(profile, operands);
  if (present === null) return { value: hashed, nullable: false };
  const nullByItself = nullKeyRule === 'all' && profile.key.allNull === 'null';
  return { value: nullByItself ? hashed : when(present, hashed), nullable: true };
}

function linkKey(
  profile: HashProfile,
  { participants, childKey, childNull, symmetric }: LinkKeyRecipe,
  operandOf: (name: string) => KeyOperand,
): KeyExpression {
  const members = participants.map((recipe) => {
    const operands = recipe.columns.map(operandOf);
    const key = hubKey(profile, recipe, operandOf);
    const [first] = operands;
    const hashed: HashOperand = { name: first?.name ?? '', type: hashTypeOf(profile), ...key };
    return {
      parts: profile.linkKeyFrom === 'hashKeys' ? [hashed] : operands,
      present: presence(profile, operands, recipe.nullKeyRule),
      optional: recipe.optional,
      stored: recipe.optional && key.nullable ? coalesce(key.value, zeroKey(profile, 'unknown')) : key.value,
    };
  });
  const child = childKey.map(operandOf);
  const required = [
    ...members.filter(({ optional }) => !optional).map(({ present }) => present),
    childNull === 'nullKey' ? presence(profile, child, 'any') : null,
  ].filter((condition) => condition !== null);
  const hashOf = (order: typeof members): Expression =>
    keyHash(profile, [...order.flatMap(({ parts }) => parts), ...child]);
  const [left, right] = members;
  const hashed =
    symmetric && left && right
      ? when(
          { node: 'compare', operator: '<', left: right.stored, right: left.stored },
          hashOf([right, left]),
          hashOf([left, right]),
        )
      : hashOf(members);
  const anything = members.every(({ optional }) => optional)
    ? presence(profile, [...members.flatMap(({ parts }) => parts), ...child], 'all')
    : null;
  const conditions = anything === null ? required : [...required, anything];
  return conditions.length === 0
    ? { value: hashed, nullable: false }
    : { value: when(and(...conditions), hashed), nullable: true };
}

/** The condition under which a key is there; null when it always is. */
function presence(
  profile: HashProfile,
  operands: readonly HashOperand[],
  rule: HubKeyRecipe['nullKeyRule'],
): Expression | null {
  const missable = operands.filter(
    ({ nullable, type }) => nullable || (profile.key.emptyIsNull && type.kind === 'text'),
  );
  if (missable.length === 0 || (rule === 'all' && missable.length < operands.length)) return null;
  const tests = missable.map((operand) => isNotNull(comparable(profile.key, operand)));
  return rule === 'any' ? and(...tests) : or(...tests);
}
