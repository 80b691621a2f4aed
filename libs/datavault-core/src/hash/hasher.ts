import { createHash } from 'node:crypto';
import { VaultwrightError } from '../errors.ts';
import type { ColumnKind } from '../metadata/column.ts';
import type { HashProfile, HashRules } from './hash-profile.ts';

/** One part of a key or diff: its logical name, its type and its canonical text. */
export interface HashPart {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly text: string | null;
}

/** The text that is hashed, or null when the rules make a tuple of NULLs NULL. */
export function hashText(rules: HashRules, parts: readonly HashPart[]): string | null {
  const sorted = rules.sortColumns === 'byName' ? [...parts].sort(byName) : parts;
  const texts = sorted.map((part) => normalisedText(rules, part));
  if (rules.allNull === 'null' && texts.every((text) => text === null)) return null;
  const kept =
    rules.stripTrailing === 'nullParts' ? texts.slice(0, Math.max(1, 1 + lastPresent(texts))) : texts;
  return kept.map((text) => (text === null ? rules.nullToken : escaped(rules, text))).join(rules.delimiter);
}

/** Digest of a key. Shape: lower-case hexadecimal, or upper case when the profile stores it so. */
export function hashKey(profile: HashProfile, parts: readonly HashPart[]): string | null {
  return digest(profile, hashText(profile.key, parts));
}

/** Digest of a satellite's payload; never null. */
export function hashDiff(profile: HashProfile, parts: readonly HashPart[]): string {
  const hash = digest(profile, hashText(profile.diff, parts));
  if (hash === null) throw new TypeError('diff rules must hash a tuple of NULLs');
  return hash;
}

function digest({ algorithm, encoding }: HashProfile, text: string | null): string | null {
  if (text === null) return null;
  const hex = createHash(algorithm).update(text, 'utf8').digest('hex');
  return encoding === 'hexUpper' ? hex.toUpperCase() : hex;
}

function lastPresent(texts: readonly (string | null)[]): number {
  return texts.findLastIndex((text) => text !== null);
}

function normalisedText(rules: HashRules, { name, kind, text }: HashPart): string | null {
  if (text === null || kind !== 'text') return text;
  if (text.includes('\u0000') || !text.isWellFormed())
    throw unhashable(name, 'U+0000 or an unpaired surrogate');
  const trimmed = rules.trim === 'spaces' ? text.replace(/^ +| +$/g, '') : text;
  const folded = cased(rules, name, trimmed);
  return rules.emptyIsNull && folded === '' ? null : folded;
}

function escaped(rules: HashRules, text: string): string {
  return rules.escape.reduce((value, [from, to]) => value.replaceAll(from, to), text);
}

function cased(rules: HashRules, name: string, text: string): string {
  if (rules.case === 'preserve') return text;
  if (rules.case === 'upperAscii') return text.replace(/[a-z]/g, (letter) => letter.toUpperCase());
  for (const character of text) {
    if (upperDiffers(character))
      throw unhashable(name, `"${character}", whose upper case differs between engines`);
  }
  return text.toUpperCase();
}

/** Letters whose upper case is longer than one code point in JavaScript; engines map them one to one or not at all. */
function upperDiffers(character: string): boolean {
  return Array.from(character.toUpperCase()).length !== 1 || character === '\u0131' || character === '\u017f';
}

function byName(left: HashPart, right: HashPart): number {
  const a = left.name.toLowerCase();
  const b = right.name.toLowerCase();
  return a < b ? -1 : a > b ? 1 : 0;
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
