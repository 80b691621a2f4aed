import { VaultwrightError } from '../errors.ts';
import { kindOf } from '../kinds/index.ts';
import type { VaultModel } from '../metadata/vault.ts';
import { compileStatement } from '../sql/compile.ts';
import type { SqlDialect } from '../sql/dialect.ts';
import type { TableDefinition } from '../sql/query.ts';
import { rejectTable, stagingTable } from './staging-tables.ts';
import type { DefineStep } from './step.ts';

/** Every table that a vault needs, staging first. */
export function vaultTables(vault: VaultModel): TableDefinition[] {
  return [
    ...vault.sources.flatMap((source) => [stagingTable(source, vault), rejectTable(source, vault)]),
    ...vault.entities.flatMap((entity) => [...kindOf(entity).tables(entity, vault)]),
  ];
}

/**
 * Steps that create what is missing; nothing that exists is touched.
 *
 * Errors: `E-META-NAME` for names that the engine would cut or confuse.
 */
export function planTables(vault: VaultModel, dialect: SqlDialect): DefineStep[] {
  const tables = vaultTables(vault);
  refuseUnfitNames(tables, dialect);
  const schemas = [...new Set(tables.map(({ schema }) => schema))];
  return [
    ...schemas.map((name): DefineStep => {
      const statement = { node: 'createSchema', name } as const;
      return {
        kind: 'define',
        id: `define/${name}`,
        phase: 'define',
        title: `Schema ${name}.`,
        statement,
        compiled: compileStatement(statement, dialect),
      };
    }),
    ...tables.map((table): DefineStep => {
      const statement = { node: 'createTable', table } as const;
      return {
        kind: 'define',
        id: `define/${table.schema}.${table.name}`,
        phase: 'define',
        title: table.comment,
        statement,
        compiled: compileStatement(statement, dialect),
      };
    }),
  ];
}

function refuseUnfitNames(
  tables: readonly TableDefinition[],
  { identifierBytes, name: engine }: SqlDialect,
): void {
  const names = tables.flatMap((table) => [
    table.schema,
    table.name,
    ...table.columns.map(({ name }) => name),
  ]);
  const long = [...new Set(names)].filter((name) => new TextEncoder().encode(name).length > identifierBytes);
  const spelled = new Map<string, string>();
  const clashes = tables.flatMap((table) => {
    const full = `${table.schema}.${table.name}`;
    const other = spelled.get(full.toLowerCase());
    spelled.set(full.toLowerCase(), full);
    return other === undefined ? [] : [`${full} and ${other} differ in case only or are the same table`];
  });
  const details = [...long.map((name) => `${name} is longer than ${identifierBytes} bytes`), ...clashes];
  if (details.length === 0) return;
  throw new VaultwrightError({
    code: 'E-META-NAME',
    family: 'metadata',
    title: `${details.length} name${details.length === 1 ? '' : 's'} unfit for ${engine}`,
    where: 'physical names of the vault',
    found: details[0] ?? '',
    allowed: `distinct names of at most ${identifierBytes} bytes`,
    fix: 'give the entity a shorter or different name',
    details,
  });
}
