import { vaultTables, vaultViews, type Vault } from '@vaultwright/datavault-core';
import type { QualifiedName } from '@vaultwright/datavault-core/warehouse';
import type { DataSet } from '../data-set.ts';
import type { LedgerClaim } from './ledger-claims.ts';

/** Finds who else stands on something of a vault; one sentence, or null when nobody does. */
export interface OthersClaims {
  relation(name: QualifiedName): string | null;
  entity(name: string): string | null;
  source(name: string): string | null;
}

/**
 * What the other vaults of a warehouse stand on.
 *
 * Shape: a vault of the configuration stands on its tables once something was staged or loaded for it. Of a data set that
 * only the ledger knows the schemas are not known: whatever has the name of one of its entities or sources counts.
 */
export function othersClaims(
  own: { readonly dataSet: DataSet; readonly vault: Vault },
  configured: readonly DataSet[],
  remembered: readonly LedgerClaim[],
): OthersClaims {
  const relations = new Map<string, string>();
  const unknown: LedgerClaim[] = [];
  for (const claim of remembered) {
    const vault = configured
      .filter(({ name }) => name === claim.dataSet)
      .flatMap(({ models }) => Object.values(models))
      .find(({ name }) => name === claim.vault);
    if (vault === undefined && claim.dataSet !== own.dataSet.name) unknown.push(claim);
    if (vault === undefined || isOwn(claim, own)) continue;
    for (const relation of [...vaultTables(vault), ...vaultViews(vault)])
      relations.set(relationName(relation), `vault ${claim.vault} of data set ${claim.dataSet} stands on it`);
  }
  const named = (part: 'entities' | 'sources', name: string): string | null => {
    const found = unknown.find((claim) => claim[part].has(name));
    return found === undefined
      ? null
      : `data set ${found.dataSet}, which the configuration does not know, has loaded one of this name`;
  };
  return {
    relation: (name) => relations.get(relationName(name)) ?? null,
    entity: (name) => named('entities', name),
    source: (name) => named('sources', name),
  };
}

export function relationName({ schema, name }: QualifiedName): string {
  return `${schema}.${name}`;
}

function isOwn(
  claim: LedgerClaim,
  { dataSet, vault }: { readonly dataSet: DataSet; readonly vault: Vault },
): boolean {
  return claim.dataSet === dataSet.name && claim.vault === vault.name;
}
