import { join } from 'node:path';
import { inTurn } from '../harness/in-turn.ts';
import { median, medianCost, rounded } from '../harness/median.ts';
import type { Cost } from '../harness/measured-process.ts';
import { measuredKinds, type MeasuredKind } from '../in-process/kinds.ts';
import type { TimedWork } from '../in-process/timed.ts';
import { measureJob } from '../jobs.ts';
import type { Figure, Scenario } from '../scenario.ts';
import { removeDatabase } from './command-run.ts';

/** Units: rows. */
const most = 1_000_000;

/** Rows a second of each kind of entity, by generated SQL alone. */
export const kindsScenario: Scenario = {
  name: 'kinds',
  about: 'rows a second of a first load and a replay of each kind of entity, 1 M rows at most',
  ratios: ['rowsPerSecond'],
  run: async ({ folder, rows: asked, runs, programs, tell }) => {
    const rows = Math.min(asked, most);
    const { load } = await inTurn({
      runs,
      phases: ['load'],
      sides: measuredKinds,
      measure: async (_phase, kind, run) => {
        const database = join(folder, `${kind}.duckdb`);
        const { cost, found } = await measureJob(programs, 'load-kind', { kind, rows, database });
        await removeDatabase(database);
        tell(
          `kinds, run ${run + 1}: ${kind} ${found.first.wall.toFixed(2)} s, again ${found.replay.wall.toFixed(2)} s`,
        );
        return { ...found, peak: cost.peak };
      },
    });
    const costs = (kind: MeasuredKind, phase: 'first' | 'replay'): Cost[] =>
      load[kind].map(({ peak, ...phases }) => ({ ...phases[phase], peak: phase === 'first' ? peak : null }));
    const speed = (seconds: readonly number[]): number => rounded(rows / median(seconds));
    const speeds = (works: readonly TimedWork[]): Figure => ({
      wall: speed(works.map(({ wall }) => wall)),
      cpu: speed(works.map(({ cpu }) => cpu)),
    });
    const rowsPerSecond = Object.fromEntries(
      measuredKinds.map((kind): [string, Figure] => [
        kind,
        {
          first: speeds(load[kind].map(({ first }) => first)),
          replay: speeds(load[kind].map(({ replay }) => replay)),
        },
      ]),
    );
    return {
      measurements: measuredKinds.flatMap((kind) =>
        (['first', 'replay'] as const).map((phase) => ({
          what: `${kind}, ${phase}`,
          rows,
          cost: medianCost(costs(kind, phase)),
          file: null,
        })),
      ),
      ratios: { rowsPerSecond },
      notes: [
        'prepared stage, entity and its checks, from staged rows; parents are there; peak is of the whole process',
      ],
    };
  },
};
