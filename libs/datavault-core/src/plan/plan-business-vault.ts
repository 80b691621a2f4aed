import { kindOf, type Vault } from '../vault/registry.ts';
import type { SqlDialect } from '../sql/dialect.ts';
import { planLoad, type LoadPlan } from './plan-load.ts';

/**
 * Plans bringing every point-in-time table and bridge up to date without a batch, whatever has happened to the vault.
 *
 * Everything is computed again and compared with what is stored; only rows that differ are replaced.
 * Generated instants are refreshed first. Invariant: after a batch that refreshed them it changes nothing.
 */
export function planBusinessVault(vault: Vault, options: { readonly dialect: SqlDialect }): LoadPlan {
  return planLoad(vault, { ...options, sources: [], entities: businessVaultEntities(vault) });
}

/** The entities that {@link planBusinessVault} brings up to date, in load order. */
export function businessVaultEntities(vault: Vault): string[] {
  const entities = vault.entities.filter((entity) => {
    const kind = kindOf(entity);
    return kind.refreshes?.(entity) ?? kind.computed === true;
  });
  return entities.map(({ name }) => name);
}

/** The entities of a vault without point-in-time tables and bridges: what a load that leaves them for later names. */
export function rawVaultEntities(vault: Vault): string[] {
  return vault.entities.filter((entity) => kindOf(entity).computed !== true).map(({ name }) => name);
}
