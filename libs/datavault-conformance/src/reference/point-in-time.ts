import { hashKey as hashOf, type Vault } from '@vaultwright/datavault-core';
import { ghostLoadDate, zeroKeyText } from './reserved-rows.ts';
import type { PointInTimeModel, PointInTimeSatellite } from '@vaultwright/datavault-core/model';
import { instantsOf } from './as-of.ts';
import { replaceRows } from './computed-table.ts';
import {
  rowsOf,
  type EntityOutcome,
  type ReferenceBatch,
  type ReferenceRow,
  type ReferenceState,
} from './state.ts';
import { compareValues } from './value-order.ts';

/**
 * A point-in-time table: for each key of the parent and each instant, the version of each satellite in force.
 *
 * In force is the last row, in the order (load date, sequence with NULL first), whose load date is not later than the
 * instant. Where there is none: the ghost record, or NULL, as declared. A key has rows from the instant on at which its
 * parent was first loaded, or at every instant, as declared. Always the whole table, as if it were built anew.
 */
export function applyPointInTime(
  state: ReferenceState,
  model: PointInTimeModel,
  { vault }: ReferenceBatch,
): EntityOutcome {
  const rows: ReferenceRow[] = [];
  for (const instant of instantsOf(state, model.instants, model)) {
    for (const parent of rowsOf(state, model.parent)) {
      const key = parent[model.hashKey] ?? '';
      const firstSeen = parent[vault.naming.loadDate] ?? '';
      if (model.rows === 'fromFirstSeen' && firstSeen > instant) continue;
      const row: Record<string, string | null> = { [model.hashKey]: key, [model.asOf]: instant };
      if (model.pitKey !== null) row[model.pitKey] = pitKeyOf(vault, model, key, instant);
      for (const satellite of model.satellites) {
        Object.assign(row, pairOf(state, model, satellite, vault, key, instant));
      }
      rows.push(row);
    }
  }
  return replaceRows(state, model.name, rows);
}

function pairOf(
  state: ReferenceState,
  { missing }: PointInTimeModel,
  { name, hashKey, keyColumn, dateColumn, sequence }: PointInTimeSatellite,
  { naming, hashProfile }: Vault,
  key: string,
  instant: string,
): ReferenceRow {
  const dateOf = (row: ReferenceRow): string => row[naming.loadDate] ?? '';
  const inForce = rowsOf(state, name)
    .filter((row) => row[hashKey] === key && dateOf(row) <= instant)
    .sort((left, right) => {
      if (dateOf(left) !== dateOf(right)) return dateOf(left) < dateOf(right) ? -1 : 1;
      for (const { stored } of sequence) {
        const [a, b] = [left[stored.name] ?? null, right[stored.name] ?? null];
        if (a === b) continue;
        if (a === null || b === null) return a === null ? -1 : 1;
        return compareValues(stored.type, a, b);
      }
      return 0;
    })
    .at(-1);
  const ghost = missing === 'ghost';
  return {
    [keyColumn]: inForce ? key : ghost ? zeroKeyText(hashProfile, 'unknown') : null,
    [dateColumn]: inForce ? dateOf(inForce) : ghost ? ghostLoadDate : null,
    ...Object.fromEntries(sequence.map((item) => [item.name, inForce?.[item.stored.name] ?? null])),
  };
}

function pitKeyOf(
  { hashProfile }: Vault,
  { hashKey, asOf }: PointInTimeModel,
  key: string,
  instant: string,
): string | null {
  const hash = hashOf(hashProfile, [
    { name: hashKey, kind: 'hash', text: key },
    { name: asOf, kind: 'timestamp', text: instant },
  ]);
  return hash && hash.toLowerCase();
}
