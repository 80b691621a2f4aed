import { stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchError } from '../bench-error.ts';
import { writeLogFiles } from '../data/log-files.ts';
import { inTurn } from '../harness/in-turn.ts';
import { median, medianCost, ratio } from '../harness/median.ts';
import type { Cost } from '../harness/measured-process.ts';
import type { Measurement, Scenario } from '../scenario.ts';
import { removeDatabase, runCommand, writeCommandConfig } from './command-run.ts';

const limits = ['1GB', '4GB'] as const;
type Limit = (typeof limits)[number];
const sources = ['users', 'groups', 'group_log'];

/** Files, one database and what the engine spills. Units: bytes a log row. */
const roomPerRow = 350;

/** A log that is larger than memory. */
export const memoryScenario: Scenario = {
  name: 'memory',
  about:
    'a log of N rows with the engine limited to 1 GB and to 4 GB, then 1 % more; meant for --rows 50000000',
  onRequest: true,
  ratios: ['memory1GBvs4GB', 'memory1GBvs4GBIncrement'],
  run: async ({ folder, rows, runs, programs, tell }) => {
    await refuseFullDisk(folder, rows);
    tell('memory: writing the files');
    const days = [
      await writeLogFiles(join(folder, 'day-1'), 1, rows),
      await writeLogFiles(join(folder, 'day-2'), 2, rows),
    ];
    const { load } = await inTurn({
      runs,
      phases: ['load'],
      sides: limits,
      // One database at a time, since each takes much room.
      measure: async (_phase, limit, run) => {
        const database = join(folder, `${limit}.duckdb`);
        const config = join(folder, `${limit}.config.yaml`);
        await writeCommandConfig(config, database, programs, { memoryLimit: limit });
        const costs: Cost[] = [];
        let file = 0;
        for (const [place, day] of days.entries()) {
          const once = { config, folder: day.folder, sources, again: false };
          costs.push((await runCommand(programs, once, day.rows)).cost);
          if (place === 0) file = (await stat(database)).size;
          tell(`memory, run ${run + 1}: ${limit}, day ${place + 1} ${costs[place]?.wall.toFixed(1)} s`);
        }
        await removeDatabase(database);
        return { costs, file };
      },
    });
    const measured = (limit: Limit, place: number): Measurement => ({
      what: `${limit}, day ${place + 1}`,
      rows: days[place]?.rows ?? null,
      cost: medianCost(load[limit].flatMap(({ costs }) => costs[place] ?? [])),
      file: place === 0 ? median(load[limit].map(({ file }) => file)) : null,
    });
    const pairs = days.map((_, place) => limits.map((limit) => measured(limit, place)));
    const [first, increment] = pairs.map(([small, large]) => ({
      wall: ratio(small?.cost.wall ?? null, large?.cost.wall ?? null),
      cpu: ratio(small?.cost.cpu ?? null, large?.cost.cpu ?? null),
    }));
    return {
      measurements: pairs.flat(),
      ratios: { memory1GBvs4GB: first ?? null, memory1GBvs4GBIncrement: increment ?? null },
    };
  },
};

async function refuseFullDisk(folder: string, rows: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const [free, needed] = [bavail * bsize, rows * roomPerRow].map((bytes) => Math.ceil(bytes / 1e9));
  if (free !== undefined && needed !== undefined && free >= needed) return;
  throw new BenchError(
    `memory: found ${free} GB free in ${folder}, ${rows} rows need about ${needed} GB; set TMPDIR to another disk or give fewer --rows`,
  );
}
