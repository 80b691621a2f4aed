import { vaultTables, VaultwrightError, type Vault } from '@vaultwright/datavault-core';
import {
  compileStatement,
  type SqlDialect,
  type Statement,
  type TableDefinition,
} from '@vaultwright/datavault-core/sql';
import type { Session } from '@vaultwright/datavault-core/warehouse';
import { ledgerTables } from '../ledger/ledger-tables.ts';

/** How the warehouse differs from what a vault needs. */
export interface Preflight {
  readonly missing: readonly TableDefinition[];
  /** One line per difference between a stored table and its definition. */
  readonly drift: readonly string[];
}

/** Compares the catalogue with the generated tables; changes nothing. */
export async function inspectWarehouse(
  session: Session,
  dialect: SqlDialect,
  vault: Vault,
): Promise<Preflight> {
  const wanted = [...vaultTables(vault), ...ledgerTables];
  const stored = await session.describe([...new Set(wanted.map(({ schema }) => schema))]);
  const found = new Map(stored.map((table) => [`${table.schema}.${table.name}`, table]));
  const missing: TableDefinition[] = [];
  const drift: string[] = [];
  for (const table of wanted) {
    const name = `${table.schema}.${table.name}`;
    const present = found.get(name);
    if (present === undefined) {
      missing.push(table);
      continue;
    }
    const expected = table.columns.map(
      (column) => `${column.name} ${dialect.catalogType(column.type)}${column.nullable ? '' : ' not null'}`,
    );
    const actual = present.columns.map(
      (column) => `${column.name} ${column.type}${column.nullable ? '' : ' not null'}`,
    );
    drift.push(
      ...expected.filter((line) => !actual.includes(line)).map((line) => `${name}: missing ${line}`),
      ...actual
        .filter((line) => !expected.includes(line))
        .map((line) => `${name}: not in the metadata: ${line}`),
    );
  }
  return { missing, drift };
}

/**
 * Creates missing tables; a table that differs is never altered.
 *
 * Errors: `E-SCHEMA-DRIFT` before anything is created.
 */
export async function prepareWarehouse(
  session: Session,
  dialect: SqlDialect,
  vault: Vault,
): Promise<Preflight> {
  const preflight = await inspectWarehouse(session, dialect, vault);
  if (preflight.drift.length > 0) throw schemaDrift(vault.name, preflight.drift);
  const schemas = [...new Set(preflight.missing.map(({ schema }) => schema))];
  const statements: Statement[] = [
    ...schemas.map((name) => ({ node: 'createSchema', name }) as const),
    ...preflight.missing.map((table) => ({ node: 'createTable', table }) as const),
  ];
  for (const statement of statements) await session.execute(compileStatement(statement, dialect));
  return preflight;
}

export function schemaDrift(vault: string, drift: readonly string[]): VaultwrightError {
  return new VaultwrightError({
    code: 'E-SCHEMA-DRIFT',
    family: 'configuration',
    title: `stored tables differ from the metadata of ${vault}`,
    where: 'warehouse catalogue',
    found: `${drift.length} difference${drift.length === 1 ? '' : 's'}`,
    allowed: 'the generated tables; they are never altered silently',
    fix: 'change the tables by hand, load into another warehouse, or correct the metadata',
    details: drift,
  });
}
