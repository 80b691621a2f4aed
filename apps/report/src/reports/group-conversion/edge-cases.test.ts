import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReportResult, ModelName } from '../../report.ts';
import {
  add,
  create,
  history,
  leave,
  minute,
  wrote,
  type SocialHistory,
} from '../../testing/social-history.ts';
import { VaultFixture } from '../../testing/vault-fixture.ts';
import { models } from '../../testing/vault-tables.ts';
import { groupConversion } from './group-conversion.ts';

describe.each(models)('edge cases on %s', (model: ModelName) => {
  let vault: VaultFixture;
  beforeAll(async () => {
    vault = await VaultFixture.open(model);
  });
  afterAll(() => vault.knex.destroy());

  const report = async (parts: Partial<SocialHistory>, ...options: string[]): Promise<ReportResult> =>
    groupConversion.run((await vault.fill(history(parts))).context(options));

  /** added / writers / headline / strict / writers not added, of each row in order. */
  const figures = ({ rows }: ReportResult): unknown[] =>
    rows.map((row) => [
      row['cnt_added_users'],
      row['cnt_users_in_group_with_messages'],
      row['group_conversion'],
      row['group_conversion_strict'],
      row['cnt_writers_not_added'],
    ]);
  const ids = ({ rows }: ReportResult): unknown[] => rows.map((row) => row['group_id']);
  const heldBy = ({ quality }: ReportResult): unknown[] =>
    quality.held.map(({ link, hub, rows }) => `${link} ${hub} ${rows}`);
  const ratio = (text: string): string => `${text}.000000000000`;
  const range = (count: number, from = 1): number[] => Array.from({ length: count }, (_, at) => from + at);

  it('40 of 50 ranks above 50 of 100', async () => {
    const result = await report({
      groups: [
        { id: 2, name: 'B', registered: minute(0) },
        { id: 1, name: 'A', registered: minute(1) },
      ],
      log: [...range(50).map((user) => add(1, user)), ...range(100, 101).map((user) => add(2, user))],
      messages: [...range(40).map((user) => wrote(user, 1)), ...range(50, 101).map((user) => wrote(user, 2))],
    });
    expect(result.rows.map((row) => row['group_name'])).toEqual(['A', 'B']);
    expect(figures(result)).toEqual([
      [50, 40, '0.800000000000', '0.800000000000', 0],
      [100, 50, '0.500000000000', '0.500000000000', 0],
    ]);
    expect(groupConversion.render(result, 'terminal', [])).toContain(
      'Advertise “A” first: 80.0 % conversion from joining to writing.',
    );
  });

  it('a group without any add is undefined and last', async () => {
    const result = await report({
      groups: [
        { id: 1, registered: minute(0) },
        { id: 2, registered: minute(1) },
      ],
      log: [add(2, 9)],
      messages: [wrote(1, 1), wrote(2, 1)],
    });
    expect(ids(result)).toEqual(['2', '1']);
    expect(figures(result)[1]).toEqual([0, 2, null, null, 2]);
  });

  it('a group without messages stays in the list', async () => {
    const result = await report({ log: range(5).map((user) => add(1, user)) });
    expect(figures(result)).toEqual([[5, 0, ratio('0'), ratio('0'), 0]]);
  });

  it('only a create', async () => {
    expect(figures(await report({ log: [create(1, 1)] }))).toEqual([[0, 0, null, null, 0]]);
  });

  it('a founder who writes without an add makes the ratio exceed one', async () => {
    const result = await report({
      log: [create(1, 1), add(1, 2)],
      messages: [wrote(1, 1), wrote(2, 1)],
    });
    expect(figures(result)).toEqual([[1, 2, ratio('2'), ratio('1'), 1]]);
    expect(result.notices.map(({ code }) => code)).toContain('strict_differs');
  });

  it('a message before the add counts in the headline only', async () => {
    const result = await report({ log: [add(1, 1, 10)], messages: [wrote(1, 1, 5)] });
    expect(figures(result)).toEqual([[1, 1, ratio('1'), ratio('0'), 0]]);
  });

  it('a message before the add does not hide one after it', async () => {
    const result = await report({ log: [add(1, 1, 10)], messages: [wrote(1, 1, 5), wrote(1, 1, 15)] });
    expect(figures(result)).toEqual([[1, 1, ratio('1'), ratio('1'), 0]]);
  });

  it('a message in the instant of the add is strict', async () => {
    const result = await report({ log: [add(1, 1, 10)], messages: [wrote(1, 1, 10)] });
    expect(figures(result)).toEqual([[1, 1, ratio('1'), ratio('1'), 0]]);
  });

  it('a message after leaving counts in both', async () => {
    const result = await report({ log: [add(1, 1, 10), leave(1, 1, 15)], messages: [wrote(1, 1, 20)] });
    expect(figures(result)).toEqual([[1, 1, ratio('1'), ratio('1'), 0]]);
  });

  it('add, leave, add counts once, strict from the first add', async () => {
    const log = [add(1, 1, 10), leave(1, 1, 15), add(1, 1, 30)];
    const result = await report({ log, messages: [wrote(1, 1, 20)] });
    expect(figures(result)).toEqual([[1, 1, ratio('1'), ratio('1'), 0]]);
  });

  it('repeated log and message rows change nothing', async () => {
    const once = { log: [add(1, 1), add(1, 2)], messages: [wrote(1, 1)] };
    const twice = { log: [...once.log, ...once.log], messages: [...once.messages, ...once.messages] };
    expect((await report(twice)).rows).toEqual((await report(once)).rows);
  });

  it('add and leave at one instant: added', async () => {
    const result = await report({ log: [add(1, 1, 10), leave(1, 1, 10)] });
    expect(figures(result)).toEqual([[1, 0, ratio('0'), ratio('0'), 0]]);
  });

  it('invited by an unknown user still joins', async () => {
    const result = await report({ users: [1], log: [add(1, 1, 10, 777)] });
    expect(figures(result)).toEqual([[1, 0, ratio('0'), ratio('0'), 0]]);
    expect(heldBy(result)).toEqual(model === 'event-hub' ? ['l_group_logs_users_from h_users 1'] : []);
  });

  it('a message to an unknown group has no effect but is counted as held', async () => {
    const result = await report({ log: [add(1, 1)], messages: [wrote(1, 999)] });
    expect(figures(result)).toEqual([[1, 0, ratio('0'), ratio('0'), 0]]);
    expect(heldBy(result)).toEqual(['l_groups_dialogs h_groups 1']);
  });

  it('an empty text is a message', async () => {
    const result = await report({ log: [add(1, 1)], messages: [{ ...wrote(1, 1), text: '' }] });
    expect(figures(result)).toEqual([[1, 1, ratio('1'), ratio('1'), 0]]);
  });

  it('a sender unknown to users does not count, and the report says so', async () => {
    const result = await report({ users: [1], log: [add(1, 1)], messages: [wrote(2, 1)] });
    expect(figures(result)).toEqual([[1, 0, ratio('0'), ratio('0'), 0]]);
    expect(heldBy(result)).toEqual(['l_user_message h_users 1']);
    const terminal = groupConversion.render(result, 'terminal', []);
    expect(terminal).toContain(
      'Messages whose sender is not in the users file (l_user_message -> h_users): 1',
    );
  });

  it('of two groups registered together at ranks 10 and 11 the smaller id stays in', async () => {
    const groups = [
      ...range(9).map((id) => ({ id, registered: minute(id) })),
      { id: 12, registered: minute(50) },
      { id: 11, registered: minute(50) },
    ];
    const listed = ids(await report({ groups }));
    expect(listed).toHaveLength(10);
    expect(listed).toContain('11');
    expect(listed).not.toContain('12');
  });

  it('fewer than ten groups, and none', async () => {
    const few = await report({ groups: range(3).map((id) => ({ id, registered: minute(id) })) });
    expect(few.rows).toHaveLength(3);
    expect(few.notices.map(({ code }) => code)).toContain('fewer_groups');
    const none = await report({ groups: [] });
    expect(none.rows).toEqual([]);
    expect(none.notices.map(({ code }) => code)).toContain('no_groups');
    for (const format of ['terminal', 'csv', 'json', 'md', 'html']) {
      expect(groupConversion.render(none, format, [])).not.toMatch(/NaN|Infinity|undefined/);
    }
  });

  it('a group without a registration comes after all dated ones', async () => {
    const groups = [
      { id: 1, registered: null },
      { id: 2, registered: minute(5) },
      { id: 3, registered: minute(4) },
    ];
    expect(ids(await report({ groups }, '--groups', '2'))).toEqual(['2', '3']);
    expect(ids(await report({ groups }, '--groups', '3'))).toContain('1');
  });

  it('a private group is included', async () => {
    const result = await report({ groups: [{ id: 1, registered: minute(0), isPrivate: true }] });
    expect(result.rows[0]?.['is_private']).toBe(true);
  });

  it('a private message never counts', async () => {
    const result = await report({ log: [add(1, 1)], messages: [wrote(1, undefined)] });
    expect(figures(result)).toEqual([[1, 0, ratio('0'), ratio('0'), 0]]);
  });

  it('a hostile name comes back literally', async () => {
    const name = '=1+1,"quoted" <script>alert(1)</script> 🎉';
    const result = await report({ groups: [{ id: 1, name, registered: minute(0) }], log: [add(1, 1)] });
    expect(result.rows[0]?.['group_name']).toBe(name);
    expect(groupConversion.render(result, 'csv', [])).toContain(
      `"'=1+1,""quoted"" <script>alert(1)</script> 🎉"`,
    );
    const page = groupConversion.render(result, 'html', []);
    expect(page).toContain('=1+1,&quot;quoted&quot; &lt;script&gt;alert(1)&lt;/script&gt; 🎉');
    expect(page).not.toContain('<script');
  });

  it('the order in which rows were stored does not show in the rows', async () => {
    const groups = range(4).map((id) => ({ id, name: `Group ${id}`, registered: minute(id % 2) }));
    const log = range(20).map((user) => add((user % 4) + 1, user, user));
    const messages = range(20).map((user) => wrote(user, (user % 3) + 1, 40 - user));
    const forward = await report({ groups, log, messages });
    const backward = await report({
      groups: groups.toReversed(),
      log: log.toReversed(),
      messages: messages.toReversed(),
    });
    expect(JSON.stringify(backward.rows)).toBe(JSON.stringify(forward.rows));
  });

  it('keeps the exact figures of both models apart from how they were loaded', async () => {
    const result = await report({ log: [add(1, 1)], messages: [wrote(1, 1)] });
    expect(Object.keys(result.rows[0] ?? {}).slice(0, 4)).toEqual([
      'hk_group_id',
      'cnt_added_users',
      'cnt_users_in_group_with_messages',
      'group_conversion',
    ]);
    expect(result.rows[0]?.['hk_group_id']).toMatch(/^[0-9a-f]{32}$/);
    expect(JSON.stringify(result.rows)).not.toContain('2021-06-01');
  });

  it('shows the latest name and private status by load date', async () => {
    await vault.fill(history({ groups: [{ id: 1, name: 'Old', registered: minute(0) }] }));
    const later = `timestamp '2021-07-01 00:00:00', 's3'`;
    const copyOf = `select hk_group_id, $value, md5($value::varchar)::uuid, ${later} from dds.h_groups`;
    await vault.run(`insert into dds.s_group_name ${copyOf.replaceAll('$value', "'New'")}`);
    await vault.run(`insert into dds.s_group_private_status ${copyOf.replaceAll('$value', 'true')}`);
    const { rows } = await groupConversion.run(vault.context());
    expect(rows.map((row) => [row['group_name'], row['is_private']])).toEqual([['New', true]]);
  });
});
