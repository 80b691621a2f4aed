import { hashKey, vaultwright1, type HashPart } from '@vaultwright/datavault-core';
import type { RunEvent } from '@vaultwright/dataset-runner';
import { groupConversion } from '@vaultwright/report';
import { GOLDEN_ANSWER, generateSocial } from '@vaultwright/sample-data';
import { folderSource } from '@vaultwright/s3-source';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { csv, socialFiles } from './support/social-files.ts';
import { models, SocialRoad } from './support/social-road.ts';

const part = (text: string | null, kind: HashPart['kind'] = 'int'): HashPart => ({
  name: 'part',
  kind,
  text,
});
const key = (...texts: (string | null)[]): string | null =>
  hashKey(
    vaultwright1,
    texts.map((text) => part(text)),
  );

const files = socialFiles({
  users: [1, 2, 3],
  groups: [{ id: 1 }, { id: 2 }],
  messages: [
    { id: 10, from: 2, group: 1 },
    { id: 11, from: 3, group: null },
    { id: 12, from: 3, group: 2 },
  ],
  log: [
    { group: 1, user: 1, event: 'create' },
    { group: 1, user: 2, event: 'add', by: 1 },
    { group: 1, user: 2, event: 'leave', at: '2021-02-01 00:00:00' },
    { group: 1, user: 2, event: 'add', at: '2021-03-01 00:00:00' },
    { group: 2, user: 3, event: 'add' },
  ],
});

describe.each(models)('common errors that must be impossible on %s', (model) => {
  let road: SocialRoad;
  beforeEach(async () => {
    road = await SocialRoad.open(model);
  });
  afterEach(() => road.close());
  const { stagingSchema, vaultSchema } = {
    stagingSchema: model === 'event-hub' ? 'staging_event_hub' : 'staging',
    vaultSchema: model === 'event-hub' ? 'dds_event_hub' : 'dds',
  };

  it('loading a file again leaves staging and vault as they are, identifiers included', async () => {
    await road.loadFiles(files);
    const [vault, staged] = [
      await road.dump(),
      await road.query(`select * from ${stagingSchema}.group_log order by all`),
    ];
    expect((await road.loadFiles(files)).status).toBe('nothing');
    const renamed = { 'group_log_renamed.csv': files['group_log.csv'] };
    const left = await road.loadFiles(renamed, { choices: { knownContent: 'skip' } });
    expect(left.status).toBe('nothing');
    expect(await road.dump()).toEqual(vault);
    expect(await road.query(`select * from ${stagingSchema}.group_log order by all`)).toEqual(staged);
  });

  it('a group that is renamed and renamed back has its first name again', async () => {
    await road.loadFiles(files);
    const named = (name: string) =>
      socialFiles({ users: [1], groups: [{ id: 1, name }], messages: [], log: [] });
    for (const name of ['Once', 'Meanwhile', 'Once'])
      await road.loadFiles({ 'groups.csv': named(name)['groups.csv'] });
    const { rows } = await road.report();
    const group = rows.find((row) => String(row['group_id']) === '1');
    expect(group?.['group_name']).toBe('Once');
  });

  it('later events of a known pair are kept', async () => {
    await road.loadFiles(files);
    const more = csv('group_log.csv', [[1, 2, '', 'leave', '2021-04-01 00:00:00']]);
    await road.loadFiles({ 'group_log_2.csv': more });
    expect((await road.tableCounts())['s_auth_history']).toBe(6);
  });

  it('no hash key is NULL, and an absent value stays NULL', async () => {
    await road.loadFiles({
      ...files,
      'users.csv': csv('users.csv', [
        [1, 'a', '', 'X', ''],
        [2, 'b', '', 'X', '30'],
        [3, 'c', '', 'X', '31.5'],
      ]),
    });
    const tables = Object.keys(await road.tableCounts());
    for (const name of tables) {
      const [row] = await road.query(`select * from ${vaultSchema}."${name}" limit 1`);
      const keys = Object.keys(row ?? {}).filter(
        (column) => column.startsWith('hk_') || column === 'hash_diff',
      );
      for (const column of keys) {
        expect(
          await road.query(`select * from ${vaultSchema}."${name}" where "${column}" is null`),
          `${name}.${column}`,
        ).toEqual([]);
      }
    }
    expect(
      await road.query(
        `select registration_dt, age from ${vaultSchema}.h_users join ${vaultSchema}.s_user_socdem using (hk_user_id) where user_id = 1`,
      ),
    ).toEqual([{ registration_dt: null, age: null }]);
    expect(
      await road.query(`select user_id_from from ${vaultSchema}.s_auth_history where event = 'create'`),
    ).toEqual([{ user_id_from: null }]);
  });

  it('one link row per pair, under the hash of the keys it names', async () => {
    await road.loadFiles(files);
    if (model === 'sprint6-canonical') {
      const rows = await road.query('select * from dds.l_user_group_activity order by all');
      const pairs = [
        ['1', '1'],
        ['2', '1'],
        ['3', '2'],
      ];
      const expected = pairs
        .map(([user = '', group = '']) => [key(user, group), key(user), key(group)].join())
        .sort();
      const found = rows
        .map((row) =>
          ['hk_l_user_group_activity', 'hk_user_id', 'hk_group_id'].map((name) => hex(row[name])).join(),
        )
        .sort();
      expect(found).toEqual(expected);
    } else {
      const [row, ...others] = await road.query('select * from dds_event_hub.l_group_logs_users_from');
      expect(others).toEqual([]);
      expect(hex(row?.['hk_user_id'])).toBe(key('1'));
      const [log] = await road.query(
        `select hk_group_log_id from dds_event_hub.h_group_logs join dds_event_hub.s_auth_history using (hk_group_log_id) where user_id_from = 1`,
      );
      expect(hex(row?.['hk_group_log_id'])).toBe(hex(log?.['hk_group_log_id']));
    }
    const [admin] = await road.query(
      `select hk_user_id, hk_group_id from ${vaultSchema}.l_admins join ${vaultSchema}.h_groups using (hk_group_id) where group_id = 2`,
    );
    expect([hex(admin?.['hk_user_id']), hex(admin?.['hk_group_id'])]).toEqual([key('1'), key('2')]);
  });

  it('integers printed as floats are the integers', async () => {
    const log = csv('group_log.csv', [['1.0', '2.0', '1.0', 'add', '2021-01-01 00:00:00']]);
    await road.loadFiles({ ...files, 'group_log.csv': log });
    await road.loadFiles({
      'group_log_2.csv': csv('group_log.csv', [[1, 2, 1, 'add', '2021-01-01 00:00:00']]),
    });
    expect((await road.tableCounts())['s_auth_history']).toBe(1);
    expect(await road.query(`select user_id_from from ${vaultSchema}.s_auth_history`)).toEqual([
      { user_id_from: 1n },
    ]);
    const refused = await road.loadFiles({
      'group_log_3.csv': csv('group_log.csv', [['1', '22.5', '', 'add', '2021-01-01 00:00:00']]),
    });
    expect(refused.error).toMatchObject({ code: 'E-DATA-REJECTS' });
  });

  it('a header repeated inside a file is a reject, not a row', async () => {
    const [header = ''] = files['group_log.csv'].split('\n');
    const result = await road.loadFiles(
      { ...files, 'group_log.csv': `${files['group_log.csv']}${header}\n` },
      { rejectLimit: { records: 1 } },
    );
    expect(result.rows).toMatchObject({ rejected: 1 });
    expect(await road.query(`select line_no, reason_code from ${stagingSchema}.group_log_rej`)).toEqual([
      { line_no: 7n, reason_code: 'HEADER_REPEATED' },
    ]);
  });

  it('the log shows the first ten records of each file, personal columns masked', async () => {
    const events: RunEvent[] = [];
    const users = Array.from({ length: 12 }, (_, index) => index + 1);
    await road.loadFiles(
      { 'users.csv': socialFiles({ users })['users.csv'] },
      { report: (event) => events.push(event) },
    );
    const [peek] = events.filter((event) => event.kind === 'peek');
    expect(peek?.records).toHaveLength(10);
    expect(peek?.records[0]).toEqual({
      id: '1',
      chat_name: '***',
      registration_dt: '2019-01-01 00:00:00',
      country: 'A',
      age: '30',
    });
  });
});

describe.each(models)('the golden sample on %s', (model) => {
  it('gives the published answer', async () => {
    const road = await SocialRoad.open(model);
    try {
      const folder = join(road.folder, 'golden');
      await generateSocial({ preset: 'golden', folder });
      expect((await road.load(folderSource(folder))).error).toBeNull();
      const { rows } = await road.report();
      const figures = rows.map((row) => [
        Number(row['cnt_added_users']),
        Number(row['cnt_users_in_group_with_messages']),
        Number(row['group_conversion']).toFixed(3),
      ]);
      const published = GOLDEN_ANSWER.map(({ added, writers, conversion }) => [added, writers, conversion]);
      expect(figures).toEqual(published);
      expect(figures.reduce((sum, [joined]) => sum + Number(joined), 0)).toBe(36_480);
      expect(figures.reduce((sum, [, wrote]) => sum + Number(wrote), 0)).toBe(19_878);
    } finally {
      await road.close();
    }
  });

  it('without quotes the batch stops, explained, and nothing of it is in the vault', async () => {
    const road = await SocialRoad.open(model);
    try {
      const folder = join(road.folder, 'no-quotes');
      await generateSocial({ preset: 'golden', folder, quotes: false });
      const stopped = await road.load(folderSource(folder));
      expect(stopped.error).toMatchObject({ code: 'E-DATA-REJECTS', where: 'dialogs.csv' });
      expect((stopped.error as { details: string[] }).details[0]).toMatch(
        /^line \d+ {2}\(record\) {2}FIELD_COUNT/,
      );
      const counts = await road.tableCounts();
      expect([counts['h_dialogs'], counts['l_user_message'], counts['s_dialog_info']]).toEqual([0, 0, 0]);

      const admitted = await road.load(folderSource(folder), { rejectLimit: { percent: 100 } });
      expect(admitted.error).toBeNull();
      expect(admitted.rows.rejected).toBeGreaterThan(4_000);
      const report = await road.report();
      expect(Number(report.rows[0]?.['cnt_users_in_group_with_messages'])).toBe(1925);
      const table = groupConversion.render(report, 'terminal', []);
      expect(table.indexOf('rejected')).toBeLessThan(table.indexOf('joined'));
    } finally {
      await road.close();
    }
  });
});

function hex(value: unknown): string {
  return String(value).replaceAll('-', '');
}
