import { microText, secondText } from '../calendar.ts';
import type { Cell } from '../files/csv-text.ts';
import type { RejectReason, RowDefect } from './social-defects.ts';
import type { DialogRow, GroupLogRow, GroupRow, SocialRows, SocialTable, UserRow } from './social-row.ts';

/** How the rows of one table look as CSV, and how each kind of fault looks on them. */
export interface TableForm<Row> {
  readonly header: readonly string[];
  readonly cells: (row: Row) => Cell[];
  /** Columns that a data frame export turns into `22.0`, because they hold NULL somewhere. */
  readonly vintageColumns: readonly number[];
  /** Integer columns that the float-integer fault prints as `22.0`. */
  readonly floatColumns: readonly number[];
  /** The number that is unique in the file, where the file has one. */
  readonly key: (row: Row) => number | null;
  /** Faults that leave the number of fields right, by the column they spoil. */
  readonly spoiled: Partial<Readonly<Record<RowDefect, SpoiledColumn>>>;
}

/** Values that must be refused in one column, taken in turn. */
export interface SpoiledColumn {
  readonly column: number;
  readonly values: readonly Cell[];
  readonly reason: RejectReason;
}

const whole = (value: number | null): Cell => (value === null ? null : String(value));

const badDate = (column: number): SpoiledColumn => ({
  column,
  values: ['2021-02-30 10:00:00', '31.12.2021 10:00', '2021-13-01 00:00:00', 'yesterday'],
  reason: 'TYPE_TIMESTAMP',
});
const nonInteger = (column: number): SpoiledColumn => ({
  column,
  values: ['22.5', 'abc', '1e5', '0x1F'],
  reason: 'TYPE_INT',
});
const over64Bits = (column: number): SpoiledColumn => ({
  column,
  values: ['9223372036854775808', '-9223372036854775809', '184467440737095516160'],
  reason: 'TYPE_INT',
});
const tooLong = (column: number, limit: number): SpoiledColumn => ({
  column,
  values: ['x'.repeat(limit + 1), 'я'.repeat(limit + 1)],
  reason: 'TEXT_TOO_LONG',
});

const users: TableForm<UserRow> = {
  header: ['id', 'chat_name', 'registration_dt', 'country', 'age'],
  cells: (row) => [
    String(row.id),
    row.chatName,
    row.registrationDt === null ? null : secondText(row.registrationDt),
    row.country,
    whole(row.age),
  ],
  vintageColumns: [4],
  floatColumns: [0],
  key: (row) => row.id,
  spoiled: {
    'bad-date': badDate(2),
    'non-integer-id': nonInteger(0),
    'id-over-64-bits': over64Bits(0),
    'text-too-long': tooLong(1, 200),
  },
};

const groups: TableForm<GroupRow> = {
  header: ['id', 'admin_id', 'group_name', 'registration_dt', 'is_private'],
  cells: (row) => [
    String(row.id),
    String(row.adminId),
    row.groupName,
    row.registrationDt === null ? null : microText(row.registrationDt),
    row.isPrivate ? '1' : '0',
  ],
  vintageColumns: [],
  floatColumns: [1],
  key: (row) => row.id,
  spoiled: {
    'bad-date': badDate(3),
    'non-integer-id': nonInteger(1),
    'id-over-64-bits': over64Bits(0),
    'text-too-long': tooLong(2, 100),
  },
};

const dialogs: TableForm<DialogRow> = {
  header: ['message_id', 'message_ts', 'message_from', 'message_to', 'message', 'message_group'],
  cells: (row) => [
    String(row.messageId),
    microText(row.messageTs),
    String(row.messageFrom),
    whole(row.messageTo),
    row.message,
    whole(row.messageGroup),
  ],
  vintageColumns: [3, 5],
  floatColumns: [2, 3, 5],
  key: (row) => row.messageId,
  spoiled: {
    'bad-date': badDate(1),
    'non-integer-id': nonInteger(5),
    'id-over-64-bits': over64Bits(2),
    'text-too-long': tooLong(4, 1000),
  },
};

const groupLog: TableForm<GroupLogRow> = {
  header: ['group_id', 'user_id', 'user_id_from', 'event', 'datetime'],
  cells: (row) => [
    String(row.groupId),
    String(row.userId),
    whole(row.userIdFrom),
    row.event,
    secondText(row.datetime),
  ],
  vintageColumns: [2],
  floatColumns: [1, 2],
  key: () => null,
  spoiled: {
    'bad-date': badDate(4),
    'event-case': { column: 3, values: ['ADD', 'Leave'], reason: 'VALUE_NOT_ALLOWED' },
    'event-unknown': { column: 3, values: ['kick'], reason: 'VALUE_NOT_ALLOWED' },
    'non-integer-id': nonInteger(2),
    'id-over-64-bits': over64Bits(1),
    'null-group-id': { column: 0, values: [null], reason: 'NULL_REQUIRED' },
    'null-user-id': { column: 1, values: [null], reason: 'NULL_REQUIRED' },
  },
};

/** The form of each table. */
export const TABLE_FORMS: { readonly [T in SocialTable]: TableForm<SocialRows[T]> } = {
  users,
  groups,
  dialogs,
  group_log: groupLog,
};
