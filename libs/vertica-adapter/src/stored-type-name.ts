import type { StoredType } from '@vaultwright/datavault-core/sql';

/** Longest VARCHAR and VARBINARY. Units: octets. */
const longestVarchar = 65_000;

/** Most octets that UTF-8 needs for one code point. */
const octetsPerCodePoint = 4;

/**
 * Vertica's name of a stored type, lower case, always with its size.
 *
 * Units: VARCHAR counts octets, metadata counts code points; four octets for each, at most 65,000.
 * Invariant: text stays VARCHAR however long it is declared, because LONG VARCHAR cannot be hashed, compared or grouped
 * by; a text that needs more octets fails the COPY (ENFORCELENGTH) and is never cut. Assumptions: octets, copy-enforcelength.
 */
export function storedTypeName(type: StoredType): string {
  switch (type.kind) {
    case 'text':
      return `varchar(${Math.min(longestVarchar, type.length * octetsPerCodePoint)})`;
    case 'int':
    case 'float':
    case 'boolean':
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
    case 'uuid':
      return type.kind;
    case 'decimal':
      return `numeric(${type.precision},${type.scale})`;
    case 'binary':
      return `varbinary(${type.length})`;
    case 'hash':
      return type.encoding === 'binary' ? `binary(${type.bytes})` : `varchar(${type.bytes * 2})`;
  }
}

/** The same type as `v_catalog.columns.data_type` reports it. Assumption: catalog-types. */
export function catalogTypeName(type: StoredType): string {
  return storedTypeName(type);
}
