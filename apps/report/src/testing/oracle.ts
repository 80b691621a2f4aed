import type { ReportRow } from '../report.ts';
import type { SocialHistory } from './social-history.ts';

export interface OracleOptions {
  readonly groups: number;
  /** Canonical text with six fraction digits. */
  readonly asOf: string | null;
  readonly currentMembers: boolean;
  readonly excludeFounder: boolean;
  readonly metric: 'headline' | 'strict';
}

/**
 * The report straight from its definition, with sets and loops: no SQL, and no code of the report.
 *
 * Shape: rows as the report gives them, without the hash key.
 */
export function oracleRows(history: SocialHistory, options: OracleOptions): ReportRow[] {
  const known = new Set(history.users);
  const inTime = ({ at }: { readonly at: string }): boolean =>
    options.asOf === null || `${at}.000000` <= options.asOf;
  const oldest = [...history.groups]
    .sort((a, b) => ((a.registered ?? '~') < (b.registered ?? '~') ? -1 : 1))
    .sort((a, b) => (a.registered === b.registered ? a.id - b.id : 0))
    .slice(0, options.groups);
  const rows = oldest.map(({ id, name, registered, isPrivate }) => {
    const events = history.log.filter(
      (event) => event.group === id && known.has(event.user) && inTime(event),
    );
    const messages = history.messages.filter(
      (message) => message.group === id && known.has(message.from) && inTime(message),
    );
    const counts = (user: number): boolean => {
      const own = events.filter((event) => event.user === user);
      if (options.excludeFounder && own.some(({ event }) => event === 'create')) return false;
      if (!options.currentMembers) return true;
      const last = own
        .map(({ at }) => at)
        .sort()
        .at(-1);
      const lastEvents = own.filter(({ at }) => at === last);
      return lastEvents.length === 0 || lastEvents.some(({ event }) => event !== 'leave');
    };
    const firstAdd = new Map<number, string>();
    for (const { user, event, at } of events) {
      const earlier = firstAdd.get(user);
      if (event === 'add' && counts(user) && (earlier === undefined || at < earlier)) firstAdd.set(user, at);
    }
    const writers = new Set(messages.map(({ from }) => from).filter(counts));
    const joinedWriters = [...writers].filter((user) => {
      const since = firstAdd.get(user);
      return since !== undefined && messages.some(({ from, at }) => from === user && at >= since);
    }).length;
    const notAdded = [...writers].filter((user) => !firstAdd.has(user)).length;
    const counted = options.metric === 'strict' ? joinedWriters : writers.size;
    return {
      cnt_added_users: firstAdd.size,
      cnt_users_in_group_with_messages: counted,
      group_conversion: longDivision(counted, firstAdd.size),
      group_id: String(id),
      group_name: name ?? null,
      registration_dt: registered === null ? null : `${registered}.000000`,
      is_private: isPrivate ?? false,
      cnt_joined_writers: joinedWriters,
      group_conversion_strict: longDivision(joinedWriters, firstAdd.size),
      cnt_writers_not_added: notAdded,
    };
  });
  return rows.sort((a, b) => {
    const order =
      Number(a.cnt_added_users === 0) - Number(b.cnt_added_users === 0) ||
      b.cnt_users_in_group_with_messages * a.cnt_added_users -
        a.cnt_users_in_group_with_messages * b.cnt_added_users;
    return order || Number(a.group_id) - Number(b.group_id);
  });
}

/** Twelve fraction digits by schoolbook division, the last one rounded half up. */
function longDivision(numerator: number, denominator: number): string | null {
  if (denominator === 0) return null;
  const digits = [Math.floor(numerator / denominator)];
  let rest = numerator % denominator;
  for (let place = 0; place < 12; place += 1) {
    digits.push(Math.floor((rest * 10) / denominator));
    rest = (rest * 10) % denominator;
  }
  if (rest * 2 >= denominator) {
    let place = 12;
    while (place > 0 && digits[place] === 9) digits[place--] = 0;
    digits[place] = (digits[place] ?? 0) + 1;
  }
  return `${digits[0]}.${digits.slice(1).join('')}`;
}
