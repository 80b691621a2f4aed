import { createHash } from 'node:crypto';
import { VaultwrightError } from '../errors.ts';
import { inHashOrder } from './hash-order.ts';
import { partText, type HashPart } from './hash-part.ts';
import { hashTypeOf, type HashProfile, type HashRules, type TextFormat } from './hash-profile.ts';
import { contestedUpperCase } from './upper-case.ts';

export type { HashPart } from './hash-part.ts';

/** The text that is hashed, or null for a tuple of NULLs that the rules do not hash. */
export function hashText(
  rules: HashRules,
  parts: readonly HashPart[],
  format: TextFormat = 'vaultwright-1',
): string | null {
  const texts = inHashOrder(rules, parts).map((part) => normalisedText(rules, part, format));
  const hashesNulls = rules.allNull === 'hash' && !(rules.singleColumn === 'bare' && texts.length === 1);
  if (!hashesNulls && texts.every((text) => text === null)) return null;
  const kept =
    rules.stripTrailing === 'nullParts' ? texts.slice(0, Math.max(1, 1 + lastPresent(texts))) : texts;
  const joined = kept
    .map((text) => (text === null ? rules.nullToken : quoted(rules, escaped(rules, text))))
    .join(rules.delimiter);
  return stripped(rules, withoutControl(rules, rules.caseScope === 'whole' ? cased(rules, joined) : joined));
}

/** Digest of a key. Shape: lower-case hexadecimal, or upper case when the profile stores it so. */
export function hashKey(profile: HashProfile, parts: readonly HashPart[]): string | null {
  return hash(profile, profile.key, parts);
}

/**
 * Digest of a satellite's payload; never null.
 *
 * Errors: `E-DATA-HASH` for a NULL that stands alone under rules that keep it.
 */
export function hashDiff(profile: HashProfile, parts: readonly HashPart[]): string {
  const digested = hash(profile, profile.diff, parts);
  if (digested === null) throw unhashable(parts[0]?.name ?? '', 'NULL as the only column of a hash diff');
  return digested;
}

/** The form in which two values of a key part count as the same. */
export function comparableText(rules: HashRules, part: HashPart): string | null {
  if (part.kind !== 'text') return part.text;
  const text = normalisedText(rules, part, 'vaultwright-1');
  if (text === null) return null;
  return withoutControl(rules, rules.caseScope === 'whole' ? cased(rules, text) : text);
}

function hash(profile: HashProfile, rules: HashRules, parts: readonly HashPart[]): string | null {
  const text = hashText(rules, parts, profile.text);
  if (text === null) {
    const bare = rules.singleColumn === 'bare' && parts.length === 1;
    return rules.allNull === 'zero' && !bare ? '00'.repeat(hashTypeOf(profile).bytes) : null;
  }
  const hex = createHash(profile.algorithm).update(text, 'utf8').digest('hex');
  return profile.encoding === 'hexUpper' ? hex.toUpperCase() : hex;
}

function lastPresent(texts: readonly (string | null)[]): number {
  return texts.findLastIndex((text) => text !== null);
}

function normalisedText(rules: HashRules, part: HashPart, format: TextFormat): string | null {
  const text = partText(format, part);
  if (text === null) return null;
  const isText = part.kind === 'text';
  if (isText) refuseContested(rules, part.name, text);
  const trimmed = isText && rules.trim === 'spaces' ? text.replace(/^ +| +$/g, '') : text;
  const folded = rules.caseScope === 'part' ? cased(rules, trimmed) : trimmed;
  return isText && rules.emptyIsNull && folded === '' ? null : folded;
}

function refuseContested(rules: HashRules, name: string, text: string): void {
  if (text.includes('\u0000') || !text.isWellFormed())
    throw unhashable(name, 'U+0000 or an unpaired surrogate');
  const contested = rules.case === 'upper' ? contestedUpperCase(text) : null;
  if (contested !== null) throw unhashable(name, `"${contested}", whose upper case differs between engines`);
}

function escaped(rules: HashRules, text: string): string {
  return rules.escape.reduce((value, [from, to]) => value.replaceAll(from, () => to), text);
}

function quoted({ quote }: HashRules, text: string): string {
  return quote === null ? text : `${quote}${text}${quote}`;
}

function cased(rules: HashRules, text: string): string {
  switch (rules.case) {
    case 'preserve':
      return text;
    case 'upperAscii':
      return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
    case 'upper':
      return text.toUpperCase();
  }
}

function withoutControl({ stripControl }: HashRules, text: string): string {
  return stripControl.reduce((value, point) => value.replaceAll(String.fromCodePoint(point), ''), text);
}

function stripped({ stripTrailing, delimiter }: HashRules, text: string): string {
  if (stripTrailing === 'none' || stripTrailing === 'nullParts') return text;
  const tails = stripTrailing === 'delimiters' ? [delimiter] : Array.from(stripTrailing.chars);
  let rest = text;
  for (;;) {
    const tail = tails.find((candidate) => rest.endsWith(candidate));
    if (tail === undefined) return rest;
    rest = rest.slice(0, -tail.length);
  }
}

function unhashable(name: string, found: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-DATA-HASH',
    family: 'data',
    title: 'a value cannot be hashed equally on every engine',
    where: `column ${name}`,
    found,
    allowed: 'text that the hash profile maps to one form everywhere',
    fix: 'clean the value before hashing, or choose a profile that preserves case',
  });
}
