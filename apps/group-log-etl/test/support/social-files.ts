/** Rows of the four files, as short as a test can say them. */
export interface SocialRows {
  readonly users?: readonly number[];
  /** Admin is user 1 unless given; groups register on successive days in the order given. */
  readonly groups?: readonly {
    readonly id: number;
    readonly name?: string;
    readonly admin?: number;
    readonly registered?: string;
    readonly isPrivate?: boolean;
  }[];
  /** `group` null is a private message. */
  readonly messages?: readonly {
    readonly id: number;
    readonly from: number;
    readonly group: number | null;
    readonly at?: string;
    readonly text?: string;
  }[];
  readonly log?: readonly {
    readonly group: number;
    readonly user: number;
    readonly event: string;
    readonly at?: string;
    readonly by?: number;
  }[];
}

export type SocialFileName = 'users.csv' | 'groups.csv' | 'dialogs.csv' | 'group_log.csv';

const headers: Readonly<Record<SocialFileName, string>> = {
  'users.csv': 'id,chat_name,registration_dt,country,age',
  'groups.csv': 'id,admin_id,group_name,registration_dt,is_private',
  'dialogs.csv': 'message_id,message_ts,message_from,message_to,message,message_group',
  'group_log.csv': 'group_id,user_id,user_id_from,event,datetime',
};

/** The four files of these rows. Shape: file name to text; every file is there, with its header at least. */
export function socialFiles({
  users = [],
  groups = [],
  messages = [],
  log = [],
}: SocialRows): Record<SocialFileName, string> {
  return {
    'users.csv': csv(
      'users.csv',
      users.map((id) => [id, `user ${id}`, '2019-01-01 00:00:00', 'A', '30']),
    ),
    'groups.csv': csv(
      'groups.csv',
      groups.map(({ id, name = `group ${id}`, admin = 1, registered = day(id), isPrivate = false }) => [
        id,
        admin,
        quoted(name),
        registered,
        String(isPrivate),
      ]),
    ),
    'dialogs.csv': csv(
      'dialogs.csv',
      messages.map(({ id, from, group, at = '2021-06-01 00:00:00', text = 'hello' }) => [
        id,
        at,
        from,
        '',
        quoted(text),
        group ?? '',
      ]),
    ),
    'group_log.csv': csv(
      'group_log.csv',
      log.map(({ group, user, event, at = '2021-01-01 00:00:00', by }) => [group, user, by ?? '', event, at]),
    ),
  };
}

/** A file of the given records under its header. */
export function csv(name: SocialFileName, records: readonly (readonly (string | number)[])[]): string {
  return `${[headers[name], ...records.map((fields) => fields.join(','))].join('\n')}\n`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function day(ordinal: number): string {
  return new Date(Date.UTC(2020, 0, ordinal)).toISOString().slice(0, 19).replace('T', ' ');
}
