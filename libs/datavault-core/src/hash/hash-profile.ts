import { z } from 'zod';
import type { HashType } from '../metadata/column.ts';

/**
 * How the parts of a key or a diff become the text that is hashed, in the order of evaluation:
 * canonical text, trim, case, empty to NULL, escape, null token, sort, join, strip, all-null test, digest.
 */
export const hashRulesSchema = z.strictObject({
  /** Removes U+0020 at both ends of text parts. */
  trim: z.enum(['none', 'spaces']),
  /** Case of text parts; `upper` is the engine's Unicode upper case. */
  case: z.enum(['preserve', 'upperAscii', 'upper']),
  emptyIsNull: z.boolean(),
  /** Replacements inside a text part, one after another. */
  escape: z.array(z.tuple([z.string().min(1), z.string()])),
  nullToken: z.string(),
  delimiter: z.string(),
  /** `nullParts` drops trailing NULL parts, so that a nullable column appended at the end changes no old hash. */
  stripTrailing: z.enum(['none', 'nullParts']),
  sortColumns: z.enum(['declared', 'byName']),
  /** What a tuple of NULLs becomes. */
  allNull: z.enum(['null', 'hash']),
});
export type HashRules = z.infer<typeof hashRulesSchema>;

/** One value that drives the TypeScript hasher and the SQL of every dialect. */
export const hashProfileSchema = z.strictObject({
  name: z.string().min(1),
  version: z.int().min(1),
  key: hashRulesSchema,
  diff: hashRulesSchema,
  algorithm: z.enum(['md5', 'sha1', 'sha256']),
  encoding: z.enum(['binary', 'hexLower', 'hexUpper']),
});
export type HashProfile = z.infer<typeof hashProfileSchema>;

const digestBytes = { md5: 16, sha1: 20, sha256: 32 } as const;

/** The column type that holds a hash of this profile. */
export function hashTypeOf({ algorithm, encoding }: Pick<HashProfile, 'algorithm' | 'encoding'>): HashType {
  return { kind: 'hash', bytes: digestBytes[algorithm], encoding };
}

/** True when two different texts may have the same normalised form, so that comparing raw values is not enough. */
export function normalisesText(rules: HashRules): boolean {
  return rules.trim !== 'none' || rules.case !== 'preserve' || rules.emptyIsNull;
}
