import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReportResult } from '../../report.ts';
import { goldenFigures, goldenHistory } from '../../testing/golden-figures.ts';
import { VaultFixture } from '../../testing/vault-fixture.ts';
import { models } from '../../testing/vault-tables.ts';
import { groupConversion } from './group-conversion.ts';

const published = ['0.576', '0.568', '0.566', '0.562', '0.555', '0.550', '0.549', '0.522', '0.454', '0.450'];

describe.each(models)('golden answer on %s', (model) => {
  let vault: VaultFixture;
  let result: ReportResult;
  beforeAll(async () => {
    vault = await VaultFixture.open(model);
    await vault.fill(goldenHistory());
    result = await groupConversion.run(vault.context());
  });
  afterAll(() => vault.knex.destroy());

  it('reproduces the published counts, order and rounded ratios', () => {
    expect(
      result.rows.map((row) => [
        row['group_id'],
        row['cnt_added_users'],
        row['cnt_users_in_group_with_messages'],
      ]),
    ).toEqual(goldenFigures.map(({ rank, added, writers }) => [String(rank * 11), added, writers]));
    const table = groupConversion.render(result, 'terminal', []);
    const printed = table.split('\n').flatMap((line) => /^ *[0-9]+ .* (0\.[0-9]{3}) /.exec(line)?.[1] ?? []);
    expect(printed.slice(0, 10)).toEqual(published);
  });

  it('says best 57.6 %, median 55.3 %, overall 54.5 %', () => {
    const { figures } = result;
    expect(figures.slice(0, 3).map(({ value }) => value.en)).toEqual([
      '57.6\u00a0%',
      '55.3\u00a0%',
      '54.5\u00a0%',
    ]);
    expect(figures[0]?.value.ru).toBe('57,6\u00a0%');
  });
});
