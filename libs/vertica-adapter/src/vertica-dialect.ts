import {
  standardForms,
  type HashAlgorithm,
  type HashEncoding,
  type SqlDialect,
  type StoredType,
} from '@vaultwright/datavault-core/sql';
import { canonicalText } from './canonical-text.ts';
import { physicalDesign, workTableDesign, type PhysicalDesignOptions } from './physical-design.ts';
import { fullMatch, portableFunction } from './portable-function.ts';
import { quoteIdentifier, typedLiteral } from './sql-literal.ts';
import { catalogTypeName, storedTypeName } from './stored-type-name.ts';

/**
 * How Vertica spells what Vaultwright generates. Protocol-tested, not server-tested.
 *
 * Invariant: pure; importing it loads no driver. Uniqueness is not declared: the engine would not enforce it, so it rests
 * on the vault's lock and on the generated checks.
 */
export function createVerticaDialect(options: PhysicalDesignOptions = {}): SqlDialect {
  return {
    ...standardForms,
    name: 'vertica',
    identifierBytes: 128,
    quoteIdentifier,
    typeName: storedTypeName,
    catalogType: catalogTypeName,
    literal: typedLiteral,
    placeholder: () => '?',
    same,
    call: portableFunction,
    matches: fullMatch,
    canonicalText,
    digest,
    extreme,
    tableClauses: (table) => physicalDesign(table, options),
    workTableOpening: (name) => `create local temporary table if not exists ${name}`,
    // Rows go with the end of every transaction, so each batch finds its work tables empty.
    workTableClauses: (table) => ['on commit delete rows', ...workTableDesign(table)],
    expandsCommonTables: true,
    longestText: 65_000,
  };
}

/** The dialect of a cluster whose k-safety is the database's own setting. */
export const verticaDialect: SqlDialect = createVerticaDialect();

/** Null-safe equality: true for two NULLs, false for one. Assumption: null-safe-eq. */
function same(left: string, right: string): string {
  return `${left} <=> ${right}`;
}

/** A boolean has no smallest value in the engines of this family, so it is counted as 0 and 1. */
function extreme(name: 'min' | 'max', operand: string, { kind }: StoredType): string {
  if (kind !== 'boolean') return `${name}(${operand})`;
  return `(${name}(case when ${operand} then 1 when not (${operand}) then 0 end) = 1)`;
}

/** The engine's digests are lower-case hexadecimal text. Assumption: hash-hex. */
function digest(operand: string, algorithm: HashAlgorithm, encoding: HashEncoding): string {
  const hex = `${algorithm}(${operand})`;
  switch (encoding) {
    case 'hexLower':
      return hex;
    case 'hexUpper':
      return `upper(${hex})`;
    case 'binary':
      return `hex_to_binary(${hex})::binary(${digestBytes[algorithm]})`;
  }
}

const digestBytes: Readonly<Record<HashAlgorithm, number>> = { md5: 16, sha1: 20, sha256: 32 };
