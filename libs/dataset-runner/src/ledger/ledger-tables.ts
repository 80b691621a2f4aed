import type { ColumnType } from '@vaultwright/datavault-core';
import type { TableColumn, TableDefinition } from '@vaultwright/datavault-core/sql';

export const ledgerSchema = 'ops';

const text = (name: string, length: number, nullable = false): TableColumn => ({
  name,
  type: { kind: 'text', length },
  nullable,
});
const count = (name: string): TableColumn => ({ name, type: { kind: 'int' }, nullable: false });
const instant = (name: string): TableColumn => ({
  name,
  type: { kind: 'timestamp' } satisfies ColumnType,
  nullable: false,
});

function ledger(
  name: string,
  comment: string,
  key: readonly string[],
  columns: readonly TableColumn[],
): TableDefinition {
  return { schema: ledgerSchema, name, role: 'ledger', comment, columns, key, clusterBy: [] };
}

const rowCounts = ['rows_read', 'rows_loaded', 'rows_rejected', 'rows_blank'].map(count);

/** One row per committed batch; a failed attempt leaves none. */
export const etlLoad = ledger(
  'etl_load',
  'Ledger: batches that were loaded.',
  ['load_id'],
  [
    text('load_id', 64),
    text('vault', 128),
    text('dataset', 128),
    text('run_id', 64),
    instant('load_dt'),
    text('status', 32),
    count('objects'),
    ...rowCounts,
    text('code_version', 32),
    text('metadata_hash', 64),
    text('hash_profile', 64),
  ],
);

/** The truth about what has been loaded: one row for each object of each version of a delivery. */
export const etlObject = ledger(
  'etl_object',
  'Ledger: objects that were loaded, by the delivery they are part of.',
  ['load_id', 'bucket', 'object_key'],
  [
    text('vault', 128),
    text('dataset', 128),
    text('source', 128),
    text('content_sha256', 64),
    text('metadata_hash', 64),
    text('load_id', 64),
    text('bucket', 1024),
    text('object_key', 1024),
    text('etag', 256),
    count('object_size'),
    ...rowCounts,
    text('path', 16),
    instant('loaded_at'),
    // added later: NULL in rows that were written before, whose delivery is the object's key
    text('delivery', 1024, true),
  ],
);

/** Where a content was seen, so that the next run need not read it again. */
export const etlObjectKey = ledger(
  'etl_object_key',
  'Ledger: names under which contents were seen.',
  ['vault', 'bucket', 'object_key', 'etag'],
  [
    text('vault', 128),
    text('source', 128),
    text('bucket', 1024),
    text('object_key', 1024),
    text('etag', 256),
    count('object_size'),
    text('metadata_hash', 64),
    text('content_sha256', 64),
  ],
);

/** What each batch did to each entity. */
export const etlEntity = ledger(
  'etl_entity',
  'Ledger: what each batch did to each entity.',
  ['load_id', 'entity', 'source'],
  [
    text('load_id', 64),
    text('entity', 128),
    text('source', 128),
    ...['read', 'inserted', 'known', 'duplicate', 'null_key', 'held', 'late', 'released'].map(count),
    // added later: NULL in rows that were written before
    { ...count('conflict'), nullable: true },
  ],
);

/** Objects that were staged by a step of their own and wait for the load step. */
export const etlStaged = ledger(
  'etl_staged',
  'Ledger: objects staged apart, waiting to be loaded or loaded since.',
  ['load_id', 'bucket', 'object_key'],
  [
    ...etlObject.columns.filter(({ name }) => name !== 'loaded_at'),
    { ...instant('told_dt'), nullable: true },
  ],
);

export const ledgerTables: readonly TableDefinition[] = [
  etlLoad,
  etlObject,
  etlObjectKey,
  etlEntity,
  etlStaged,
];
