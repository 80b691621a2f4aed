import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { history, minute, type Group } from '../../testing/social-history.ts';
import { VaultFixture } from '../../testing/vault-fixture.ts';
import { models } from '../../testing/vault-tables.ts';
import { plainSentence } from '../../text/visible-text.ts';
import { groupConversion } from './group-conversion.ts';

const [a, b, c] = [minute(0), minute(1), minute(2)];

describe.each(models)('registration dates that were told anew, on %s', (model) => {
  let vault: VaultFixture;
  beforeAll(async () => {
    vault = await VaultFixture.open(model);
  });
  afterAll(() => vault.knex.destroy());

  const notices = async (lang: 'en' | 'ru' = 'en'): Promise<string[]> => {
    const result = await groupConversion.run(vault.context(['--groups', '1']));
    const found = result.notices.filter(({ code }) => code === 'registration_differs');
    expect(found.every(({ level }) => level === 'warning')).toBe(true);
    return found.map(({ text }) => plainSentence(text[lang]));
  };
  const told = async (...groups: Omit<Group, 'id'>[]): Promise<number | null> => {
    await vault.fill(history({ groups: groups.map((group, place) => ({ id: place + 1, ...group })) }));
    return counted();
  };
  /** How many groups the notice counts; null without a notice. */
  const counted = async (): Promise<number | null> => {
    const [text] = await notices();
    return text === undefined ? null : Number(/\d+/.exec(text)?.[0]);
  };

  it.each([
    ['told once', a, [], null],
    ['never told', null, [], null],
    ['told again as it was', a, [a, a], null],
    ['not told, again and again', null, [null], null],
    ['told otherwise', a, [b], 1],
    ['told otherwise and back', a, [b, a], null],
    ['told otherwise, back, and otherwise', a, [b, a, c], 1],
    ['told first when the group was known already', null, [b], 1],
    ['told no more', a, [null], 1],
    ['told no more and then as it was', a, [null, a], null],
  ])('a date %s', async (_case, registered, registeredLater, count) => {
    expect(await told({ registered, registeredLater })).toBe(count);
  });

  it('counts all groups, since one that is not chosen might have been', async () => {
    const other = { registered: b, registeredLater: [a] };
    expect(await told({ registered: a }, other, { registered: b }, other)).toBe(2);
    expect((await groupConversion.run(vault.context())).quality).toMatchObject({ otherRegistrations: 2 });
  });

  it('says so in both languages, above the table', async () => {
    await told({ registered: b, registeredLater: [null] });
    expect(await notices('en')).toEqual([
      'For 1 group the files told last name another registration date, or none; the oldest groups are chosen by the date told first.',
    ]);
    expect(await notices('ru')).toEqual([
      'Для 1 группы последние файлы называют другую дату регистрации или не называют её; самые старые группы выбраны по дате, сообщённой первой.',
    ]);
    const lines = groupConversion
      .render(await groupConversion.run(vault.context()), 'terminal', [])
      .split('\n');
    const warning = lines.findIndex((line) => line.startsWith('! Warning: For 1 group the files told last'));
    expect(warning).toBeGreaterThan(0);
    expect(lines.findIndex((line) => /^ *# +group/.test(line))).toBeGreaterThan(warning);
  });

  it('hears dates that wait for their admin', async () => {
    await told({ registered: a, registeredLater: [b] });
    for (const table of ['l_admins', 's_admins'])
      await vault.run(`insert into dds.${table}_pending select *, 'L1', 'h_users' from dds.${table};
        delete from dds.${table}`);
    expect(await counted()).toBe(1);
    for (const table of ['l_admins', 's_admins'])
      await vault.run(
        `insert into dds.${table} select * exclude (load_id, reason) from dds.${table}_pending`,
      );
    expect(await counted()).toBe(1);
  });

  it('hears both of two dates told together', async () => {
    await told({ registered: a });
    for (const [place, date] of [a, b].entries())
      await vault.run(
        `insert into dds.s_admins select hk_l_admin_id, timestamp '${date}', md5('${place}')::uuid, timestamp '2021-06-02', 's3' from dds.l_admins`,
      );
    expect(await notices()).toHaveLength(1);
  });

  it('hears a date that was told with another admin', async () => {
    await told({ registered: a });
    const other = `md5('other')::uuid`;
    await vault.run(
      `insert into dds.l_admins select ${other}, hk_user_id, hk_group_id, load_dt, load_src from dds.l_admins`,
    );
    await vault.run(
      `insert into dds.s_admins select ${other}, timestamp '${b}', hash_diff, load_dt, load_src from dds.s_admins`,
    );
    expect(await notices()).toHaveLength(1);
  });
});
