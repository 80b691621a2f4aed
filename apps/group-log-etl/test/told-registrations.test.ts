import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { socialFiles } from './support/social-files.ts';
import { models, SocialRoad } from './support/social-road.ts';

const [older, newer] = ['2020-01-01 00:00:00', '2020-01-02 00:00:00'];

describe.each(models)('a registration date that is told anew, on %s', (model) => {
  let road: SocialRoad;
  beforeEach(async () => {
    road = await SocialRoad.open(model);
  });
  afterEach(() => road.close());

  /** Loads group 5 with these dates, one delivery each; an empty text is no date. */
  const deliver = async (dates: readonly string[], admin = 1): Promise<void> => {
    const users = { 'users.csv': socialFiles({ users: [1] })['users.csv'] };
    expect((await road.loadFiles(users)).error).toBeNull();
    for (const registered of dates) {
      const file = socialFiles({ groups: [{ id: 5, admin, registered }, { id: 6 }] })['groups.csv'];
      expect((await road.loadFiles({ 'groups.csv': file })).error).toBeNull();
    }
  };
  const seen = async (): Promise<unknown> => {
    const { rows, notices } = await road.report();
    const [text] = notices.filter(({ code }) => code === 'registration_differs').map((one) => one.text.en);
    return {
      date: rows.find((row) => String(row['group_id']) === '5')?.['registration_dt'],
      told: typeof text === 'string' ? text.slice(0, differs.length) : null,
    };
  };
  const differs = 'For 1 group the files told last name another';

  it.each([
    ['A', [newer], newer, null],
    ['A, A', [newer, newer], newer, null],
    ['A, B', [newer, older], newer, differs],
    ['A, B, A', [newer, older, newer], newer, null],
    ['A, none', [newer, ''], newer, differs],
    ['none, A', ['', newer], null, differs],
    ['none, A, B', ['', newer, older], null, differs],
    ['none, A, none', ['', newer, ''], null, null],
  ])('%s: stands on the first date, and says when it is not the last', async (_name, dates, date, told) => {
    await deliver(dates);
    expect(await seen()).toEqual({ date: date === null ? null : `${date}.000000`, told });
  });

  it('is heard also while its admin is unknown, and once he is known', async () => {
    await deliver([newer, older], 8);
    expect(await seen()).toMatchObject({ told: differs });
    const late = socialFiles({ users: [8] })['users.csv'];
    expect((await road.loadFiles({ 'users_8.csv': late })).error).toBeNull();
    expect(await seen()).toMatchObject({ told: differs });
    await deliver([newer], 8);
    expect(await seen()).toMatchObject({ told: null });
  });

  it('is heard when another admin comes with it', async () => {
    await deliver([newer]);
    await deliver([older], 8);
    expect(await seen()).toMatchObject({ told: differs });
  });

  it('is heard when one file tells two dates', async () => {
    const groups = [older, newer].map((registered) => ({ id: 5, registered }));
    expect((await road.loadFiles(socialFiles({ users: [1], groups }))).error).toBeNull();
    expect(await seen()).toMatchObject({ date: `${older}.000000`, told: differs });
  });
});
