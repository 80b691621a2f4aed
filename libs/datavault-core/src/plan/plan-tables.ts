import type { VaultContext } from '../stage/entity-load.ts';
import { withGhosts } from '../stage/ghost-record.ts';
import { vaultModelTable } from '../vault/rules/vault-model-table.ts';
import { kindOf, type Vault } from '../vault/registry.ts';
import { compileStatement } from '../sql/compile.ts';
import type { SqlDialect } from '../sql/dialect.ts';
import type { Statement, TableDefinition, ViewDefinition } from '../sql/query.ts';
import { rejectTable, stagingTable } from '../vault/staging-tables.ts';
import { refuseUnfitNames } from './unfit-names.ts';
import type { DefineStep } from './step.ts';

/** Every table that a vault needs, staging first. */
export function vaultTables(vault: Vault): TableDefinition[] {
  return [
    ...vault.sources.flatMap((source) => [stagingTable(source, vault), rejectTable(source, vault)]),
    ...vault.entities.flatMap((entity) => entityTables(entity, vault)),
    vaultModelTable(vault),
  ];
}

/** Tables that one entity of a vault needs, its own first. */
export function entityTables(entity: Vault['entities'][number], vault: Vault): TableDefinition[] {
  return [...withGhosts(entity, vault, kindOf(entity).tables(entity, vault))];
}

/** Every view of a vault, those that others read first. */
export function vaultViews(vault: Vault): ViewDefinition[] {
  const context: VaultContext = { vault, tableOf: tableOf(vault) };
  return vault.entities.flatMap((entity) => [...(kindOf(entity).views?.(entity, context) ?? [])]);
}

/** Looks up an entity's own table. */
export function tableOf(vault: Vault): VaultContext['tableOf'] {
  return (name) => {
    const entity = vault.entities.find((candidate) => candidate.name === name);
    const [own] = entity === undefined ? [] : kindOf(entity).tables(entity, vault);
    if (own === undefined) throw new TypeError(`vault ${vault.name} has no table for ${name}`);
    return own;
  };
}

/**
 * Steps that create what is missing, views last. Tables that exist are not touched; views are replaced.
 *
 * Errors: `E-META-NAME` for names that the engine would cut or confuse.
 */
export function planTables(vault: Vault, dialect: SqlDialect): DefineStep[] {
  const tables = vaultTables(vault);
  const views = vaultViews(vault);
  refuseUnfitNames([...tables, ...views], dialect);
  const step = (name: string, title: string, statement: Statement): DefineStep => ({
    kind: 'define',
    id: `define/${name}`,
    phase: 'define',
    ahead: true,
    title,
    statement,
    compiled: compileStatement(statement, dialect),
  });
  const schemas = [...new Set([...tables, ...views].map(({ schema }) => schema))];
  return [
    ...schemas.map((name) => step(name, `Schema ${name}.`, { node: 'createSchema', name })),
    ...tables.map((table) =>
      step(`${table.schema}.${table.name}`, table.comment, { node: 'createTable', table }),
    ),
    ...views.map((view) => step(`${view.schema}.${view.name}`, view.comment, { node: 'createView', view })),
  ];
}
