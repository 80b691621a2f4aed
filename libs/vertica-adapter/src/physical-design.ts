import type { TableColumn, TableDefinition, TableRole, WorkTable } from '@vaultwright/datavault-core/sql';
import { quoteIdentifier } from './sql-literal.ts';

/** Small and joined from everywhere: a copy on every node. */
const replicated: readonly TableRole[] = ['reference', 'ledger', 'asOf'];

/** Vault tables that grow with every batch. */
const partitioned: readonly TableRole[] = ['hub', 'link', 'satellite'];

export interface PhysicalDesignOptions {
  /** Copies of every segment beyond the first; the database's own setting when absent, which alone fits one node. */
  readonly ksafe?: number;
}

/**
 * Where rows of a table live and in which order, as the clauses after its column list.
 *
 * Rows are segmented by the first column that joined tables share, so that a hub, its satellites and a link's satellites
 * join without moving rows, and sorted by all of them. Vault tables are partitioned by load day: days are grouped to
 * months after three months and to years after two years. Staging is sorted by load. Tables that are joined by nothing keep the engine's segmentation.
 * Assumptions: ddl-shape, ksafe-single, local-join.
 */
export function physicalDesign(table: TableDefinition, { ksafe }: PhysicalDesignOptions = {}): string[] {
  if (table.role === 'staging') return [...orderBy(loadOf(table)), ...copies(ksafe)];
  const order = table.clusterBy.length > 0 ? table.clusterBy : table.key;
  const [segment] = order;
  if (replicated.includes(table.role)) return [...orderBy(order), 'unsegmented all nodes'];
  if (segment === undefined) return copies(ksafe);
  return [
    ...orderBy(order),
    `segmented by hash(${quoteIdentifier(segment)}) all nodes`,
    ...copies(ksafe),
    ...partitionBy(table),
  ];
}

/** Every load reads its own rows of a staging table, which ends with their load and their object. */
function loadOf({ columns }: TableDefinition): string[] {
  return columns.slice(-2, -1).map(({ name }) => name);
}

/**
 * Where rows of a work table live: by its first hash, which is the key of the entity that it is for, so that its rows meet
 * those of hub, link or satellite without moving. Assumptions: local-join, work-table-segments.
 */
export function workTableDesign({ columns }: WorkTable): string[] {
  const key = columns.find(({ type }) => type.kind === 'hash');
  return key === undefined ? [] : [`segmented by hash(${quoteIdentifier(key.name)}) all nodes`];
}

function copies(ksafe: number | undefined): string[] {
  return ksafe === undefined ? [] : [`ksafe ${ksafe}`];
}

function orderBy(columns: readonly string[]): string[] {
  return columns.length === 0 ? [] : [`order by ${columns.map(quoteIdentifier).join(', ')}`];
}

function partitionBy(table: TableDefinition): string[] {
  const loaded = partitioned.includes(table.role) ? loadTime(table) : undefined;
  if (loaded === undefined) return [];
  const day = `${quoteIdentifier(loaded.name)}::date`;
  return [`partition by ${day}`, `group by calendar_hierarchy_day(${day}, 3, 2)`];
}

/** Every vault table ends with when a row was loaded and from where; the last timestamp that is never NULL is the former. */
function loadTime({ columns }: TableDefinition): TableColumn | undefined {
  return columns.findLast(({ type, nullable }) => type.kind === 'timestamp' && !nullable);
}
