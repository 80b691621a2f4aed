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
  readonly conflict: number;
}

/**
 * Collapsed duplicates per source, and late and conflicting rows of all entities, over the counted loads.
 *
 * Shape: rows that a version without the count of conflicts has written lack it; it is what the others leave of `read`.
 */
export async function readEntityCounts(
  knex: Knex,
  ops: string,
  recordEntities: readonly RecordEntity[],
  objects: readonly LoadedObject[],
): Promise<EntityCounts> {
  const counted = new Set(objects.map((object) => object.loadId));
  const rows = await knex.select<Record<string, unknown>[]>('*').from(`${ops}.etl_entity`);
  const duplicates = new Map<string, number>();
  let late = 0;
  let conflict = 0;
  for (const row of rows) {
    if (!counted.has(textOf(row['load_id']) ?? '')) continue;
    const place = `${textOf(row['source'])} ${bareName(textOf(row['entity']) ?? '')}`;
    duplicates.set(place, (duplicates.get(place) ?? 0) + countOf(row['duplicate'] ?? 0));
    late += countOf(row['late'] ?? 0);
    conflict += countOf(row['conflict'] ?? restOf(row));
  }
  return {
    duplicates: recordEntities.map(({ source, entity }) => ({
      source,
      entity,
      rows: duplicates.get(`${source} ${entity}`) ?? 0,
    })),
    late,
    conflict,
  };
}

function restOf(row: Readonly<Record<string, unknown>>): number {
  const others = ['inserted', 'known', 'duplicate', 'null_key', 'held', 'late', 'released'];
  return others.reduce((rest, name) => rest - countOf(row[name]), countOf(row['read']));
}

const bareName = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
