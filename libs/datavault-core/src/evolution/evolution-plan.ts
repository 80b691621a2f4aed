import { createHash } from 'node:crypto';
import { VaultwrightError } from '../errors.ts';
import type { Vault } from '../vault/registry.ts';
import { vaultTables, vaultViews } from '../plan/plan-tables.ts';
import { compileStatement } from '../sql/compile.ts';
import type { SqlDialect } from '../sql/dialect.ts';
import type { Statement, TableColumn, TableDefinition } from '../sql/query.ts';
import type { CompiledStatement } from '../sql/statement.ts';
import type { Session, TableDescription } from '../warehouse/warehouse.ts';
import { widened } from './widened-type.ts';

/** One change that a plan would make; running it twice is harmless. */
export interface EvolutionChange {
  readonly change:
    | 'create-schema'
    | 'create-table'
    | 'add-column'
    | 'rename-column'
    | 'widen-column'
    | 'relax-column'
    | 'replace-view';
  /** One sentence for people. */
  readonly title: string;
  readonly statement: Statement;
  readonly compiled: CompiledStatement;
}

/** How a warehouse becomes what the metadata describes. */
export interface EvolutionPlan {
  readonly changes: readonly EvolutionChange[];
  /** What the metadata asks for and no plan does: dropped and narrowed columns, changed keys. */
  readonly refused: readonly string[];
  /** Identity of the changes. Units: sha256, 64 hexadecimal digits. */
  readonly digest: string;
}

/**
 * Compares the tables that a vault needs with those that are stored.
 *
 * Shape: `stored` are descriptions of the vault's schemas. Invariant: pure; additive changes only.
 */
export function planEvolution(
  vault: Vault,
  dialect: SqlDialect,
  stored: readonly TableDescription[],
): EvolutionPlan {
  const found = new Map(stored.map((table) => [key(table), table]));
  const changes: EvolutionChange[] = [];
  const refused: string[] = [];
  const add = (change: EvolutionChange['change'], title: string, statement: Statement): void => {
    changes.push({ change, title, statement, compiled: compileStatement(statement, dialect) });
  };
  const tables = vaultTables(vault);
  const missing = tables.filter((table) => !found.has(key(table)));
  for (const name of new Set(missing.map(({ schema }) => schema)))
    add('create-schema', `Schema ${name}, unless it is there.`, { node: 'createSchema', name });
  for (const table of tables) {
    const present = found.get(key(table));
    if (present === undefined) add('create-table', table.comment, { node: 'createTable', table });
    else compareTable(vault, dialect, table, present, add, refused);
  }
  for (const view of vaultViews(vault)) add('replace-view', view.comment, { node: 'createView', view });
  const digest = createHash('sha256')
    .update(changes.map(({ compiled }) => compiled.sql).join('\n;\n'))
    .digest('hex');
  return { changes, refused, digest };
}

/**
 * Makes the changes of a plan, and only those.
 *
 * Invariant: no transaction is needed; after a failure at any change, planning and applying again ends the same.
 * Errors: `E-META-REFUSED` when something was refused; `E-PLAN-CHANGED` when the warehouse is no longer what was planned.
 */
export async function applyEvolution(
  session: Session,
  vault: Vault,
  dialect: SqlDialect,
  plan: EvolutionPlan,
): Promise<void> {
  if (plan.refused.length > 0) throw refusedChanges(vault.name, plan.refused);
  const schemas = [...new Set(vaultTables(vault).map(({ schema }) => schema))];
  const now = planEvolution(vault, dialect, await session.describe(schemas));
  if (now.digest !== plan.digest) throw outdated(vault.name);
  for (const { compiled } of plan.changes) await session.execute(compiled);
}

function compareTable(
  vault: Vault,
  dialect: SqlDialect,
  table: TableDefinition,
  present: TableDescription,
  add: (change: EvolutionChange['change'], title: string, statement: Statement) => void,
  refused: string[],
): void {
  const left = new Map(present.columns.map((column) => [column.name, column]));
  const at = { schema: table.schema, name: table.name };
  for (const column of table.columns) {
    const former = vault.renamed[`${table.name}.${column.name}`];
    let stored = left.get(column.name);
    if (stored === undefined && former !== undefined && left.has(former)) {
      add('rename-column', `Column ${former} of ${table.name} is called ${column.name}.`, {
        node: 'renameColumn',
        table: at,
        from: former,
        to: column.name,
      });
      stored = left.get(former);
      left.delete(former);
    }
    left.delete(column.name);
    if (stored === undefined) {
      if (column.nullable)
        add('add-column', `Column ${column.name} of ${table.name}.`, {
          node: 'addColumn',
          table: at,
          column,
        });
      else
        refused.push(
          `${key(table)}: column ${column.name} is new and not nullable; stored rows have no value for it`,
        );
      continue;
    }
    compareColumn(dialect, table, column, stored, add, refused);
  }
  for (const { name, nullable } of left.values()) {
    refused.push(
      `${key(table)}: column ${name} is stored, but not in the metadata${nullable ? '' : ', and new rows would need a value for it'}`,
    );
  }
}

function compareColumn(
  dialect: SqlDialect,
  table: TableDefinition,
  column: TableColumn,
  stored: TableDescription['columns'][number],
  add: (change: EvolutionChange['change'], title: string, statement: Statement) => void,
  refused: string[],
): void {
  const place = `${key(table)}: column ${column.name}`;
  if (stored.type !== dialect.catalogType(column.type)) {
    if (widened(stored.type, column.type, dialect)) {
      add('widen-column', `Column ${column.name} of ${table.name} takes wider values.`, {
        node: 'widenColumn',
        table: { schema: table.schema, name: table.name },
        column,
      });
    } else {
      refused.push(
        `${place} is stored as ${stored.type}, the metadata says ${dialect.catalogType(column.type)}`,
      );
    }
  }
  if (column.nullable && !stored.nullable)
    add('relax-column', `Column ${column.name} of ${table.name} may be empty.`, {
      node: 'dropNotNull',
      table: { schema: table.schema, name: table.name },
      column: column.name,
    });
}

function key({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return `${schema}.${name}`;
}

/** The error for what a plan refuses. */
export function refusedChanges(vault: string, details: readonly string[]): VaultwrightError {
  return new VaultwrightError({
    code: 'E-META-REFUSED',
    family: 'metadata',
    title: 'the metadata asks for changes that would lose or rewrite rows',
    where: `vault ${vault}`,
    found: details[0] ?? '',
    allowed:
      'new entities and sources, columns that are or become nullable, wider types, renames that are declared',
    fix: 'keep the column, declare a rename, or load a new entity beside the old one',
    details,
  });
}

function outdated(vault: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-PLAN-CHANGED',
    family: 'warehouse',
    title: 'the warehouse is no longer what was planned for',
    where: `vault ${vault}`,
    found: 'other changes are needed now',
    allowed: 'the changes that were shown',
    fix: 'plan again, look at the changes, then apply',
  });
}
