import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReportResult, ReportRow, ModelName } from '../../report.ts';
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

/** Each case is built so that the named error would print other figures than the right ones. */
describe.each(models)('common errors on %s', (model: ModelName) => {
  let vault: VaultFixture;
  beforeAll(async () => {
    vault = await VaultFixture.open(model);
  });
  afterAll(() => vault.knex.destroy());

  const report = async (parts: Partial<SocialHistory>, ...options: string[]): Promise<ReportResult> =>
    groupConversion.run((await vault.fill(history(parts))).context(options));
  const only = ({ rows }: ReportResult): ReportRow => {
    expect(rows).toHaveLength(1);
    return rows[0] ?? {};
  };

  it('admitted rejects stand directly above the table', async () => {
    await vault.fill(history({ log: [add(1, 1)] }));
    await vault.run(
      `insert into ops.etl_object values ('${model}', 'group_log', 'dialogs', 'c1', 'm', 'L1', 'b', 'dialogs.csv', 'e', 1, 100, 60, 40, 0, 'canonical', '2021-06-01')`,
    );
    const lines = groupConversion
      .render(await groupConversion.run(vault.context()), 'terminal', [])
      .split('\n');
    const warning = lines.findIndex((line) => line.startsWith('! Warning: 40 of 100 rows were rejected'));
    expect(warning).toBeGreaterThan(0);
    expect(lines[warning + 1]).toMatch(/^ *# +group/);
  });

  it('the denominator is joiners, not inviters', async () => {
    const invited = [2, 3, 4, 5].map((user) => add(1, user, 10, 9));
    const row = only(await report({ users: [1, 2, 3, 4, 5, 9], log: invited, messages: [wrote(2, 1)] }));
    expect([row['cnt_added_users'], row['group_conversion']]).toEqual([4, '0.250000000000']);
  });

  it('only messages in the group count, whoever else the joiners write to', async () => {
    const groups = [
      { id: 1, registered: minute(0) },
      { id: 2, registered: minute(9) },
    ];
    const messages = [wrote(1, 1), wrote(2, undefined), wrote(3, 2)];
    const { rows } = await report(
      { groups, log: [1, 2, 3].map((user) => add(1, user)), messages },
      '--groups',
      '1',
    );
    expect(rows.map((row) => row['cnt_users_in_group_with_messages'])).toEqual([1]);
  });

  it('the oldest are chosen before any event is looked at, oldest first', async () => {
    const groups = [
      { id: 1, registered: minute(1) },
      { id: 2, registered: minute(2) },
      { id: 3, registered: minute(3) },
    ];
    const { rows } = await report({ groups, log: [add(3, 1), add(2, 1)] }, '--groups', '2');
    expect(rows.map((row) => row['group_id'])).toEqual(['2', '1']);
  });

  it('those who joined count, not those who did not', async () => {
    const log = [add(1, 1), create(1, 2), leave(1, 3, 20), leave(1, 4, 20)];
    expect(only(await report({ log }))['cnt_added_users']).toBe(1);
  });

  it('founding a group is not joining it', async () => {
    expect(only(await report({ log: [create(1, 1), add(1, 2)] }))['cnt_added_users']).toBe(1);
    expect(only(await report({ log: [create(1, 1), add(1, 1, 5)] }))['cnt_added_users']).toBe(1);
  });

  it('ranking uses exact ratios, which rounding to three digits would tie or swap', async () => {
    const users = (from: number, count: number): number[] =>
      Array.from({ length: count }, (_, at) => from + at);
    const groups = [
      { id: 1, registered: minute(0) },
      { id: 2, registered: minute(1) },
    ];
    // 999/2000 = 0.4995 and 1000/2001 = 0.49975: both are 0.500 in three digits, so a tie would put group 1 first.
    const { rows } = await report({
      groups,
      log: [...users(1, 2000).map((user) => add(1, user)), ...users(1, 2001).map((user) => add(2, user))],
      messages: [
        ...users(1, 999).map((user) => wrote(user, 1)),
        ...users(1, 1000).map((user) => wrote(user, 2)),
      ],
    });
    expect(rows.map((row) => row['group_id'])).toEqual(['2', '1']);
    expect(rows.map((row) => row['group_conversion'])).toEqual(['0.499750124938', '0.499500000000']);
  });

  it('a group without any message is not lost', async () => {
    const groups = [
      { id: 1, name: 'Silent', registered: minute(0) },
      { id: 2, name: 'Loud', registered: minute(1) },
    ];
    const { rows } = await report({ groups, log: [add(1, 1), add(2, 1)], messages: [wrote(1, 2)] });
    expect(rows.map((row) => row['group_name'])).toEqual(['Loud', 'Silent']);
  });

  it('what is unknown stays NULL', async () => {
    const result = await report({ groups: [{ id: 1, registered: null }] });
    const row = only(result);
    expect([row['group_name'], row['registration_dt'], row['group_conversion']]).toEqual([null, null, null]);
    expect(groupConversion.render(result, 'csv', []).split('\n')[1]).toMatch(
      /^[0-9a-f]{32},0,0,,1,,,false,0,,0$/,
    );
  });

  it('--current-members leaves out those who left last, from joiners and writers alike', async () => {
    const log = [add(1, 1, 10), leave(1, 1, 20), add(1, 2, 10), leave(1, 2, 20), add(1, 2, 20), add(1, 3, 5)];
    const row = only(await report({ log, messages: [wrote(1, 1), wrote(2, 1)] }, '--current-members'));
    expect([row['cnt_added_users'], row['cnt_users_in_group_with_messages']]).toEqual([2, 1]);
  });

  it('--exclude-founder leaves out who created the group even where he also joined', async () => {
    const log = [create(1, 1), add(1, 1, 5), add(1, 2)];
    const row = only(await report({ log, messages: [wrote(1, 1), wrote(2, 1)] }, '--exclude-founder'));
    expect([row['cnt_added_users'], row['cnt_users_in_group_with_messages']]).toEqual([1, 1]);
  });

  it('--as-of includes its own instant and cuts events and messages', async () => {
    const parts = { log: [add(1, 1, 10), add(1, 2, 11)], messages: [wrote(1, 1, 10), wrote(2, 1, 11)] };
    const row = only(await report(parts, '--as-of', minute(10)));
    expect([row['cnt_added_users'], row['cnt_users_in_group_with_messages']]).toEqual([1, 1]);
    const nothing = await report(parts, '--as-of', '2020-01-01');
    expect(nothing.answer.detail.en).toBe(
      'There is no “add” event for them up to 1\u00a0January\u00a02020, 23:59:59.999999; a later cutoff may find some.',
    );
  });

  it('--metric strict ranks and counts by those who joined before they wrote', async () => {
    const groups = [
      { id: 1, registered: minute(0) },
      { id: 2, registered: minute(1) },
    ];
    const log = [add(1, 1), add(1, 2), add(2, 1), add(2, 2)];
    const messages = [wrote(8, 1), wrote(9, 1), wrote(1, 2)];
    const headline = await report({ groups, log, messages });
    expect(headline.rows.map((row) => row['group_id'])).toEqual(['1', '2']);
    const strict = await report({ groups, log, messages }, '--metric', 'strict');
    expect(
      strict.rows.map((row) => [
        row['group_id'],
        row['cnt_users_in_group_with_messages'],
        row['group_conversion'],
        row['cnt_writers_not_added'],
      ]),
    ).toEqual([
      ['2', 1, '0.500000000000', 0],
      ['1', 0, '0.000000000000', 2],
    ]);
  });
});
