import type { Knex } from 'knex';
import { countOf, textOf } from '../engine-value.ts';
import type { RejectedRows } from '../report.ts';
import type { LoadedObject } from './ledger.ts';

interface KeptReject {
  readonly loadId: string;
  readonly file: string;
  readonly reason: string;
  readonly records: number;
}

/**
 * Rejected records per file and reason, largest first.
 *
 * A record counts once per reason. Records that the ledger counts but the reject tables no longer hold appear with
 * reason null, so that the total never shrinks when staging is purged.
 */
export async function readRejectedRows(
  knex: Knex,
  staging: string,
  sources: readonly string[],
  objects: readonly LoadedObject[],
): Promise<RejectedRows[]> {
  const counted = new Set(objects.map((object) => object.loadId));
  const totals = new Map<string, RejectedRows>();
  const tables = sources.map((source) => `${staging}.${source}_rej`);
  for (const { loadId, ...rows } of await keptReasons(knex, tables)) {
    if (counted.has(loadId)) add(totals, rows);
  }
  const keptByLoad = await keptRecords(knex, tables);
  for (const loadId of counted) {
    const ofLoad = objects.filter((object) => object.loadId === loadId);
    const rejected = ofLoad.reduce((sum, object) => sum + object.rejected, 0);
    const missing = rejected - (keptByLoad.get(loadId) ?? 0);
    if (missing <= 0) continue;
    const file = ofLoad.length === 1 ? (ofLoad[0]?.key ?? null) : null;
    add(totals, { file, reason: null, records: missing });
  }
  return [...totals.values()].toSorted(
    (left, right) => right.records - left.records || placeOf(left).localeCompare(placeOf(right), 'en'),
  );
}

/** Distinct records per load, file and reason. */
async function keptReasons(knex: Knex, tables: readonly string[]): Promise<KeptReject[]> {
  const rows: Record<string, unknown>[] = await knex.unionAll(
    tables.map((table) =>
      knex
        .select('load_id', 'source_object', 'reason_code')
        .count({ records: '*' })
        .from(knex.distinct('load_id', 'source_object', 'record_no', 'reason_code').from(table).as('records'))
        .groupBy('load_id', 'source_object', 'reason_code'),
    ),
  );
  return rows.map((row) => ({
    loadId: textOf(row['load_id']) ?? '',
    file: textOf(row['source_object']) ?? '',
    reason: textOf(row['reason_code']) ?? '',
    records: countOf(row['records']),
  }));
}

/** Distinct records per load, whatever their reasons. */
async function keptRecords(knex: Knex, tables: readonly string[]): Promise<Map<string, number>> {
  const rows: Record<string, unknown>[] = await knex.unionAll(
    tables.map((table) =>
      knex
        .select('load_id')
        .count({ records: '*' })
        .from(knex.distinct('load_id', 'source_object', 'record_no').from(table).as('records'))
        .groupBy('load_id'),
    ),
  );
  const byLoad = new Map<string, number>();
  for (const row of rows) {
    const loadId = textOf(row['load_id']) ?? '';
    byLoad.set(loadId, (byLoad.get(loadId) ?? 0) + countOf(row['records']));
  }
  return byLoad;
}

function add(totals: Map<string, RejectedRows>, rows: RejectedRows): void {
  const place = placeOf(rows);
  totals.set(place, { ...rows, records: rows.records + (totals.get(place)?.records ?? 0) });
}

const placeOf = (rows: RejectedRows): string => JSON.stringify([rows.file, rows.reason]);
