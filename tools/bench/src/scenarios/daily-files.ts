import { join } from 'node:path';
import { writeUserFiles, type UserFiles } from '../data/user-files.ts';
import { medianCost, ratio } from '../harness/median.ts';
import type { Cost } from '../harness/measured-process.ts';
import type { BenchContext, Figure, Measurement, Scenario } from '../scenario.ts';
import { measureUserFiles } from './user-files-run.ts';

const allFiles = 1000;
/** How many files there are when a new one comes early in the life of the warehouse. */
const fewFiles = 10;
/** New files are unevenly fast, so that there are more of them than of other runs. */
const leastNewFiles = 7;

/**
 * A file a day: what the first run, a run without news and one new file cost, early and late in the life of a warehouse.
 *
 * Every file tells all keys again. One in fifty with another value: the satellite grows with the files. None: what grows
 * is what is known of files.
 */
export const dailyFilesScenario: Scenario = {
  name: 'daily-files',
  about: 'one more daily file of N / 1,000 rows after 10 and after 1,000, and a run without news',
  onRequest: true,
  ratios: ['dailyFiles'],
  run: async (context) => {
    const lives = [await life('moving users', context), await life('same users', context)];
    return {
      measurements: lives.flatMap(({ measurements }) => measurements),
      ratios: { dailyFiles: Object.fromEntries(lives.map(({ content, ratios }) => [content, ratios])) },
    };
  },
};

interface Life {
  readonly content: string;
  readonly measurements: readonly Measurement[];
  readonly ratios: Figure;
}

async function life(
  content: UserFiles['content'],
  { folder: own, rows: asked, runs, programs, tell }: BenchContext,
): Promise<Life> {
  const rows = Math.max(1, Math.floor(asked / allFiles));
  const folder = join(own, content.replace(' ', '-'));
  const database = `${folder}.duckdb`;
  let written = 0;
  const filesUntil = async (count: number): Promise<number> => {
    await writeUserFiles({ folder, rows, from: written, count: count - written, content });
    const more = count - written;
    written = count;
    return more * rows;
  };
  const run = (loaded: number): Promise<Cost> => measureUserFiles(programs, folder, database, loaded);
  const newFiles = async (): Promise<Cost[]> => {
    const costs = [];
    for (let round = 0; round < Math.max(runs, leastNewFiles); round += 1) {
      costs.push(await run(await filesUntil(written + 1)));
    }
    return costs;
  };

  const few = await run(await filesUntil(fewFiles));
  const early = await newFiles();
  tell(`daily-files, ${content}: loading ${allFiles} files`);
  const all = await run(await filesUntil(allFiles));
  const again = [];
  for (let round = 0; round < runs; round += 1) again.push(await run(0));
  const late = await newFiles();

  const first: Cost = {
    wall: few.wall + all.wall,
    cpu: few.cpu === null || all.cpu === null ? null : few.cpu + all.cpu,
    peak: all.peak,
  };
  const line = (what: string, count: number, costs: readonly Cost[]): Measurement => ({
    what: `${content}: ${what}`,
    rows: count,
    cost: medianCost(costs),
    file: null,
  });
  const measurements = [
    line(`first ${allFiles - early.length} files, once`, (allFiles - early.length) * rows, [first]),
    line('nothing new', 0, again),
    line(`one new after ${fewFiles}`, rows, early),
    line(`one new after ${allFiles}`, rows, late),
  ];
  const wall = (place: number): number | null => measurements[place]?.cost.wall ?? null;
  const cpu = (place: number): number | null => measurements[place]?.cost.cpu ?? null;
  return {
    content,
    measurements,
    ratios: {
      againVsFirst: { wall: ratio(wall(1), wall(0)), cpu: ratio(cpu(1), cpu(0)) },
      newAfterAllVs10: { wall: ratio(wall(3), wall(2)), cpu: ratio(cpu(3), cpu(2)) },
    },
  };
}
