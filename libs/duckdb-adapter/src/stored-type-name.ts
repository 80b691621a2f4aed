import type { StoredType } from '@vaultwright/datavault-core/sql';

/**
 * DuckDB's name of a stored type, lower case.
 *
 * Invariant: binary hashes of 16 bytes are `uuid`, the engine's only fixed-width 16-byte type with unsigned byte order
 * that prints as the hash; 20 and 32 bytes are `blob`.
 */
export function storedTypeName(type: StoredType): string {
  switch (type.kind) {
    case 'text':
      return 'varchar';
    case 'int':
      return 'bigint';
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'boolean':
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
    case 'uuid':
      return type.kind;
    case 'float':
      return 'double';
    case 'binary':
      return 'blob';
    case 'hash':
      if (type.encoding !== 'binary') return 'varchar';
      return type.bytes === 16 ? 'uuid' : 'blob';
  }
}

/** The same type as the engine's catalogue spells it. */
export function catalogTypeName(type: StoredType): string {
  const name = storedTypeName(type);
  return name === 'timestamptz' ? 'TIMESTAMP WITH TIME ZONE' : name.toUpperCase();
}
