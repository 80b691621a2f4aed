import { join } from 'node:path';
import { inTurn } from '../harness/in-turn.ts';
import { medianCost, ratio } from '../harness/median.ts';
import type { TimedWork } from '../in-process/timed.ts';
import { measureJob } from '../jobs.ts';
import type { Scenario } from '../scenario.ts';
import { removeDatabase } from './command-run.ts';

const most = 1_000_000;
const snapshots = 30;

/** A point-in-time table of three satellites with eight, four and two versions a key. */
export const pointInTimeScenario: Scenario = {
  name: 'point-in-time',
  about:
    'a point-in-time table of N keys, 1 M at most, at 30 dates, beside a join of every key with every date',
  onRequest: true,
  ratios: ['crossJoinVsPointInTime'],
  run: async ({ folder, rows, runs, programs, tell }) => {
    const keys = Math.min(rows, most);
    const naiveKeys = Math.min(keys, 10_000);
    const { all } = await inTurn({
      runs,
      phases: ['all'],
      sides: ['ours'],
      measure: async (_phase, _side, run) => {
        const database = join(folder, 'point-in-time.duckdb');
        const { cost, found } = await measureJob(programs, 'point-in-time', {
          database,
          keys,
          snapshots,
          naiveKeys,
        });
        await removeDatabase(database);
        tell(`point-in-time, run ${run + 1}: built in ${found.built.wall.toFixed(2)} s`);
        return { ...found, peak: cost.peak };
      },
    });
    const line = (what: string, lineRows: number, pick: (of: (typeof all.ours)[number]) => TimedWork) => ({
      what,
      rows: lineRows,
      cost: medianCost(all.ours.map((one) => ({ ...pick(one), peak: one.peak }))),
      file: null,
    });
    const crossJoin = line(
      `cross join with max, ${naiveKeys} keys`,
      naiveKeys * snapshots,
      (one) => one.crossJoin,
    );
    const sample = line(`generated, ${naiveKeys} keys`, naiveKeys * snapshots, (one) => one.sample);
    return {
      measurements: [
        line('generated, built from nothing', keys * snapshots, (one) => one.built),
        line('a batch that touches nothing', 0, (one) => one.idle),
        line('one more snapshot', keys, (one) => one.appended),
        crossJoin,
        sample,
      ],
      ratios: {
        crossJoinVsPointInTime: {
          wall: ratio(crossJoin.cost.wall, sample.cost.wall),
          cpu: ratio(crossJoin.cost.cpu, sample.cost.cpu),
        },
      },
      notes: ['peak is of the whole process, with the engine limited to 6 GB'],
    };
  },
};
