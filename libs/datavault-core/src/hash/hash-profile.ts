import { z } from 'zod';
import type { HashType } from '../metadata/column.ts';
import { isCollisionSafe } from './collision-safety.ts';

const codePoint = z
  .int()
  .min(1)
  .max(0x10ffff)
  .refine((point) => point < 0xd800 || point > 0xdfff, 'must not be a surrogate');

/**
 * How the parts of a key or a diff become the text that is hashed, in the order of evaluation: text format, trim, case of
 * parts, empty to NULL, escape, quote or null token, sort, join, case of the whole, removal, strip, digest.
 */
const hashRules = z.strictObject({
  /** Removes U+0020 at both ends of text parts. */
  trim: z.enum(['none', 'spaces']),
  /** `upper` is the engine's Unicode upper case. */
  case: z.enum(['preserve', 'upperAscii', 'upper']),
  /** `whole` folds after joining: null tokens, delimiters and what escapes have put in are folded as well. */
  caseScope: z.enum(['part', 'whole']).default('part'),
  emptyIsNull: z.boolean(),
  /** Replacements inside a part, one after another. */
  escape: z.array(z.tuple([z.string().min(1), z.string()])),
  /** Put before and behind every part that is not NULL. */
  quote: z.string().min(1).nullable().default(null),
  nullToken: z.string(),
  delimiter: z.string(),
  /** Code points removed from the joined text, wherever they stand. */
  stripControl: z.array(codePoint).default([]),
  /**
   * `nullParts` drops trailing NULL parts, so that a nullable column appended at the end changes no old hash;
   * `delimiters` drops every delimiter at the end; `chars` every character at the end that is one of these.
   */
  stripTrailing: z.union([
    z.enum(['none', 'nullParts', 'delimiters']),
    z.strictObject({ chars: z.string().regex(/^[\x20-\x7e]+$/, 'must be printable ASCII') }),
  ]),
  /** `byName`: logical names, ASCII letters folded, by code point. */
  sortColumns: z.enum(['declared', 'byName']),
  /** What a tuple of NULLs becomes: NULL, a hash whose bytes are all zero, or the hash of its null tokens. */
  allNull: z.enum(['null', 'zero', 'hash']),
  /** `bare`: a single part has no null token and keeps its NULL. */
  singleColumn: z.enum(['asList', 'bare']).default('asList'),
});
export type HashRules = z.infer<typeof hashRules>;

/** Hash rules as plain data. */
export const hashRulesSchema = hashRules
  .refine(({ stripTrailing, delimiter }) => stripTrailing !== 'delimiters' || delimiter !== '', {
    path: ['delimiter'],
    message: 'must not be empty where trailing delimiters are dropped',
  })
  .refine((rules) => rules.stripTrailing !== 'nullParts' || isCollisionSafe(rules), {
    path: ['stripTrailing'],
    message: 'nullParts needs escapes that tell a NULL part from a value',
  });

/** One value that drives the TypeScript hasher and the SQL of every dialect. */
export const hashProfileSchema = z.strictObject({
  name: z.string().min(1),
  version: z.int().min(1),
  key: hashRulesSchema,
  diff: hashRulesSchema.refine(({ allNull }) => allNull !== 'null', {
    path: ['allNull'],
    message: 'must be zero or hash, because a hash diff is never NULL',
  }),
  /** What a link key hashes: the business keys of all participants, or their hash keys. */
  linkKeyFrom: z.enum(['businessKeys', 'hashKeys']).default('businessKeys'),
  algorithm: z.enum(['md5', 'sha1', 'sha256']),
  encoding: z.enum(['binary', 'hexLower', 'hexUpper']),
  /** How a value that is not text becomes text; `engine-cast` is whatever the engine's cast gives. */
  text: z.enum(['vaultwright-1', 'engine-cast', 'diepvries']).default('vaultwright-1'),
});
export type HashProfile = z.infer<typeof hashProfileSchema>;
export type TextFormat = HashProfile['text'];

const digestBytes = { md5: 16, sha1: 20, sha256: 32 } as const;

/** The column type that holds a hash of this profile. */
export function hashTypeOf({ algorithm, encoding }: Pick<HashProfile, 'algorithm' | 'encoding'>): HashType {
  return { kind: 'hash', bytes: digestBytes[algorithm], encoding };
}

/** True when two different texts may have the same normalised form, so that comparing raw values is not enough. */
export function normalisesText(rules: HashRules): boolean {
  return (
    rules.trim !== 'none' || rules.case !== 'preserve' || rules.emptyIsNull || rules.stripControl.length > 0
  );
}
