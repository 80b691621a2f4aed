import type {
  CurrentViewModel,
  EndDatedViewModel,
  SatelliteViewModel,
} from '@vaultwright/datavault-core/model';
import { ghostLoadDate, ghostRecordSource, zeroKeyText } from './reserved-rows.ts';
import { contentOrder, historyKey, isGrouped } from './version-identity.ts';
import type { Vault } from '@vaultwright/datavault-core';
import {
  rowsOf,
  type EntityOutcome,
  type ReferenceBatch,
  type ReferenceRow,
  type ReferenceState,
} from './state.ts';
import { compareValues } from './value-order.ts';

/**
 * The current view: the last row of each key in the order (load date, sequence, hash diff); of a satellite whose versions
 * are groups, all rows of the last load date. The ghost record is left out unless it is asked for.
 */
export function applyCurrentView(
  state: ReferenceState,
  model: CurrentViewModel,
  { vault }: ReferenceBatch,
): EntityOutcome {
  const rows = histories(state, model, vault).flatMap((versions) => {
    const last = versions.at(-1);
    if (last === undefined) return [];
    const date = vault.naming.loadDate;
    return isGrouped(model.satellite) ? versions.filter((row) => row[date] === last[date]) : [last];
  });
  return { state: new Map([...state, [model.name, rows]]), results: [] };
}

/**
 * The end-dated view: every version and its end, the load date of the next one of its key, or of the next group; the last
 * one is open. Of versions with one load date all but the last end when they begin. Merged: a version that has the hash
 * diff of the one before it is left out first.
 */
export function applyEndDatedView(
  state: ReferenceState,
  model: EndDatedViewModel,
  { vault }: ReferenceBatch,
): EntityOutcome {
  const date = vault.naming.loadDate;
  const rows = histories(state, model, vault).flatMap((versions) => {
    const diff = model.satellite.hashDiff ?? '';
    const kept = model.mergeEqual
      ? versions.filter((row, place) => place === 0 || row[diff] !== versions[place - 1]?.[diff])
      : versions;
    return kept.map((row, place): ReferenceRow => {
      const next = isGrouped(model.satellite)
        ? kept.find((other) => (other[date] ?? '') > (row[date] ?? ''))
        : kept[place + 1];
      const end = next === undefined ? model.openEnd : minus(next[date] ?? '', model.endMinus);
      return { ...row, [model.loadEnd]: end };
    });
  });
  return { state: new Map([...state, [model.name, rows]]), results: [] };
}

/** The rows of each key in order, without the ghost unless it is asked for. */
export function histories(
  state: ReferenceState,
  { satellite, withGhosts }: SatelliteViewModel,
  { naming, hashProfile }: Vault,
): readonly (readonly ReferenceRow[])[] {
  const isGhost = (row: ReferenceRow): boolean =>
    row[satellite.hashKey] === zeroKeyText(hashProfile, 'unknown') &&
    row[naming.loadDate] === ghostLoadDate &&
    row[naming.recordSource] === ghostRecordSource;
  const text = { kind: 'text', length: 1 } as const;
  const order = [
    { name: naming.loadDate, type: text },
    ...(satellite.sequence ?? []),
    ...contentOrder(satellite),
  ];
  const byKey = new Map<string, ReferenceRow[]>();
  for (const row of rowsOf(state, satellite.name)) {
    if (isGhost(row) && !withGhosts) continue;
    const key = JSON.stringify(historyKey(satellite).map((name) => row[name]));
    byKey.set(key, [...(byKey.get(key) ?? []), row]);
  }
  for (const rows of byKey.values()) {
    rows.sort((left, right) => {
      for (const { name, type } of order) {
        const [a, b] = [left[name] ?? null, right[name] ?? null];
        if (a !== b) return a === null ? -1 : b === null ? 1 : compareValues(type, a, b);
      }
      return 0;
    });
  }
  return [...byKey.values()];
}

/** An instant a little earlier. */
function minus(instant: string, by: EndDatedViewModel['endMinus']): string {
  if (by === 'none') return instant;
  const whole = BigInt(Date.parse(`${instant.slice(0, 19).replace(' ', 'T')}Z`)) * 1000n;
  const earlier = whole + BigInt(instant.slice(20)) - (by === '1us' ? 1n : 1000n);
  const micros = ((earlier % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = new Date(Number((earlier - micros) / 1000n)).toISOString().slice(0, 19);
  return `${seconds.replace('T', ' ')}.${String(micros).padStart(6, '0')}`;
}
