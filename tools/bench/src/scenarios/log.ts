import { join } from 'node:path';
import { writeLogFiles } from '../data/log-files.ts';
import type { Scenario } from '../scenario.ts';
import { raceRatios, raceVaults } from './vault-race.ts';

/** Users, groups and a log: the shape of most event data. */
export const logScenario: Scenario = {
  name: 'log',
  about: 'whole runs over users, groups and a log of N rows beside hand-written SQL for the same tables',
  ratios: raceRatios,
  run: async (context) => {
    const first = await writeLogFiles(join(context.folder, 'day-1'), 1, context.rows);
    const second = await writeLogFiles(join(context.folder, 'day-2'), 2, context.rows);
    return raceVaults(
      { form: 'log', sources: ['users', 'groups', 'group_log'], days: { first, second } },
      context,
    );
  },
};
