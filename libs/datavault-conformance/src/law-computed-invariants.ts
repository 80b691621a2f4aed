import { ghostRecordSource } from './reference/reserved-rows.ts';
import { historyKey } from './reference/version-identity.ts';
import type { Vault } from '@vaultwright/datavault-core';
import type { ReferenceRow } from './reference/state.ts';

type Tables = ReadonlyMap<string, readonly ReferenceRow[]>;

/** Pairs of point-in-time tables that no row of their satellite has, ghost records included. */
export function danglingPairs(tables: Tables, { entities, naming }: Vault): readonly string[] {
  return entities.flatMap((entity) => {
    if (entity.kind !== 'pointInTime') return [];
    return entity.satellites.flatMap(({ name, hashKey, keyColumn, dateColumn }) => {
      const stored = new Set(
        (tables.get(name) ?? []).map((row) => JSON.stringify([row[hashKey], row[naming.loadDate]])),
      );
      return (tables.get(entity.name) ?? [])
        .filter((row) => row[keyColumn] !== null)
        .map((row) => JSON.stringify([row[keyColumn], row[dateColumn]]))
        .filter((pair) => !stored.has(pair))
        .map((pair) => `${entity.name} ${name} ${pair}`);
    });
  });
}

/** Versions of end-dated views that do not end where the next one of their key begins, or that end although none follows. */
export function brokenIntervals(tables: Tables, { entities, naming }: Vault): readonly string[] {
  return entities.flatMap((entity) => {
    if (entity.kind !== 'endDatedView' || entity.endMinus !== 'none') return [];
    const byKey = new Map<string, ReferenceRow[]>();
    for (const row of tables.get(entity.name) ?? []) {
      if (row[naming.recordSource] === ghostRecordSource) continue;
      const key = JSON.stringify(historyKey(entity.satellite).map((name) => row[name]));
      byKey.set(key, [...(byKey.get(key) ?? []), row]);
    }
    const end = (row: ReferenceRow): string => row[entity.loadEnd] ?? '';
    const start = (row: ReferenceRow): string => row[naming.loadDate] ?? '';
    return [...byKey].flatMap(([key, rows]) => {
      const inOrder = rows.toSorted((left, right) =>
        `${start(left)} ${end(left)}` < `${start(right)} ${end(right)}` ? -1 : 1,
      );
      return inOrder
        .filter((row, place) => {
          const next = inOrder[place + 1];
          return end(row) !== (next === undefined ? entity.openEnd : start(next));
        })
        .map((row) => `${entity.name} ${key} ${start(row)} ${end(row)}`);
    });
  });
}
