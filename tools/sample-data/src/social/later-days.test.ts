import { describe, expect, it } from 'vitest';
import { readRows } from '../testing/tiny-csv-reader.ts';
import { truthOf } from '../testing/truth-of.ts';
import { wholeFile } from '../testing/whole-file.ts';
import type { SocialDay } from './social-recipe.ts';
import type { SocialTable } from './social-row.ts';

type Row = Record<string, string | null>;
const days: readonly SocialDay[] = [1, 2, 3];
const delivered = Object.fromEntries(
  (['users', 'groups', 'dialogs', 'group_log'] as const).map((table) => [
    table,
    days.map((day) => readRows(wholeFile({ preset: 'S', day, defects: 'none' }, table))),
  ]),
) as unknown as Record<SocialTable, readonly [Row[], Row[], Row[]]>;
const [afterFirst, afterSecond, afterThird] = [[1], [1, 2], [1, 2, 3]].map((until) =>
  truthOf({ preset: 'S', defects: 'none' }, until as SocialDay[]),
);
const canonical = (state: typeof afterThird) => state!.rows['sprint6-canonical'];

const key = (table: SocialTable) => (table === 'dialogs' ? 'message_id' : 'id');
const keysOf = (table: SocialTable, day: SocialDay) =>
  new Set(delivered[table][day - 1]!.map((row) => row[key(table)]!));

/** Versions a change-tracked satellite must keep, by reading the files one after the other. */
function versions(table: SocialTable, payload: (row: Row) => string): Map<string, string[]> {
  const history = new Map<string, string[]>();
  for (const row of delivered[table].flat()) {
    const id = row[key(table)]!;
    const known = history.get(id) ?? [];
    if (known.at(-1) !== payload(row)) history.set(id, [...known, payload(row)]);
  }
  return history;
}
const total = (history: Map<string, string[]>) =>
  [...history.values()].reduce((sum, list) => sum + list.length, 0);
const returns = (history: Map<string, string[]>) =>
  [...history.values()].filter((list) => list.length === 3 && list[0] === list[2]).length;
const age = (row: Row) => (row['age'] === null ? '' : String(Number(row['age'])));

describe('second and third deliveries', () => {
  it('bring 5 % new rows', () => {
    for (const [table, count] of [
      ['users', 100],
      ['groups', 2],
      ['dialogs', 1_000],
    ] as const) {
      const known = keysOf(table, 1);
      const second = [...keysOf(table, 2)].filter((id) => !known.has(id));
      const third = [...keysOf(table, 3)].filter((id) => !known.has(id) && !keysOf(table, 2).has(id));
      expect([second.length, third.length]).toEqual([count, count]);
    }
  });

  it('leave out some rows, which must not go away', () => {
    const missing = (table: SocialTable) => {
      const present = keysOf(table, 2);
      return [...keysOf(table, 1)].filter((id) => !present.has(id)).length;
    };
    expect([missing('users'), missing('groups')]).toEqual([200, 4]);
    expect(canonical(afterSecond)).toMatchObject({ h_users: 2_100, h_groups: 42, h_dialogs: 21_000 });
    expect(canonical(afterThird)).toMatchObject({ h_users: 2_200, h_groups: 44, h_dialogs: 22_000 });
  });

  it('change names, ages, private flags and messages, some of them back again', () => {
    const histories = {
      s_user_chatinfo: versions('users', (row) => row['chat_name']!),
      s_user_socdem: versions('users', (row) => `${row['country']}|${age(row)}`),
      s_group_name: versions('groups', (row) => row['group_name']!),
      s_group_private_status: versions('groups', (row) => row['is_private']!),
      s_dialog_info: versions('dialogs', (row) => row['message']!),
    };
    for (const [table, history] of Object.entries(histories)) {
      expect(returns(history), `A, B, A in ${table}`).toBeGreaterThan(0);
      expect(canonical(afterThird)[table], table).toBe(total(history));
    }
  });

  it('C8 print some ages as 22.0, which is no change', () => {
    const first = new Map(delivered.users[0].map((row) => [row['id'], row['age']]));
    const floats = delivered.users[1].filter((row) => row['age']?.endsWith('.0') && first.has(row['id']!));
    const unchanged = floats.filter((row) => first.get(row['id']!) === String(Number(row['age'])));
    expect(unchanged.length).toBeGreaterThan(100);
  });

  it('deliver rows of the first day again, and events older than it', () => {
    const text = (row: Row) => Object.values(row).join('|');
    const first = new Set(delivered.group_log[0].map(text));
    const again = delivered.group_log[1].filter((row) => first.has(text(row)));
    const late = delivered.group_log[1].filter(
      (row) => !first.has(text(row)) && row['datetime']! < '2023-01-01',
    );
    expect(again.length).toBeGreaterThan(50);
    expect(late.length).toBeGreaterThan(15);
    const messages = new Set(delivered.dialogs[0].map(text));
    expect(delivered.dialogs[1].filter((row) => messages.has(text(row))).length).toBeGreaterThan(300);
  });

  it('bring keys that were unknown before', () => {
    const held = (state: typeof afterThird) => state!.held['sprint6-canonical'].rows;
    expect(held(afterFirst)).toMatchObject({ l_admins: 1, s_admins: 1 });
    expect(held(afterFirst)['l_user_group_activity']).toBeGreaterThan(10);
    expect(held(afterSecond)).toMatchObject({ l_admins: 0, s_admins: 0 });
    const users = keysOf('users', 1);
    const arrived = keysOf('users', 2);
    const unknown = delivered.dialogs[0].map((row) => row['message_from']!).filter((id) => !users.has(id));
    expect(unknown.filter((id) => arrived.has(id)).length).toBeGreaterThan(0);
    expect(unknown.filter((id) => !arrived.has(id)).length).toBeGreaterThan(0);
    const groups = keysOf('groups', 2);
    const awaited = delivered.group_log[1].filter(
      (row) => !groups.has(row['group_id']!) && keysOf('groups', 3).has(row['group_id']!),
    );
    expect(awaited.length).toBeGreaterThan(0);
  });

  it('show other registrations for some keys, which are counted and not taken over', () => {
    expect(afterFirst!.hubAttributeConflicts).toEqual({ h_users: 0, h_groups: 0, h_dialogs: 0 });
    for (const count of Object.values(afterThird!.hubAttributeConflicts)) expect(count).toBeGreaterThan(0);
    const oldest = (state: typeof afterThird) => new Set(state!.report.map((row) => row.registration_dt));
    expect(oldest(afterThird)).toEqual(oldest(afterFirst));
  });

  it('move the report, also by messages and joinings that come late', () => {
    const added = (state: typeof afterThird) =>
      state!.report.reduce((sum, row) => sum + row.cnt_added_users, 0);
    expect(added(afterSecond)).toBeGreaterThan(added(afterFirst));
    expect(added(afterThird)).toBeGreaterThan(added(afterSecond));
  });
});
