import type { ReportResult } from '@vaultwright/report';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { models, SocialRoad } from './support/social-road.ts';
import { csv, socialFiles, type SocialRows } from './support/social-files.ts';

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** Each group is one case: nothing of one group can touch the figures of another. */
const scenario: SocialRows = {
  users: range(1, 20),
  groups: [
    ...range(1, 6).map((id) => ({ id })),
    { id: 7, isPrivate: true },
    { id: 8, name: `Ünï, "x" 👍 <script>alert(1)</script>` },
    { id: 9, name: '=1+1' },
    ...range(10, 16).map((id) => ({ id })),
  ],
  messages: [
    { id: 11, from: 1, group: 1 },
    { id: 12, from: 2, group: 1 },
    { id: 41, from: 1, group: 4 },
    { id: 42, from: 2, group: 4 },
    { id: 51, from: 2, group: 5, at: '2020-12-31 23:59:59' },
    { id: 61, from: 2, group: 6, at: '2021-01-01 00:00:00' },
    { id: 71, from: 2, group: 7, at: '2021-03-01 00:00:00' },
    { id: 81, from: 2, group: 8 },
    { id: 91, from: 2, group: 9, text: '' },
    { id: 92, from: 3, group: null },
    { id: 101, from: 777, group: 10 },
    { id: 102, from: 2, group: 999 },
    { id: 111, from: 2, group: 11 },
    { id: 111, from: 2, group: 11 },
  ],
  log: [
    { group: 1, user: 1, event: 'create' },
    ...range(2, 6).map((user) => ({ group: 2, user, event: 'add' })),
    { group: 3, user: 1, event: 'create' },
    { group: 4, user: 1, event: 'create' },
    { group: 4, user: 2, event: 'add' },
    { group: 5, user: 2, event: 'add', at: '2021-01-01 00:00:00' },
    { group: 6, user: 2, event: 'add', at: '2021-01-01 00:00:00' },
    { group: 7, user: 2, event: 'add', at: '2021-01-01 00:00:00' },
    { group: 7, user: 2, event: 'leave', at: '2021-02-01 00:00:00' },
    { group: 8, user: 2, event: 'add', at: '2021-01-01 00:00:00' },
    { group: 8, user: 2, event: 'leave', at: '2021-01-02 00:00:00' },
    { group: 8, user: 2, event: 'add', at: '2021-07-01 00:00:00' },
    { group: 9, user: 2, event: 'add' },
    { group: 9, user: 3, event: 'add' },
    { group: 10, user: 2, event: 'add' },
    { group: 10, user: 2, event: 'add' },
    { group: 11, user: 2, event: 'add', at: '2021-01-01 00:00:00' },
    { group: 11, user: 2, event: 'leave', at: '2021-01-01 00:00:00' },
    { group: 12, user: 3, event: 'add', by: 888 },
  ],
};

describe.each(models)('report edges on %s', (model) => {
  let road: SocialRoad;
  let report: ReportResult;
  beforeAll(async () => {
    road = await SocialRoad.open(model);
    const result = await road.loadFiles(socialFiles(scenario));
    expect(result.error).toBeNull();
    report = await road.report('--groups', '20');
  });
  afterAll(() => road.close());

  /** added / writers / headline / strict, three digits. */
  const figures = (group: number): (string | null)[] => {
    const row = report.rows.find((item) => item['group_id'] === String(group) || item['group_id'] === group);
    const digits = (value: unknown): string | null => (value === null ? null : Number(value).toFixed(3));
    return [
      String(row?.['cnt_added_users']),
      String(row?.['cnt_users_in_group_with_messages']),
      digits(row?.['group_conversion']),
      digits(row?.['group_conversion_strict']),
    ];
  };
  const held = (link: string): number =>
    report.quality.held.filter((item) => item.link === link).reduce((sum, { rows }) => sum + rows, 0);
  const cell = (group: number, name: string): unknown =>
    report.rows.find((row) => String(row['group_id']) === String(group))?.[name];

  it('group without any add, two writers', () => {
    expect(figures(1)).toEqual(['0', '2', null, null]);
    const last = report.rows.findLastIndex((row) => row['group_conversion'] !== null);
    expect(report.rows.findIndex((row) => String(row['group_id']) === '1')).toBeGreaterThan(last);
  });
  it('group without messages stays in the list', () =>
    expect(figures(2)).toEqual(['5', '0', '0.000', '0.000']));
  it('only a create', () => expect(figures(3)).toEqual(['0', '0', null, null]));
  it('founder writes without joining', () => {
    expect(figures(4)).toEqual(['1', '2', '2.000', '1.000']);
    expect(String(cell(4, 'cnt_writers_not_added'))).toBe('1');
  });
  it('the only message precedes the add', () => expect(figures(5)).toEqual(['1', '1', '1.000', '0.000']));
  it('message in the instant of the add', () => expect(figures(6)).toEqual(['1', '1', '1.000', '1.000']));
  it('message after leaving', () => expect(figures(7)).toEqual(['1', '1', '1.000', '1.000']));
  it('add, leave, add counts once and strict uses the first add', () =>
    expect(figures(8)).toEqual(['1', '1', '1.000', '1.000']));
  it('duplicate log row and duplicate message row change nothing', () => {
    expect(figures(10)).toEqual(['1', '0', '0.000', '0.000']);
    expect(figures(11)).toEqual(['1', '1', '1.000', '1.000']);
  });
  it('add and leave at one instant: both events are stored', async () => {
    expect(figures(11)[0]).toBe('1');
    const counts = await road.tableCounts();
    // 22 log rows less one duplicate; in the canonical model the row of the unknown inviter is an event like any other.
    expect(counts['s_auth_history']).toBe(scenario.log ? scenario.log.length - 1 : 0);
  });
  it('invited by an unknown user: the join counts', () => {
    expect(figures(12)[0]).toBe('1');
    if (model === 'event-hub') expect(held('l_group_logs_users_from')).toBe(1);
  });
  it('message to an unknown group has no effect and is held', () => expect(held('l_groups_dialogs')).toBe(1));
  it('an empty message counts', () => expect(figures(9)[1]).toBe('1'));
  it('unknown sender: not counted, held, shown', () => {
    expect(figures(10)[1]).toBe('0');
    expect(held('l_user_message')).toBe(1);
  });
  it('private group is included', () => expect(cell(7, 'is_private')).toBe(true));
  it('a private message never counts', () => expect(figures(9)).toEqual(['2', '1', '0.500', '0.500']));
  it('hostile names come through literally', () => {
    expect(cell(8, 'group_name')).toBe(`Ünï, "x" 👍 <script>alert(1)</script>`);
    expect(cell(9, 'group_name')).toBe('=1+1');
  });
});

describe.each(models)('report edges of their own on %s', (model) => {
  const rowsOf = async (rows: SocialRows, ...options: string[]): Promise<ReportResult['rows']> => {
    const road = await SocialRoad.open(model);
    try {
      expect((await road.loadFiles(socialFiles(rows))).error).toBeNull();
      return (await road.report(...options)).rows;
    } finally {
      await road.close();
    }
  };
  const ids = (rows: ReportResult['rows']): string[] =>
    rows.map((row) => String(row['group_id'])).sort((a, b) => Number(a) - Number(b));

  it('equal registration at ranks 10 and 11 keeps the smaller id; undated groups come last', async () => {
    const registered = '2020-02-01 00:00:00.000001';
    const groups = [
      { id: 30, registered: '' },
      ...range(1, 9).map((id) => ({ id })),
      { id: 21, registered },
      { id: 20, registered },
    ];
    expect(ids(await rowsOf({ users: [1], groups }))).toEqual([...range(1, 9), 20].map(String));
    expect(ids(await rowsOf({ users: [1], groups }, '--groups', '12'))).toContain('30');
  });

  it('fewer than ten groups: all of them; none: an empty report with a notice', async () => {
    expect(ids(await rowsOf({ users: [1], groups: [{ id: 1 }, { id: 2 }] }))).toEqual(['1', '2']);
    expect(await rowsOf({ users: [1] })).toEqual([]);
  });

  it('any split, order and repetition of the files gives the same report rows', async () => {
    const files = socialFiles(scenario);
    const whole = await SocialRoad.open(model);
    const parts = await SocialRoad.open(model);
    try {
      await whole.loadFiles(files);
      const expected = (await whole.report('--groups', '20')).rows;
      const lines = files['group_log.csv']
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(','));
      const half = Math.floor(lines.length / 2);
      await parts.loadFiles({ 'group_log.2.csv': csv('group_log.csv', lines.slice(half)) });
      await parts.loadFiles({ 'deep/er/dialogs.csv': files['dialogs.csv'] });
      await parts.loadFiles({ 'group_log.1.csv': csv('group_log.csv', lines.slice(0, half + 2).reverse()) });
      await parts.loadFiles({ 'groups.csv': files['groups.csv'], 'groups_again.csv': files['groups.csv'] });
      const last = await parts.loadFiles({
        'users.csv': files['users.csv'],
        'group_log.csv': files['group_log.csv'],
      });
      expect(last.error).toBeNull();
      expect(JSON.stringify((await parts.report('--groups', '20')).rows)).toBe(JSON.stringify(expected));
      const counts = (all: Record<string, number>): Record<string, number> =>
        Object.fromEntries(Object.entries(all).filter(([name]) => !name.endsWith('_pending')));
      expect(counts(await parts.tableCounts())).toEqual(counts(await whole.tableCounts()));
    } finally {
      await whole.close();
      await parts.close();
    }
  });
});
