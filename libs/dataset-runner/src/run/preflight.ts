import type { Session, TableDescription } from '@vaultwright/datavault-core/warehouse';
import {
  executeLoad,
  planEvolution,
  planTables,
  rulesStep,
  vaultTables,
  VaultwrightError,
  type Step,
  type Vault,
} from '@vaultwright/datavault-core';
import {
  compileStatement,
  type SqlDialect,
  type Statement,
  type TableColumn,
  type TableDefinition,
} from '@vaultwright/datavault-core/sql';
import { ledgerTables } from '../ledger/ledger-tables.ts';

/** How the warehouse differs from what a vault needs. */
export interface Preflight {
  readonly missing: readonly TableDefinition[];
  /** Columns that ledger tables of an earlier version lack. */
  readonly additions: readonly { readonly table: TableDefinition; readonly column: TableColumn }[];
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
  const additions: { table: TableDefinition; column: TableColumn }[] = [];
  const drift: string[] = [];
  for (const table of wanted) {
    const present = found.get(`${table.schema}.${table.name}`);
    if (present === undefined) {
      missing.push(table);
      continue;
    }
    const stored = new Set(present.columns.map(({ name }) => name));
    const added = ledgerTables.includes(table)
      ? table.columns.filter(({ name, nullable }) => nullable && !stored.has(name))
      : [];
    additions.push(...added.map((column) => ({ table, column })));
    const columns = table.columns.filter((column) => !added.includes(column));
    drift.push(...differences({ ...table, columns }, present, dialect));
  }
  return { missing, additions, drift };
}

function differences(wanted: TableDefinition, present: TableDescription, dialect: SqlDialect): string[] {
  const name = `${wanted.schema}.${wanted.name}`;
  const line = (column: { readonly name: string; readonly type: string; readonly nullable: boolean }) =>
    `${column.name} ${column.type}${column.nullable ? '' : ' not null'}`;
  const expected = wanted.columns.map((column) =>
    line({ ...column, type: dialect.catalogType(column.type) }),
  );
  const actual = present.columns.map(line);
  return [
    ...expected.filter((text) => !actual.includes(text)).map((text) => `${name}: missing ${text}`),
    ...actual
      .filter((text) => !expected.includes(text))
      .map((text) => `${name}: not in the metadata: ${text}`),
  ];
}

/**
 * Creates missing tables, gives the ledger the columns it lacks, and replaces views; a table of the vault is never altered.
 *
 * Errors: `E-SCHEMA-DRIFT` before anything is created.
 */
export async function prepareWarehouse(
  session: Session,
  dialect: SqlDialect,
  vault: Vault,
): Promise<Preflight> {
  const preflight = await inspectWarehouse(session, dialect, vault);
  if (preflight.drift.length > 0)
    throw schemaDrift(vault.name, preflight.drift, await mendingOf(session, dialect, vault, preflight));
  const schemas = [...new Set(preflight.missing.map(({ schema }) => schema))];
  const statements: Statement[] = [
    ...schemas.map((name) => ({ node: 'createSchema', name }) as const),
    ...preflight.missing.map((table) => ({ node: 'createTable', table }) as const),
    ...preflight.additions.map(({ table, column }) => ({ node: 'addColumn', table, column }) as const),
  ];
  for (const statement of statements) await session.execute(compileStatement(statement, dialect));
  for (const { compiled } of viewsOf(vault, dialect)) await session.execute(compiled);
  return preflight;
}

/** Errors: `E-HASH-RULE-CHANGED` when the vault was loaded under other hash rules, also when there is nothing to load. */
export async function refuseOtherRules(session: Session, dialect: SqlDialect, vault: Vault): Promise<void> {
  await executeLoad(session, [rulesStep(vault, dialect)], {});
}

/** Views follow the metadata, so that every run replaces them. */
function viewsOf(vault: Vault, dialect: SqlDialect): readonly Step[] {
  return planTables(vault, dialect).filter(({ statement }) => statement.node === 'createView');
}

/** An addition for people. */
export function additionLine({ table, column }: Preflight['additions'][number]): string {
  return `${table.schema}.${table.name}: column ${column.name} is new in this version`;
}

/** What mends a difference between stored tables and the metadata; null where only people can. */
export async function mendingOf(
  session: Session,
  dialect: SqlDialect,
  vault: Vault,
  { drift, missing, additions }: Preflight,
): Promise<string | null> {
  if (drift.length > 0) {
    const mends = await evolves(session, dialect, vault, drift);
    return mends
      ? 'vaultwright apply with the name of the data set: it shows these changes and makes them on consent'
      : null;
  }
  return missing.length + additions.length > 0
    ? 'run once without --no-create, with a login that may create and alter tables'
    : null;
}

/** True when every difference is of the vault's tables and `apply` would make it: it adds, renames or widens only. */
async function evolves(
  session: Session,
  dialect: SqlDialect,
  vault: Vault,
  drift: readonly string[],
): Promise<boolean> {
  const tables = vaultTables(vault);
  const stored = await session.describe([...new Set(tables.map(({ schema }) => schema))]);
  const own = tables.map(({ schema, name }) => `${schema}.${name}: `);
  return (
    planEvolution(vault, dialect, stored).refused.length === 0 &&
    drift.every((line) => own.some((table) => line.startsWith(table)))
  );
}

/** Refuses a warehouse whose tables lack anything. Errors: `E-SCHEMA-DRIFT`. */
export async function refuseDifferences(
  session: Session,
  dialect: SqlDialect,
  vault: Vault,
): Promise<Preflight> {
  const preflight = await inspectWarehouse(session, dialect, vault);
  const { missing, additions, drift } = preflight;
  const lines = [
    ...missing.map(({ schema, name }) => `${schema}.${name}: missing`),
    ...additions.map(additionLine),
    ...drift,
  ];
  if (lines.length > 0)
    throw schemaDrift(vault.name, lines, await mendingOf(session, dialect, vault, preflight));
  return preflight;
}

function schemaDrift(vault: string, lines: readonly string[], mending: string | null): VaultwrightError {
  return new VaultwrightError({
    code: 'E-SCHEMA-DRIFT',
    family: 'configuration',
    title: `stored tables differ from the metadata of ${vault}`,
    where: 'warehouse catalogue',
    found: `${lines.length} difference${lines.length === 1 ? '' : 's'}`,
    allowed: 'the generated tables; they are never altered silently',
    fix: mending ?? 'change the tables by hand, load into another warehouse, or correct the metadata',
    details: lines,
  });
}
