import { hashTypeOf } from '../hash/hash-profile.ts';
import type { EntityModel, Vault } from '../vault/registry.ts';
import type { TableDefinition } from '../sql/query.ts';

/** A table of a rehash before it takes its place. */
export const newTableName = (name: string): string => `${name}__rehash`;
/** A table that a rehash has replaced. */
export const oldTableName = (name: string): string => `${name}__before`;
/** The table that says which new key an old one became. */
export const keyMapName = (entity: string): string => `${entity}__keys`;

export function keyMapTable(entity: EntityModel, stored: Vault, next: Vault): TableDefinition {
  return {
    schema: stored.naming.vaultSchema,
    name: keyMapName(entity.name),
    role: 'ledger',
    comment: `Which new hash key each old one of ${entity.name} became.`,
    columns: [
      { name: 'old_key', type: hashTypeOf(stored.hashProfile), nullable: false },
      { name: 'new_key', type: hashTypeOf(next.hashProfile), nullable: false },
    ],
    key: ['old_key'],
    clusterBy: ['old_key'],
  };
}
