import type { Naming } from '../metadata/naming.ts';
import type { TableColumn, TableDefinition } from '../sql/query.ts';
import { loadId } from './parameters.ts';

/** Rows of a table that are older than what was stored when they came. */
export function lateTable(own: TableDefinition, naming: Naming): TableDefinition {
  return {
    ...own,
    name: `${own.name}${naming.lateSuffix}`,
    role: 'late',
    comment: `Rows of ${own.name} that are older than what was stored when they came; kept, not applied.`,
    columns: [...own.columns, ...setAsideColumns(naming)],
  };
}

/** Rows of a table whose parent's row is not known yet. */
export function pendingTable(own: TableDefinition, parent: string, naming: Naming): TableDefinition {
  return {
    ...own,
    name: `${own.name}${naming.pendingSuffix}`,
    role: 'pending',
    comment: `Rows of ${own.name} whose ${parent} row is not known yet; tried again in every batch.`,
    columns: [...own.columns, ...setAsideColumns(naming)],
  };
}

/** What tables of rows set aside add: the attempt that brought the row, and why it is here. */
function setAsideColumns(naming: Naming): TableColumn[] {
  return [
    { name: naming.loadId, type: loadId.type, nullable: false },
    { name: 'reason', type: { kind: 'text', length: 128 }, nullable: false },
  ];
}
