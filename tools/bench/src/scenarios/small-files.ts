import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeUserFiles } from '../data/user-files.ts';
import { inTurn } from '../harness/in-turn.ts';
import { median, medianCost, ratio, rounded } from '../harness/median.ts';
import type { Scenario } from '../scenario.ts';
import { removeDatabase } from './command-run.ts';
import { requireSameContents } from './same-contents.ts';
import { measureUserFiles } from './user-files-run.ts';

/** Rows of a small file. */
const rowsEach = 100;
const most = 1000;
const sides = ['many', 'one'] as const;

/** What a file costs that holds next to nothing. */
export const smallFilesScenario: Scenario = {
  name: 'small-files',
  about:
    '1,000 files of 100 rows in one run beside one file with the same rows; fewer with --rows below 100,000',
  ratios: ['smallFileMilliseconds', 'smallFilesVsOneFile'],
  run: async ({ folder, rows: asked, runs, programs, tell }) => {
    const files = Math.min(most, Math.max(2, Math.floor(asked / rowsEach)));
    const rows = files * rowsEach;
    const content = 'new users';
    await writeUserFiles({ folder: join(folder, 'many'), rows: rowsEach, from: 0, count: files, content });
    await writeUserFiles({ folder: join(folder, 'one'), rows, from: 0, count: 1, content });
    const database = (side: string): string => join(folder, `${side}.duckdb`);
    const { run } = await inTurn({
      runs,
      phases: ['run'],
      sides,
      measure: async (_phase, side, turn) => {
        await removeDatabase(database(side));
        const cost = await measureUserFiles(programs, join(folder, side), database(side), rows);
        tell(`small-files, run ${turn + 1}: ${side} ${cost.wall.toFixed(2)} s`);
        return { cost, file: (await stat(database(side))).size };
      },
      settled: () =>
        requireSameContents(programs, 'small-files', [database('many'), database('one')], ['dds']),
    });
    const measurements = sides.map((side) => ({
      what: side === 'many' ? `${files} files` : 'one file',
      rows,
      cost: medianCost(run[side].map(({ cost }) => cost)),
      file: median(run[side].map(({ file }) => file)),
    }));
    const [spread, joined] = measurements.map(({ cost }) => cost);
    const each = (more: number | null | undefined, less: number | null | undefined): number | null =>
      typeof more !== 'number' || typeof less !== 'number'
        ? null
        : rounded(((more - less) * 1000) / (files - 1));
    return {
      measurements,
      ratios: {
        smallFileMilliseconds: {
          wall: each(spread?.wall, joined?.wall),
          cpu: each(spread?.cpu, joined?.cpu),
        },
        smallFilesVsOneFile: {
          wall: ratio(spread?.wall ?? null, joined?.wall ?? null),
          cpu: ratio(spread?.cpu ?? null, joined?.cpu ?? null),
        },
      },
    };
  },
};
