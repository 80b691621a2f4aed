/** Units: instants are microseconds since 1970-01-01 without a zone; see the calendar. */
export interface UserRow {
  readonly id: number;
  readonly chatName: string;
  readonly registrationDt: number | null;
  readonly country: string;
  readonly age: number | null;
}

export interface GroupRow {
  readonly id: number;
  readonly adminId: number;
  readonly groupName: string;
  readonly registrationDt: number | null;
  readonly isPrivate: boolean;
}

export interface DialogRow {
  readonly messageId: number;
  readonly messageTs: number;
  readonly messageFrom: number;
  readonly messageTo: number | null;
  readonly message: string;
  readonly messageGroup: number | null;
}

export type GroupLogEvent = 'create' | 'add' | 'leave';

export interface GroupLogRow {
  readonly groupId: number;
  readonly userId: number;
  readonly userIdFrom: number | null;
  readonly event: GroupLogEvent;
  readonly datetime: number;
}

/** The row type of each file, by table name. */
export interface SocialRows {
  readonly users: UserRow;
  readonly groups: GroupRow;
  readonly dialogs: DialogRow;
  readonly group_log: GroupLogRow;
}

export type SocialTable = keyof SocialRows;

/** The order in which the files of one day are loaded, each as one batch. */
export const SOCIAL_TABLES = [
  'users',
  'groups',
  'dialogs',
  'group_log',
] as const satisfies readonly SocialTable[];
