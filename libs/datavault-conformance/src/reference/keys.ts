import { comparableText, type HubKeyRecipe, type LinkKeyRecipe } from '@vaultwright/datavault-core/model';
import { hashKey, type HashPart, type HashProfile } from '@vaultwright/datavault-core';
import { zeroKeyText } from './reserved-rows.ts';

/** A staged value on its way into a key. */
export interface KeyPart extends HashPart {
  /** The source delivers the hash itself. */
  readonly prehashed: boolean;
}

type PartOf = (name: string) => KeyPart;

/**
 * The key of a hub: the hash of its parts. Missing when all parts are NULL, or when any is, as the rule says; a value
 * that the profile reads as NULL is one. A single prehashed part is the key itself.
 */
export function hubKeyOf(
  hashProfile: HashProfile,
  { columns, nullKeyRule }: HubKeyRecipe,
  partOf: PartOf,
): string | null {
  const parts = columns.map(partOf);
  const missing = parts.map((part) => comparableText(hashProfile.key, part) === null);
  if (nullKeyRule === 'any' ? missing.includes(true) : !missing.includes(false)) return null;
  const [only] = parts;
  if (parts.length === 1 && only?.prehashed) return (only.text ?? '').toLowerCase();
  return (hashKey(hashProfile, parts) ?? '').toLowerCase();
}

/** The participants in the order in which they are hashed: as declared, or by key where the pair has no order. */
export function inOrder(
  hashProfile: HashProfile,
  { participants, symmetric }: LinkKeyRecipe,
  partOf: PartOf,
): readonly {
  readonly key: string | null;
  readonly stored: string | null;
  readonly parts: readonly HashPart[];
}[] {
  const zero = zeroKeyText(hashProfile, 'unknown').toLowerCase();
  const members = participants.map((recipe) => {
    const key = hubKeyOf(hashProfile, recipe, partOf);
    return { key, stored: key ?? (recipe.optional ? zero : null), parts: recipe.columns.map(partOf) };
  });
  const [left, right] = members;
  return symmetric && left?.stored && right?.stored && right.stored < left.stored ? [right, left] : members;
}

/**
 * The key of a link: the hash of all participants' business keys, or of their hash keys as the profile says, and then
 * of the child key. Missing when a required participant is, or a child column where NULL is no value, or everything.
 */
export function linkKeyOf(hashProfile: HashProfile, recipe: LinkKeyRecipe, partOf: PartOf): string | null {
  const members = inOrder(hashProfile, recipe, partOf);
  const child = recipe.childKey.map(partOf);
  const isMissing = (part: HashPart): boolean => comparableText(hashProfile.key, part) === null;
  if (members.some(({ stored }) => stored === null)) return null;
  if (recipe.childNull === 'nullKey' && child.some(isMissing)) return null;
  const parts = members.flatMap(({ key, parts: own }): readonly HashPart[] =>
    hashProfile.linkKeyFrom === 'hashKeys' ? [{ name: 'key', kind: 'hash', text: key }] : own,
  );
  if (recipe.participants.every(({ optional }) => optional) && [...parts, ...child].every(isMissing))
    return null;
  return (hashKey(hashProfile, [...parts, ...child]) ?? '').toLowerCase();
}
