import { join } from 'node:path';
import { generateSocial, type SocialDay, type SocialTruthDocument } from '@vaultwright/sample-data';
import { folderSource } from '@vaultwright/s3-source';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { models, SocialRoad } from './support/social-road.ts';

type Counts = Readonly<Record<string, number>>;

const inTruth = (all: Counts, names: Counts): Counts =>
  Object.fromEntries(Object.keys(names).map((name) => [name, all[name] ?? -1]));

describe.each(models)('three days of the small sample on %s', (model) => {
  let road: SocialRoad;
  beforeAll(async () => {
    road = await SocialRoad.open(model);
  });
  afterAll(() => road.close());

  it.each([1, 2, 3] as const)(
    'day %i: every table, reject, held row and report figure is the truth',
    async (day: SocialDay) => {
      const folder = join(road.folder, `day-${day}`);
      await generateSocial({ preset: 'S', day, folder });
      const truth = JSON.parse(await readFile(join(folder, 'truth.json'), 'utf8')) as SocialTruthDocument;
      const today = truth.day as NonNullable<SocialTruthDocument['day']>;
      const state = truth.cumulative as NonNullable<SocialTruthDocument['cumulative']>;

      const result = await road.load(folderSource(folder), { rejectLimit: { percent: 20 } });
      expect(result.error).toBeNull();
      const sum = (name: 'read' | 'accepted' | 'rejected'): number =>
        Object.values(today.intake).reduce((total, counts) => total + counts[name], 0);
      expect(result.rows).toMatchObject({
        read: sum('read'),
        loaded: sum('accepted'),
        rejected: sum('rejected'),
      });

      const counts = await road.tableCounts();
      expect(inTruth(counts, state.rows[model])).toEqual(state.rows[model]);
      const pending = await road.unresolved();
      expect(inTruth(pending, state.held[model].rows)).toEqual(state.held[model].rows);
      const rejects = await road.rejectCounts();
      const expected = Object.fromEntries(
        Object.entries(state.intake).map(([table, intake]) => [table, intake.rejectedByReason]),
      );
      expect(rejects).toEqual(expected);

      const report = await road.report();
      const figures = report.rows.map((row) => [
        Number(row['group_id']),
        Number(row['cnt_added_users']),
        Number(row['cnt_users_in_group_with_messages']),
        Number(row['cnt_joined_writers']),
        Number(row['cnt_writers_not_added']),
        row['group_conversion'] === null ? null : Number(row['group_conversion']).toFixed(9),
      ]);
      expect(figures).toEqual(
        state.report.map((row) => [
          row.group_id,
          row.cnt_added_users,
          row.cnt_users_in_group_with_messages,
          row.cnt_joined_writers,
          row.cnt_writers_not_added,
          row.group_conversion === null ? null : Number(row.group_conversion).toFixed(9),
        ]),
      );
    },
  );

  it('loading the last day again changes nothing, not even a load date', async () => {
    const before = await road.dump();
    const lastDay = folderSource(join(road.folder, 'day-3'));
    const options = { rejectLimit: { percent: 20 } };
    expect((await road.load(lastDay, options)).status).toBe('nothing');
    const forced = await road.load(lastDay, { ...options, forceLoad: true });
    expect(forced.error).toBeNull();
    expect(forced.objects.map(({ status }) => status)).toEqual(['again', 'again', 'again', 'again']);
    expect(await road.dump()).toEqual(before);
  });
});
