import {
  boolean,
  decimal,
  defineSource,
  int,
  text,
  timestamp,
  withDerivedKey,
} from '@vaultwright/datavault-core';

/** People of the social network. */
export const users = defineSource('users', {
  columns: {
    id: int(),
    chat_name: text(200).pii(),
    registration_dt: timestamp().nullable(),
    country: text(200),
    age: decimal(4, 1).nullable(),
  },
});

/** Communities; `admin_id` founded the group. */
export const groups = defineSource('groups', {
  columns: {
    id: int(),
    admin_id: int(),
    group_name: text(100),
    registration_dt: timestamp().nullable(),
    is_private: boolean(),
  },
});

/** Messages; `message_group` is empty for private ones. */
export const dialogs = defineSource('dialogs', {
  columns: {
    message_id: int(),
    message_ts: timestamp(),
    message_from: int(),
    message_to: int().nullable(),
    message: text(1000).pii(),
    message_group: int().aliases('message_type').nullable(),
  },
});

/** Who created, joined and left which group; `user_id_from` is who added somebody, empty for those who joined by themselves. */
export const groupLog = defineSource('group_log', {
  columns: {
    group_id: int(),
    user_id: int(),
    user_id_from: int().nullable(),
    event: text(10).oneOf('create', 'add', 'leave'),
    datetime: timestamp(),
  },
});

/** The log with an identifier for each distinct event, independent of file order and of repeated loads. */
export const identifiedGroupLog = withDerivedKey(groupLog, 'id', [
  'group_id',
  'user_id',
  'user_id_from',
  'event',
  'datetime',
]);
