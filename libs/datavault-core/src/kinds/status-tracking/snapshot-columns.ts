import { column, equal, intLiteral, type Expression } from '../../sql/expression.ts';
import type { SelectColumn } from '../../sql/query.ts';
import type { SnapshotEntity } from './snapshot-load.ts';
import { outcomeColumn, stagedRowsColumn } from '../../model/work-columns.ts';
import { zeroKey, zeroKeyNames } from '../../stage/zero-keys.ts';

/** What becomes of a listed key; `absent` is one that is no longer listed. */
export type SnapshotOutcome = 'inserted' | 'known' | 'late' | 'absent';

/** The columns of a status tracking satellite by the part they play. */
export interface SnapshotColumns {
  readonly key: string;
  readonly date: string;
  readonly origin: string;
  readonly status: string;
  /** The hash diff, or nothing. */
  readonly content: readonly string[];
}

/** A row of `snapshots` is later than everything stored. */
export const isNewer = equal(column('snapshots', 'is_newer'), intLiteral(1));

/** Holds for keys that stand for no key at all; their absence means nothing. */
export function isZeroKey({ vault, hashKey }: SnapshotEntity, relation: string): Expression {
  return {
    node: 'oneOf',
    operand: column(relation, hashKey),
    values: zeroKeyNames.map((name) => zeroKey(vault.hashProfile, name)),
  };
}

/** The columns of a row of the work table, taken from a relation but for those given. */
export function workRow(
  { target }: SnapshotEntity,
  relation: string,
  outcome: Expression,
  given: Readonly<Record<string, Expression>>,
): SelectColumn[] {
  return [
    ...target.columns.map(({ name }) => ({ name, value: given[name] ?? column(relation, name) })),
    { name: stagedRowsColumn, value: given[stagedRowsColumn] ?? column(relation, stagedRowsColumn) },
    { name: outcomeColumn, value: outcome },
  ];
}
