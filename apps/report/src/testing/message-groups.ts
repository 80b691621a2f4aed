import type { SocialHistory } from './social-history.ts';

/** A row of `es_groups_dialogs`, or of those that wait, by the identifiers it names. */
export interface ToldRow {
  readonly message_id: number;
  readonly group_id: number;
  readonly start_dt: string;
  readonly end_dt: string;
  readonly load_dt: string;
  readonly held: boolean;
}

const openEnd = '9999-12-31 23:59:59.999999';

/** Every group that a message was ever told to be in, once. */
export function toldLinks(history: SocialHistory): { message_id: number; group_id: number }[] {
  return messagesOf(history).flatMap(({ id, told }) =>
    [...new Set(told)].map((group) => ({ message_id: id, group_id: group })),
  );
}

/**
 * What a correct load leaves of those groups: each delivery opens its group from the message's time on and closes the
 * one before, which never held.
 *
 * As soon as a delivery names a group that nobody has delivered, it waits, and all later ones of the message with it.
 */
export function inForce(history: SocialHistory): ToldRow[] {
  const known = new Set(history.groups.map(({ id }) => id));
  return messagesOf(history).flatMap(({ id, told, at }) => {
    const rows: ToldRow[] = [];
    let open: ToldRow | null = null;
    let held = false;
    for (const [place, group] of told.entries()) {
      held ||= !known.has(group);
      const load_dt = `2021-06-01 12:00:0${place}`;
      if (!held && open?.group_id === group) continue;
      if (!held && open !== null) rows.push({ ...open, end_dt: at, load_dt });
      const row: ToldRow = { message_id: id, group_id: group, start_dt: at, end_dt: openEnd, load_dt, held };
      if (!held) open = row;
      rows.push(row);
    }
    return rows;
  });
}

/** Group messages with the groups they were told to be in; a repeated message is told once. */
function messagesOf({ messages }: SocialHistory): { id: number; told: readonly number[]; at: string }[] {
  const found = messages.flatMap(({ id, group, toldBefore = [], at }) =>
    group === undefined ? [] : [{ id, told: [...toldBefore, group], at }],
  );
  return [...new Map(found.map((message) => [message.id, message])).values()];
}
