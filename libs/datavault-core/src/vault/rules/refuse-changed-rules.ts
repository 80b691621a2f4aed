import { VaultwrightError } from '../../errors.ts';
import type { Vault } from '../registry.ts';
import type { WarehouseRow } from '../../warehouse/warehouse.ts';
import { changedHashRules } from './compare-rules.ts';
import { fingerprints, type EntityHashRules } from './fingerprint.ts';

/**
 * Refuses metadata under which rows would get other hashes than the stored ones.
 *
 * Shape: `inForce` are the rows of `rulesInForce`. Errors: `E-HASH-RULE-CHANGED`, one line for each change.
 */
export function refuseChangedRules(vault: Vault, inForce: readonly WarehouseRow[]): void {
  const stored = new Map(inForce.map((row) => [row['entity'], row]));
  const changes = fingerprints(vault).flatMap(({ entity, hashFingerprint, rules }) => {
    const row = stored.get(entity);
    if (row === undefined || row['hash_fingerprint'] === hashFingerprint) return [];
    const formerName = (column: string): string => vault.renamed[`${entity}.${column}`] ?? column;
    return changedHashRules(JSON.parse(String(row['rules'])) as EntityHashRules, rules, formerName).map(
      (line) => `${entity}: ${line}`,
    );
  });
  if (changes.length === 0) return;
  throw new VaultwrightError({
    code: 'E-HASH-RULE-CHANGED',
    family: 'metadata',
    title: 'the metadata would give stored rows other hashes',
    where: `vault ${vault.name}`,
    found: changes[0] ?? '',
    allowed: 'the rules that the tables were loaded with, and nullable columns appended to a diff',
    fix: 'restore the rules, or move the vault to the new ones with a rehash plan',
    details: changes,
  });
}
