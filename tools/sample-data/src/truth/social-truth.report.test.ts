import { describe, expect, it } from 'vitest';
import { event, group, loaded, message, user } from '../testing/small-case.ts';
import type { Delivery } from '../testing/small-case.ts';

const people = (count: number) => Array.from({ length: count }, (_, at) => user(at + 1));

/** added / writers / headline / strict / writers not added of the only group. */
function figures(delivery: Delivery, ...later: Delivery[]): unknown[] {
  const [row, ...others] = loaded(delivery, ...later).state().report;
  expect(others).toEqual([]);
  const { cnt_added_users, cnt_users_in_group_with_messages, group_conversion, group_conversion_strict } =
    row!;
  return [
    cnt_added_users,
    cnt_users_in_group_with_messages,
    group_conversion?.slice(0, 5) ?? null,
    group_conversion_strict?.slice(0, 5) ?? null,
    row!.cnt_writers_not_added,
  ];
}

describe('report by definition', () => {
  it('ranks A, 40 of 50, over B, 50 of 100', () => {
    const members = (groupId: number, count: number, first: number) =>
      Array.from({ length: count }, (_, at) => event('add', groupId, first + at, 10));
    const writers = (groupId: number, count: number, first: number) =>
      Array.from({ length: count }, (_, at) => message(groupId * 1000 + at, first + at, groupId));
    const { report } = loaded({
      users: people(150),
      groups: [group(1), group(2)],
      dialogs: [...writers(1, 40, 1), ...writers(2, 50, 51)],
      group_log: [...members(1, 50, 1), ...members(2, 100, 51)],
    }).state();
    expect(report.map((row) => [row.group_id, row.cnt_added_users, row.group_conversion])).toEqual([
      [1, 50, '0.800000000000000000'],
      [2, 100, '0.500000000000000000'],
    ]);
  });

  const base = { users: people(5), groups: [group(1)] };

  it('has no ratio without joiners', () => {
    const dialogs = [message(1, 1, 1), message(2, 2, 1)];
    expect(figures({ ...base, dialogs, group_log: [] })).toEqual([0, 2, null, null, 2]);
  });

  it('puts groups without joiners last, and groups without messages before them', () => {
    const { report } = loaded({
      users: people(5),
      groups: [group(1), group(2)],
      dialogs: [message(1, 1, 1)],
      group_log: [event('add', 2, 1, 10)],
    }).state();
    expect(report.map((row) => [row.group_id, row.group_conversion])).toEqual([
      [2, '0.000000000000000000'],
      [1, null],
    ]);
  });

  it('does not take create for joining', () => {
    expect(figures({ ...base, group_log: [event('create', 1, 1, 5)] })).toEqual([0, 0, null, null, 0]);
  });

  it('counts a founder who writes as a writer, not as a joiner', () => {
    const group_log = [event('create', 1, 1, 5), event('add', 1, 2, 10)];
    const dialogs = [message(1, 1, 1), message(2, 2, 1)];
    expect(figures({ ...base, group_log, dialogs })).toEqual([1, 2, '2.000', '1.000', 1]);
  });

  it('keeps a message before joining out of the strict figure, and one of the same instant in', () => {
    const group_log = [event('add', 1, 1, 10)];
    const at = (messageTs: number) => ({ ...base, group_log, dialogs: [message(1, 1, 1, { messageTs })] });
    expect(figures(at(9))).toEqual([1, 1, '1.000', '0.000', 0]);
    expect(figures(at(10))).toEqual([1, 1, '1.000', '1.000', 0]);
  });

  it('measures from the first of several joinings, also after leaving', () => {
    const group_log = [event('add', 1, 1, 10), event('leave', 1, 1, 20), event('add', 1, 1, 30)];
    const dialogs = [message(1, 1, 1, { messageTs: 25 })];
    expect(figures({ ...base, group_log, dialogs })).toEqual([1, 1, '1.000', '1.000', 0]);
    expect(figures({ ...base, group_log: group_log.toReversed(), dialogs })).toEqual([
      1,
      1,
      '1.000',
      '1.000',
      0,
    ]);
  });

  it('is not moved by repeated rows', () => {
    const group_log = [event('add', 1, 1, 10), event('add', 1, 1, 10)];
    const dialogs = [message(1, 1, 1), message(1, 1, 1)];
    expect(figures({ ...base, group_log, dialogs })).toEqual([1, 1, '1.000', '1.000', 0]);
  });

  it('stores an add and a leave of one instant as two events', () => {
    const truth = loaded({ ...base, group_log: [event('add', 1, 1, 10), event('leave', 1, 1, 10)] }).state();
    expect(truth.report[0]!.cnt_added_users).toBe(1);
    expect(truth.rows['sprint6-canonical']['s_auth_history']).toBe(2);
    expect(truth.rows['sprint6-canonical']['l_user_group_activity']).toBe(1);
  });

  it('counts a joiner whose inviter is unknown, and holds the inviter link', () => {
    const truth = loaded({ ...base, group_log: [event('add', 1, 1, 10, 99)] }).state();
    expect(truth.report[0]!.cnt_added_users).toBe(1);
    expect(truth.held['sprint6-canonical'].references).toEqual([]);
    expect(truth.held['event-hub'].references).toEqual([
      { table: 'l_group_logs_users_from', reference: 'h_users', rows: 1 },
    ]);
  });

  it('leaves unknown groups and senders out and holds their links', () => {
    const dialogs = [message(1, 1, 77), message(2, 99, 1)];
    const truth = loaded({ ...base, dialogs, group_log: [event('add', 1, 1, 10)] }).state();
    expect(truth.report[0]!.cnt_users_in_group_with_messages).toBe(0);
    expect(truth.held['event-hub'].references).toEqual([
      { table: 'l_user_message', reference: 'h_users', rows: 1 },
      { table: 'l_groups_dialogs', reference: 'h_groups', rows: 1 },
    ]);
  });

  it('counts an empty message, but never a private one', () => {
    const group_log = [event('add', 1, 1, 10), event('add', 1, 2, 10)];
    const dialogs = [message(1, 1, 1, { message: '' }), message(2, 2, null)];
    expect(figures({ ...base, group_log, dialogs })).toEqual([2, 1, '0.500', '0.500', 0]);
  });

  it('chooses the oldest by registration, then id, unknown registrations last', () => {
    const groups = [
      ...Array.from({ length: 9 }, (_, at) => group(100 + at, { registrationDt: at })),
      group(8, { registrationDt: 50 }),
      group(7, { registrationDt: 50 }),
      group(1, { registrationDt: null }),
    ];
    const listed = (limit: number) =>
      loaded({ users: people(1), groups })
        .state(limit)
        .report.toSorted((a, b) => a.age_rank - b.age_rank)
        .map((row) => row.group_id)
        .slice(9);
    expect(listed(10)).toEqual([7]);
    expect(listed(12)).toEqual([7, 8, 1]);
  });

  it('lists what there is when there are fewer than ten groups, or none', () => {
    expect(loaded({ users: people(1), groups: [group(1), group(2)] }).state().report).toHaveLength(2);
    expect(loaded().state().report).toEqual([]);
  });

  it('is the same when the group arrives after its events', () => {
    const group_log = [event('add', 1, 1, 10), event('add', 1, 2, 10)];
    const dialogs = [message(1, 1, 1)];
    const together = loaded({ ...base, dialogs, group_log }).state();
    const late = loaded({ users: base.users, dialogs, group_log }, { groups: base.groups }).state();
    expect(late.report).toEqual(together.report);
    expect(late.rows).toEqual(together.rows);
    expect(late.held).toEqual(together.held);
  });

  it('does not depend on the order of rows within the files', () => {
    const group_log = [
      event('create', 1, 1, 1),
      event('add', 1, 2, 10),
      event('add', 1, 3, 5),
      event('add', 1, 2, 3),
    ];
    const dialogs = [
      message(1, 2, 1, { messageTs: 4 }),
      message(2, 3, 1, { messageTs: 2 }),
      message(3, 1, 1),
    ];
    const forward = loaded({ ...base, dialogs, group_log }).state();
    const backward = loaded({
      users: base.users.toReversed(),
      groups: base.groups,
      dialogs: dialogs.toReversed(),
      group_log: group_log.toReversed(),
    }).state();
    expect(backward).toEqual(forward);
    expect(forward.report[0]).toMatchObject({
      cnt_added_users: 2,
      cnt_joined_writers: 1,
      cnt_writers_not_added: 1,
    });
  });
});
