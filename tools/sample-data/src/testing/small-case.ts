import { SocialTruth } from '../truth/social-truth.ts';
import { SOCIAL_TABLES } from '../social/social-row.ts';
import type { GeneratedRecord } from '../social/generated-record.ts';
import type {
  DialogRow,
  GroupLogRow,
  GroupRow,
  SocialRows,
  SocialTable,
  UserRow,
} from '../social/social-row.ts';

/** Rows of one delivery; absent files are not loaded. */
export type Delivery = { readonly [T in SocialTable]?: readonly SocialRows[T][] };

const accepted = <Row>(row: Row): GeneratedRecord<Row> => ({ row, cells: [], marks: [] });

/** Loads deliveries one after the other, each file as a batch. */
export function loaded(...deliveries: readonly Delivery[]): SocialTruth {
  const truth = new SocialTruth();
  for (const delivery of deliveries) {
    for (const table of SOCIAL_TABLES) {
      const rows = delivery[table];
      if (rows === undefined) continue;
      truth.beginBatch();
      for (const row of rows) truth.record(table, accepted<SocialRows[SocialTable]>(row));
      truth.endBatch();
    }
  }
  return truth;
}

export const user = (id: number, more: Partial<UserRow> = {}): UserRow => ({
  id,
  chatName: `name ${id}`,
  registrationDt: 1_000_000,
  country: 'Georgia',
  age: 22,
  ...more,
});

export const group = (id: number, more: Partial<GroupRow> = {}): GroupRow => ({
  id,
  adminId: 1,
  groupName: `group ${id}`,
  registrationDt: id * 1_000_000,
  isPrivate: false,
  ...more,
});

export const message = (
  messageId: number,
  messageFrom: number,
  messageGroup: number | null,
  more: Partial<DialogRow> = {},
): DialogRow => ({
  messageId,
  messageTs: 900,
  messageFrom,
  messageTo: null,
  message: 'text',
  messageGroup,
  ...more,
});

export const event = (
  kind: GroupLogRow['event'],
  groupId: number,
  userId: number,
  datetime: number,
  userIdFrom: number | null = null,
): GroupLogRow => ({ groupId, userId, userIdFrom, event: kind, datetime });
