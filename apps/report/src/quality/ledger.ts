import type { Knex } from 'knex';
import { countOf, textOf, timestampText } from '../engine-value.ts';
import type { LoadFacts, ReportQuality } from '../report.ts';

/** A loaded object as the ledger counts it. */
export interface LoadedObject {
  readonly loadId: string;
  readonly key: string;
  readonly read: number;
  readonly loaded: number;
  readonly rejected: number;
  readonly blank: number;
}

/** The latest load, or null when nothing was loaded yet. */
export async function readLatestLoad(knex: Knex, ops: string, vault: string): Promise<LoadFacts | null> {
  const [load] = await knex
    .select<Record<string, unknown>[]>('*', varchar(knex, 'load_dt', 'load_dt_text'))
    .from(`${ops}.etl_load`)
    .where('vault', vault)
    .orderBy('load_dt', 'desc')
    .orderBy('load_id', 'desc')
    .limit(1);
  if (load === undefined) return null;
  return {
    dataset: textOf(load['dataset']) ?? '',
    loadId: textOf(load['load_id']) ?? '',
    runId: textOf(load['run_id']),
    loadedAt: timestampText(load['load_dt_text']),
    status: textOf(load['status']) ?? '',
    hashProfile: textOf(load['hash_profile']),
    codeVersion: textOf(load['code_version']),
  };
}

/** Loaded objects, each content once: a content read again under changed metadata counts by its latest reading. */
export async function readLoadedObjects(knex: Knex, ops: string, vault: string): Promise<LoadedObject[]> {
  const rows = await knex
    .select<Record<string, unknown>[]>(
      'source',
      'content_sha256',
      'load_id',
      'object_key',
      'rows_read',
      'rows_loaded',
      'rows_rejected',
      'rows_blank',
    )
    .from(`${ops}.etl_object`)
    .where('vault', vault)
    .orderBy('loaded_at')
    .orderBy('load_id');
  const latest = new Map<string, LoadedObject>();
  for (const row of rows) {
    latest.set(`${textOf(row['source'])} ${textOf(row['content_sha256'])}`, {
      loadId: textOf(row['load_id']) ?? '',
      key: textOf(row['object_key']) ?? '',
      read: countOf(row['rows_read']),
      loaded: countOf(row['rows_loaded']),
      rejected: countOf(row['rows_rejected']),
      blank: countOf(row['rows_blank']),
    });
  }
  return [...latest.values()];
}

export function totalRows(objects: readonly LoadedObject[]): ReportQuality['rows'] {
  const sum = (of: (object: LoadedObject) => number): number =>
    objects.reduce((total, object) => total + of(object), 0);
  return {
    read: sum((object) => object.read),
    loaded: sum((object) => object.loaded),
    rejected: sum((object) => object.rejected),
    blank: sum((object) => object.blank),
  };
}

/** A column as text, for values whose driver types differ. */
export function varchar(knex: Knex, column: string, name: string): Knex.Raw {
  return knex.raw('cast(?? as varchar(40)) as ??', [column, name]);
}
