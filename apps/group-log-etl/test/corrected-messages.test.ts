import { defineDataSet, type DataSet } from '@vaultwright/dataset-runner';
import { folderSource } from '@vaultwright/s3-source';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dataSet } from '../src/datasets/group_log/index.ts';
import { socialFiles } from './support/social-files.ts';
import { models, SocialRoad } from './support/social-road.ts';

const base = socialFiles({ users: [1, 2], groups: [{ id: 1 }, { id: 2 }] });
const files = { 'users.csv': base['users.csv'], 'groups.csv': base['groups.csv'] };

/** The file of message 7, told to be in these groups; null is none. */
const dialogs = (...groups: (number | null)[]): string =>
  socialFiles({ messages: groups.map((group) => ({ id: 7, from: 2, group })) })['dialogs.csv'];

/** The data set as it was before the satellite. */
const former: DataSet = {
  ...dataSet,
  models: Object.fromEntries(
    Object.entries(dataSet.models).map(([model, vault]) => [
      model,
      { ...vault, entities: vault.entities.filter(({ name }) => name !== 'es_groups_dialogs') },
    ]),
  ),
};

/** The data set with messages whose files tell their day. */
const dated = defineDataSet({
  ...dataSet,
  sources: ['users', 'groups', { name: 'dialogs', files: 'dialogs_{day:yyyy-MM-dd}.csv' }, 'group_log'],
});

describe.each(models)('the group of a message that is told anew, on %s', (model) => {
  let road: SocialRoad;
  beforeEach(async () => {
    road = await SocialRoad.open(model);
  });
  afterEach(() => road.close());

  const deliver = async (...days: string[]): Promise<void> => {
    expect((await road.loadFiles(files)).error).toBeNull();
    for (const text of days) expect((await road.loadFiles({ 'dialogs.csv': text })).error).toBeNull();
  };
  /** Groups that count the only message, by number. */
  const counted = async (): Promise<string[]> => {
    const { rows } = await road.report('--groups', '20');
    const writing = rows.filter((row) => row['cnt_users_in_group_with_messages'] === 1);
    return writing.map((row) => String(row['group_id'])).sort();
  };

  it('counts once, in the group that the last delivery names', async () => {
    await deliver(dialogs(1));
    expect(await counted()).toEqual(['1']);
    await deliver(dialogs(2));
    expect(await counted()).toEqual(['2']);
    expect((await road.tableCounts())['l_groups_dialogs']).toBe(2);
  });

  it('is in its first group again when a third delivery takes the correction back', async () => {
    await deliver(dialogs(1), dialogs(2), dialogs(1));
    expect(await counted()).toEqual(['1']);
    await deliver(dialogs(2));
    expect(await counted()).toEqual(['2']);
  });

  it('stays when the same file comes again, under its name, another one, or by force', async () => {
    await deliver(dialogs(1), dialogs(2));
    const before = await road.dump();
    const again = { 'dialogs.csv': dialogs(2) };
    expect((await road.loadFiles(again)).status).toBe('nothing');
    expect((await road.loadFiles(again, { forceLoad: true })).error).toBeNull();
    expect(await road.dump()).toEqual(before);
    expect((await road.loadFiles({ 'dialogs_again.csv': dialogs(2) })).error).toBeNull();
    expect(await road.dump()).toEqual(before);
    expect(await counted()).toEqual(['2']);
  });

  it('counts nowhere while the group it was corrected to is unknown, and there once it is known', async () => {
    await deliver(dialogs(1), dialogs(9));
    expect(await counted()).toEqual([]);
    const { quality } = await road.report();
    expect(quality.held.map(({ link, hub, rows }) => `${link} ${hub} ${rows}`)).toEqual([
      'l_groups_dialogs h_groups 1',
    ]);
    const ninth = socialFiles({ groups: [{ id: 9 }] })['groups.csv'];
    expect((await road.loadFiles({ 'groups_9.csv': ninth })).error).toBeNull();
    expect(await counted()).toEqual(['9']);
    await deliver(dialogs(1));
    expect(await counted()).toEqual(['1']);
  });

  it('counts in the corrected group although the one named by mistake never comes', async () => {
    await deliver(dialogs(9), dialogs(2));
    expect(await counted()).toEqual(['2']);
    await deliver(dialogs(1));
    expect(await counted()).toEqual(['1']);
  });

  it('counts once also when one file names two groups, in the same one however often it is loaded', async () => {
    await deliver(dialogs(1, 2));
    const found = await counted();
    expect(found).toHaveLength(1);
    await deliver(dialogs(2, 1));
    expect(await counted()).toEqual(found);
    await deliver(dialogs(1));
    expect(await counted()).toEqual(['1']);
    await deliver(dialogs(2));
    expect(await counted()).toEqual(['2']);
  });

  it('stays in its last group when a delivery names none: the satellite does not see such rows', async () => {
    await deliver(dialogs(1), dialogs(2), dialogs(null));
    expect(await counted()).toEqual(['2']);
  });

  it('is not moved by a delivery that is dated before the last one', async () => {
    await road.loadFiles(files);
    for (const [day, group] of [
      [1, 1],
      [3, 2],
      [2, 1],
    ] as const) {
      const name = `dialogs_2022-01-0${day}.csv`;
      expect((await road.loadFiles({ [name]: dialogs(group) }, { dataSet: dated })).error).toBeNull();
    }
    expect(await counted()).toEqual(['2']);
  });

  describe('in a warehouse from before the satellite', () => {
    const folder = async (name: string, contents: Readonly<Record<string, string>>) => {
      const path = join(road.folder, name);
      await mkdir(path, { recursive: true });
      for (const [file, text] of Object.entries(contents)) await writeFile(join(path, file), text);
      return folderSource(path);
    };
    const delivered = { ...files, 'dialogs_1.csv': dialogs(1), 'dialogs_2.csv': dialogs(2) };

    it('says what to do, and counts once after the next run has filled it', async () => {
      const source = await folder('in', delivered);
      expect((await road.load(source, { dataSet: former })).error).toBeNull();
      await expect(road.report()).rejects.toMatchObject({
        code: 'E-WH-REPORT',
        found: expect.stringContaining('es_groups_dialogs') as string,
        fix: expect.stringContaining('load the data set first') as string,
      });
      expect((await road.load(source)).status).toBe('ok');
      expect(await counted()).toEqual(['2']);
    });

    it('counts by all links where the files are gone, until a delivery tells the message again', async () => {
      expect((await road.load(await folder('in', delivered), { dataSet: former })).error).toBeNull();
      expect((await road.load(await folder('empty', files))).status).toBe('partial');
      expect(await counted()).toEqual(['1', '2']);
      await deliver(dialogs(1));
      expect(await counted()).toEqual(['1']);
    });
  });
});
