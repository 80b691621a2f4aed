import type { Feed } from '@vaultwright/datavault-core/model';
import type { LoadResult, Vault } from '@vaultwright/datavault-core';

/** A stored row: physical column name to canonical text. Hashes are lower-case hexadecimal. */
export type ReferenceRow = Readonly<Record<string, string | null>>;

/** Rows of every table by its name: the entity's own, and those with the suffixes for held and late rows. */
export type ReferenceState = ReadonlyMap<string, readonly ReferenceRow[]>;

/** What all rows of a batch have in common. */
export interface Arrival {
  /** Canonical timestamp: `YYYY-MM-DD HH:MM:SS.ffffff`. */
  readonly loadDate: string;
  readonly recordSource: string;
  /** The latest load date that was applied of a source before; without one, nothing of it is suspect. */
  readonly highWater?: Readonly<Record<string, string>>;
}

/** The staged rows of one batch on their way into the vault. */
export interface ReferenceBatch extends Arrival {
  readonly vault: Vault;
  /** By source: staged column name to canonical text. A source that is no part of the batch is absent. */
  readonly staged: ReadonlyMap<string, readonly ReferenceRow[]>;
}

/** What a kind's rules made of a batch. */
export interface EntityOutcome {
  readonly state: ReferenceState;
  /** Rows held earlier first, if the entity holds rows; then those of the batch's sources that feed the entity. */
  readonly results: readonly LoadResult[];
}

/** The feeds of an entity that this batch has rows for, in declared order, each with the rows it reads. */
export function feedsIn<F extends Feed>(
  feeds: readonly F[],
  batch: ReferenceBatch,
): readonly { readonly feed: F; readonly rows: readonly ReferenceRow[] }[] {
  return feeds.flatMap((feed) => {
    const rows = batch.staged.get(feed.source);
    const { present } = feed;
    return rows === undefined
      ? []
      : [{ feed, rows: present === null ? rows : rows.filter((row) => (row[present] ?? null) !== null) }];
  });
}

/** The rows of a table; a table nobody has written to is empty. */
export function rowsOf(state: ReferenceState, table: string): readonly ReferenceRow[] {
  return state.get(table) ?? [];
}

/** The state with further rows in some tables. */
export function withRows(
  state: ReferenceState,
  added: Readonly<Record<string, readonly ReferenceRow[]>>,
): ReferenceState {
  const next = new Map(state);
  for (const [table, rows] of Object.entries(added)) next.set(table, [...rowsOf(state, table), ...rows]);
  return next;
}

/** True when a table holds a row with this value in a column. */
export function holds(state: ReferenceState, table: string, column: string, value: string): boolean {
  return rowsOf(state, table).some((row) => row[column] === value);
}
