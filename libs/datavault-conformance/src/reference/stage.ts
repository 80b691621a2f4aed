import { hashDiff, type Vault } from '@vaultwright/datavault-core';
import {
  evaluateDerived,
  stagedColumns,
  originalSuffix,
  type StagingRules,
} from '@vaultwright/datavault-core/model';
import type { CanonicalRow } from '@vaultwright/datavault-core/warehouse';
import { RefusedBatch } from './refused-batch.ts';
import { contractOf, keyOf, partOf } from './staged-row.ts';
import { rowsOf, type ReferenceRow, type ReferenceState } from './state.ts';
import { compareValues } from './value-order.ts';

type Row = Record<string, string | null>;

/**
 * The rows of every source of a batch as entities see them.
 *
 * Rules, in this order, each using only columns that are there by then: clean, derive, substitute NULL keys, look up,
 * hash, rank. A lookup reads a table of the vault as it was before the batch, or the batch's rows of another source as
 * they were delivered; more than one match refuses the batch, and so do ties under a row number.
 */
export function stageBatch(
  state: ReferenceState,
  vault: Vault,
  batch: Readonly<Record<string, readonly CanonicalRow[]>>,
): ReadonlyMap<string, readonly ReferenceRow[]> {
  const delivered = new Map(
    Object.entries(batch).map(([source, rows]) => {
      const names = Object.keys(contractOf(vault, source).columns);
      return [
        source,
        rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? null]))),
      ];
    }),
  );
  const staged = [...delivered].map(([source, rows]) => {
    const { staging } = contractOf(vault, source);
    const own = rows.map((row) => lookedUp(state, delivered, staging, derived(staging, row)));
    const hashed = own.map((row) => withHashes(vault, source, staging, row));
    return [source, ranked(vault, source, staging, hashed)] as const;
  });
  return new Map(staged);
}

function derived({ clean, derived: values, nullKeys }: StagingRules, delivered: ReferenceRow): Row {
  const row: Row = { ...delivered };
  for (const [name, cleaners] of Object.entries(clean)) {
    for (const node of cleaners)
      row[name] = evaluateDerived({ node, of: { node: 'column', name } }, (part) => row[part] ?? null);
  }
  for (const [name, value] of Object.entries(values))
    row[name] = evaluateDerived(value, (part) => row[part] ?? null);
  for (const [name, { token }] of Object.entries(nullKeys)) {
    row[`${name}${originalSuffix}`] = row[name] ?? null;
    row[name] ??= token;
  }
  return row;
}

function lookedUp(
  state: ReferenceState,
  delivered: ReadonlyMap<string, readonly ReferenceRow[]>,
  { lookups }: StagingRules,
  row: Row,
): Row {
  for (const [name, { from, on, take }] of Object.entries(lookups)) {
    const rows = 'entity' in from ? rowsOf(state, from.entity) : (delivered.get(from.source) ?? []);
    const found = rows.filter((other) =>
      Object.entries(on).every(([there, here]) => row[here] !== null && other[there] === row[here]),
    );
    if (found.length > 1) throw new RefusedBatch(name, 'ambiguous lookup');
    row[name] = found[0]?.[take] ?? null;
  }
  return row;
}

function withHashes(vault: Vault, source: string, { hashed }: StagingRules, row: Row): Row {
  for (const [name, { of, rules }] of Object.entries(hashed)) {
    row[name] =
      rules === 'key'
        ? keyOf(vault, source, of, row)
        : hashDiff(
            vault.hashProfile,
            of.map((part) => partOf(vault, source, part, row)),
          ).toLowerCase();
  }
  return row;
}

function ranked(
  vault: Vault,
  source: string,
  { ranked: ranks }: StagingRules,
  rows: readonly Row[],
): readonly ReferenceRow[] {
  const columns = stagedColumns(contractOf(vault, source), vault.hashProfile);
  const typeOf = (name: string) =>
    columns.find((column) => column.name === name)?.type ?? { kind: 'int' as const };
  for (const [name, { by, partition, order }] of Object.entries(ranks)) {
    const compare = (left: Row, right: Row): number => {
      for (const { column, direction, nulls } of order) {
        const [a, b] = [left[column] ?? null, right[column] ?? null];
        if (a === b) continue;
        if (a === null || b === null) return (a === null) === (nulls === 'first') ? -1 : 1;
        const found = compareValues(typeOf(column), a, b);
        if (found !== 0) return direction === 'asc' ? found : -found;
      }
      return 0;
    };
    for (const row of rows) {
      const peers = rows.filter((other) => partition.every((part) => other[part] === row[part]));
      const before = peers.filter((other) => compare(other, row) < 0);
      if (by === 'rowNumber' && peers.some((other) => other !== row && compare(other, row) === 0))
        throw new RefusedBatch(name, 'tied rank');
      const places =
        by === 'denseRank'
          ? new Set(before.map((other) => JSON.stringify(order.map(({ column }) => other[column])))).size
          : before.length;
      row[name] = String(places + 1);
    }
  }
  return rows;
}
