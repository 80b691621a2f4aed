import { ghostRecordSource } from './reference/reserved-rows.ts';
import type { Vault } from '@vaultwright/datavault-core';
import type { ReferenceRow } from './reference/state.ts';
import type { TableDefinition } from '@vaultwright/datavault-core/sql';

type Tables = ReadonlyMap<string, readonly ReferenceRow[]>;

/** Rows as texts in one order, so that two tables are equal as multisets when these are equal. */
export function multiset(rows: readonly ReferenceRow[], columns: readonly string[]): readonly string[] {
  return rows.map((row) => JSON.stringify(columns.map((name) => row[name] ?? null))).sort();
}

/** Rows of some table that another row of it repeats in every column of the table's identity. */
export function repeatedIdentities(
  tables: Tables,
  definitions: readonly TableDefinition[],
): readonly string[] {
  return definitions.flatMap(({ name, key }) => {
    const identities = multiset(tables.get(name) ?? [], key);
    return identities.filter((row, index) => row === identities[index + 1]).map((row) => `${name} ${row}`);
  });
}

/** Rows whose parent, or one of whose participants, is not there. */
export function orphans(tables: Tables, vault: Vault): readonly string[] {
  return vault.entities.flatMap((entity) => {
    if (entity.kind === 'hub') return [];
    const parents =
      'participants' in entity
        ? entity.participants.map(({ name, hub, hubKey }) => ({ column: name, table: hub, key: hubKey }))
        : 'parent' in entity
          ? [{ column: entity.hashKey, table: entity.parent, key: entity.hashKey }]
          : [];
    return parents.flatMap(({ column, table, key }) => {
      const held = new Set((tables.get(table) ?? []).map((row) => row[key]));
      return (
        (tables.get(entity.name) ?? [])
          .filter((row) => !held.has(row[column] ?? null))
          // A ghost record stands for no key at all.
          .filter((row) => row[vault.naming.recordSource] !== ghostRecordSource)
          .map((row) => `${entity.name} ${JSON.stringify(row)}`)
      );
    });
  });
}

/** Rows that were there before and are no more, in tables that are not computed anew. */
export function lostRows(before: Tables, after: Tables, computed: ReadonlySet<string>): readonly string[] {
  return [...before].flatMap(([name, rows]) => {
    if (computed.has(name)) return [];
    const left = (after.get(name) ?? []).map((row) => JSON.stringify(row));
    return rows
      .map((row) => JSON.stringify(row))
      .filter((row) => {
        const place = left.indexOf(row);
        if (place >= 0) left.splice(place, 1);
        return place < 0;
      })
      .map((row) => `${name} ${row}`);
  });
}
