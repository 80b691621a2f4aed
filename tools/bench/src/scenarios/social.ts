import { join } from 'node:path';
import { generateSocial, LEAST_SCALED_ROWS, SOCIAL_TABLES } from '@vaultwright/sample-data';
import type { Scenario } from '../scenario.ts';
import { raceVaults } from './vault-race.ts';

/** The whole social network: all four files, fifteen tables of the vault. */
export const socialScenario: Scenario = {
  name: 'social',
  about: 'the same over all four files of the sample network, 2 N messages among them',
  ratios: ['social'],
  run: async (context) => {
    if (context.rows < LEAST_SCALED_ROWS) {
      const reason = `the sample network starts at --rows ${LEAST_SCALED_ROWS}`;
      return { measurements: [], ratios: { social: null }, notRun: { social: reason } };
    }
    const [first, second] = [await writeDay(1), await writeDay(2)];
    const race = { form: 'social', sources: SOCIAL_TABLES, days: { first, second } } as const;
    const { measurements, ratios } = await raceVaults(race, context);
    return { measurements, ratios: { social: ratios } };

    async function writeDay(day: 1 | 2): Promise<{ readonly folder: string; readonly rows: number }> {
      context.tell(`social: writing day ${day}`);
      const folder = join(context.folder, `day-${day}`);
      const { manifest } = await generateSocial({ preset: { logRows: context.rows }, day, folder });
      return { folder, rows: manifest.files.reduce((sum, { rows }) => sum + rows, 0) };
    }
  },
};
