import { countOf, flagOf, hashKeyText, integerText, textOf, timestampText } from '../../engine-value.ts';

/** Counts of one group, free of the engine's value types; no option has renamed anything yet. */
export interface GroupCounts {
  readonly hashKey: string;
  readonly groupId: bigint;
  readonly name: string | null;
  /** Units: `YYYY-MM-DD HH:MM:SS.ffffff`. */
  readonly registered: string | null;
  readonly isPrivate: boolean | null;
  /** Distinct users with an add. */
  readonly added: number;
  /** Distinct senders of a message in the group. */
  readonly writers: number;
  /** Joiners with a message at or after their first add; never above `added`. */
  readonly joinedWriters: number;
  /** Senders without any add. */
  readonly writersNotAdded: number;
}

/** Reads one row of the counts query. */
export function readGroupCounts(row: Readonly<Record<string, unknown>>): GroupCounts {
  return {
    hashKey: hashKeyText(row['hk_group_id']),
    groupId: BigInt(integerText(row['group_id'])),
    name: textOf(row['group_name']),
    registered: timestampText(row['registration_dt']),
    isPrivate: flagOf(row['is_private']),
    added: countOf(row['cnt_added_users']),
    writers: countOf(row['cnt_writers']),
    joinedWriters: countOf(row['cnt_joined_writers']),
    writersNotAdded: countOf(row['cnt_writers_not_added']),
  };
}
