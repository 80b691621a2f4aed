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
  const keptByLoad = new Map<string, number>();
  for (const source of sources) {
    const table = `${staging}.${source}_rej`;
    for (const kept of await keptReasons(knex, table)) {
      if (!counted.has(kept.loadId)) continue;
      add(totals, { file: kept.file, reason: kept.reason, records: kept.records });
    }
    for (const kept of await keptRecords(knex, table)) {
      keptByLoad.set(kept.loadId, (keptByLoad.get(kept.loadId) ?? 0) + kept.records);
    }
  }
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

async function keptReasons(knex: Knex, table: string): Promise<KeptReject[]> {
  const distinct = knex
    .distinct('load_id', 'source_object', 'record_no', 'reason_code')
    .from(table)
    .as('records');
  const rows = await knex
    .select('load_id', 'source_object', 'reason_code')
    .count<Record<string, unknown>[]>({ records: '*' })
    .from(distinct)
    .groupBy('load_id', 'source_object', 'reason_code');
  return rows.map((row) => ({
    loadId: textOf(row['load_id']) ?? '',
    file: textOf(row['source_object']) ?? '',
    reason: textOf(row['reason_code']) ?? '',
    records: countOf(row['records']),
  }));
}

async function keptRecords(
  knex: Knex,
  table: string,
): Promise<{ readonly loadId: string; readonly records: number }[]> {
  const distinct = knex.distinct('load_id', 'source_object', 'record_no').from(table).as('records');
  const rows = await knex
    .select('load_id')
    .count<Record<string, unknown>[]>({ records: '*' })
    .from(distinct)
    .groupBy('load_id');
  return rows.map((row) => ({ loadId: textOf(row['load_id']) ?? '', records: countOf(row['records']) }));
}

function add(totals: Map<string, RejectedRows>, rows: RejectedRows): void {
  const place = placeOf(rows);
  totals.set(place, { ...rows, records: rows.records + (totals.get(place)?.records ?? 0) });
}

const placeOf = (rows: RejectedRows): string => JSON.stringify([rows.file, rows.reason]);
