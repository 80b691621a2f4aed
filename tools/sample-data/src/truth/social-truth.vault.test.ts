import { describe, expect, it } from 'vitest';
import { event, group, loaded, message, user } from '../testing/small-case.ts';
import type { Delivery } from '../testing/small-case.ts';

const rowsOf = (...deliveries: Delivery[]) => loaded(...deliveries).state().rows['sprint6-canonical'];

describe('vault by definition', () => {
  it('keeps A, B, A as three versions and A, A as one', () => {
    const named = (chatName: string) => ({ users: [user(1, { chatName })] });
    expect(rowsOf(named('A'), named('B'), named('A'))).toMatchObject({ h_users: 1, s_user_chatinfo: 3 });
    expect(rowsOf(named('A'), named('A'))).toMatchObject({
      h_users: 1,
      s_user_chatinfo: 1,
      s_user_socdem: 1,
    });
  });

  it('adds no version for an unchanged part', () => {
    const rows = rowsOf(
      { users: [user(1)] },
      { users: [user(1, { age: 23 })] },
      { users: [user(1, { age: null })] },
    );
    expect(rows).toMatchObject({ s_user_chatinfo: 1, s_user_socdem: 3 });
  });

  it('keeps the first hub attribute and counts each other one shown', () => {
    const state = loaded(
      { groups: [group(1, { registrationDt: 5 })], users: [user(1)] },
      { groups: [group(1, { registrationDt: 6 })] },
      { groups: [group(1, { registrationDt: 5 })] },
    ).state();
    expect(state.hubAttributeConflicts).toEqual({ h_users: 0, h_groups: 1, h_dialogs: 0 });
    expect(state.report[0]!.registration_dt).toBe('1970-01-01 00:00:00.000005');
    expect(state.rows['sprint6-canonical']['s_admins']).toBe(3);
  });

  it('lets only the owning file make hub rows', () => {
    const rows = rowsOf({ dialogs: [message(1, 5, 6)], group_log: [event('add', 6, 5, 1)] });
    expect(rows).toMatchObject({
      h_users: 0,
      h_groups: 0,
      h_dialogs: 1,
      l_user_message: 0,
      s_auth_history: 0,
    });
  });

  it('holds links and what hangs on them until every hub has its key', () => {
    const first = { groups: [group(1, { adminId: 7 })], dialogs: [message(1, 7, 1)] };
    const log = { group_log: [event('add', 1, 7, 1), event('leave', 1, 7, 2), event('add', 2, 7, 3)] };
    const before = loaded(first, log).state();
    expect(before.held['sprint6-canonical']).toEqual({
      rows: {
        l_user_message: 1,
        l_admins: 1,
        l_groups_dialogs: 0,
        s_admins: 1,
        l_user_group_activity: 2,
        s_auth_history: 3,
      },
      references: [
        { table: 'l_user_message', reference: 'h_users', rows: 1 },
        { table: 'l_admins', reference: 'h_users', rows: 1 },
        { table: 's_admins', reference: 'l_admins', rows: 1 },
        { table: 'l_user_group_activity', reference: 'h_users', rows: 2 },
        { table: 'l_user_group_activity', reference: 'h_groups', rows: 1 },
        { table: 's_auth_history', reference: 'l_user_group_activity', rows: 3 },
      ],
    });
    const after = loaded(first, log, { users: [user(7)] }).state();
    expect(after.rows['sprint6-canonical']).toMatchObject({
      l_user_message: 1,
      l_admins: 1,
      s_admins: 1,
      l_user_group_activity: 1,
      s_auth_history: 2,
    });
    expect(after.held['sprint6-canonical'].references).toEqual([
      { table: 'l_user_group_activity', reference: 'h_groups', rows: 1 },
      { table: 's_auth_history', reference: 'l_user_group_activity', rows: 1 },
    ]);
  });

  it('releases held versions of an admin in delivery order, each once', () => {
    const shown = (registrationDt: number) => ({ groups: [group(1, { adminId: 7, registrationDt })] });
    const held = loaded(shown(1), shown(1), shown(2)).state();
    expect(held.held['event-hub'].rows['s_admins']).toBe(2);
    const state = loaded(shown(1), shown(2), { users: [user(7)] }, shown(2), shown(1)).state();
    expect(state.rows['event-hub']['s_admins']).toBe(3);
  });

  it('starts a message in its group once, again when its instant was another, and never without its group', () => {
    const told = (messageTs: number) => ({ dialogs: [message(1, 1, 5, { messageTs })] });
    const starts = (...deliveries: Delivery[]) => rowsOf(...deliveries)['es_groups_dialogs'];
    const known = { groups: [group(5)] };
    expect(starts(known, told(1), told(1))).toBe(1);
    expect(starts(known, told(1), told(2), told(1))).toBe(3);
    expect(starts(told(1), told(2))).toBe(0);
    expect(starts(told(1), told(1), told(2), known)).toBe(2);
  });

  it('refuses a message of two groups, for which there is no truth yet', () => {
    const messages = [5, 6].map((to) => ({ dialogs: [message(1, 1, to)] }));
    expect(() => loaded(...messages)).toThrow('E-SAMPLE-INTERNAL');
  });

  it('C2 collapses repeated events, within a file and over files', () => {
    const log = [event('add', 1, 1, 5), event('add', 1, 1, 5), event('add', 1, 1, 5, 2)];
    const base = { users: [user(1), user(2)], groups: [group(1)] };
    const state = loaded({ ...base, group_log: log }, { group_log: log.slice(0, 1) }).state();
    expect(state.rows['event-hub']).toMatchObject({
      h_group_logs: 2,
      l_group_logs_users: 2,
      l_group_logs_groups: 2,
      l_group_logs_users_from: 1,
      s_auth_history: 2,
    });
    expect(state.rows['sprint6-canonical']).toMatchObject({ l_user_group_activity: 1, s_auth_history: 2 });
    expect(state.intake.group_log).toMatchObject({ read: 4, accepted: 4, collapsedDuplicates: 1 });
  });

  it('inserts nothing when a delivery is repeated', () => {
    const delivery = {
      users: [user(1), user(2)],
      groups: [group(1, { adminId: 9 })],
      dialogs: [message(1, 1, 1), message(2, 9, null)],
      group_log: [event('add', 1, 1, 5, 2), event('add', 3, 9, 6)],
    };
    const once = loaded(delivery).state();
    const twice = loaded(delivery, delivery).state();
    expect(twice.rows).toEqual(once.rows);
    expect(twice.held).toEqual(once.held);
    expect(twice.report).toEqual(once.report);
  });

  it('refuses two versions of one key in a file, which have no order', () => {
    expect(() => loaded({ users: [user(1), user(1, { age: 40 })] })).toThrow('E-SAMPLE-INTERNAL');
  });
});
