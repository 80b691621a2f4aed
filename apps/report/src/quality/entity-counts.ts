import type { Knex } from 'knex';
import { countOf, textOf } from '../engine-value.ts';
import type { CollapsedDuplicates } from '../report.ts';
import type { LoadedObject } from './ledger.ts';

/** The entity that keeps one row per record of a source, where a repeated record therefore shows. */
export interface RecordEntity {
  readonly source: string;
  readonly entity: string;
}

export interface EntityCounts {
  readonly duplicates: readonly CollapsedDuplicates[];
  readonly late: number;
}

/** Collapsed duplicates per source, and late rows of all entities, over the counted loads. */
export async function readEntityCounts(
  knex: Knex,
  ops: string,
  recordEntities: readonly RecordEntity[],
  objects: readonly LoadedObject[],
): Promise<EntityCounts> {
  const counted = new Set(objects.map((object) => object.loadId));
  const rows = await knex
    .select<Record<string, unknown>[]>('load_id', 'entity', 'source', 'duplicate', 'late')
    .from(`${ops}.etl_entity`);
  const duplicates = new Map<string, number>();
  let late = 0;
  for (const row of rows) {
    if (!counted.has(textOf(row['load_id']) ?? '')) continue;
    const place = `${textOf(row['source'])} ${bareName(textOf(row['entity']) ?? '')}`;
    duplicates.set(place, (duplicates.get(place) ?? 0) + countOf(row['duplicate'] ?? 0));
    late += countOf(row['late'] ?? 0);
  }
  return {
    duplicates: recordEntities.map(({ source, entity }) => ({
      source,
      entity,
      rows: duplicates.get(`${source} ${entity}`) ?? 0,
    })),
    late,
  };
}

const bareName = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
