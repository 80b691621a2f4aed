import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { HandWrittenName } from '../hand-written/forms.ts';
import { inTurn } from '../harness/in-turn.ts';
import type { Cost } from '../harness/measured-process.ts';
import { median, medianCost, ratio } from '../harness/median.ts';
import { measureJob } from '../jobs.ts';
import type { BenchContext, Figure, Measurement, Outcome } from '../scenario.ts';
import { removeDatabase, runCommand, writeCommandConfig } from './command-run.ts';
import { phases, raceLine, sides, type Phase, type Side } from './race-lines.ts';
import { requireSameContents } from './same-contents.ts';

/** Files of two days, loaded by the command and by hand. */
export interface VaultRace {
  readonly form: HandWrittenName;
  readonly sources: readonly string[];
  /** Folder and number of rows of each day. */
  readonly days: Readonly<Record<'first' | 'second', { readonly folder: string; readonly rows: number }>>;
}

interface RaceRun {
  readonly cost: Cost;
  readonly file: number;
}

/** The order of characters makes it an identifier as long as those of a run. */
const loadId = (phase: Phase): string => `hand-written-${phase}`.padEnd(26, '0');

/** First load, the same files again, and 1 % more, by whole processes in turn; both must have stored the same. */
export async function raceVaults(race: VaultRace, context: BenchContext): Promise<Outcome> {
  const config = join(context.folder, 'vaultwright.config.yaml');
  const databases: Record<Side, string> = {
    ours: join(context.folder, 'ours.duckdb'),
    'hand-written': join(context.folder, 'hand-written.duckdb'),
  };
  await writeCommandConfig(config, databases.ours, context.programs);
  const delivered = (phase: Phase): { readonly folder: string; readonly rows: number } =>
    phase === 'increment' ? race.days.second : race.days.first;

  const measureSide = async (phase: Phase, side: Side, run: number): Promise<RaceRun> => {
    const database = databases[side];
    if (phase === 'first') await removeDatabase(database);
    const { folder, rows } = delivered(phase);
    const { cost } =
      side === 'ours'
        ? await runCommand(
            context.programs,
            { config, folder, sources: race.sources, again: phase === 'replay' },
            rows,
          )
        : await measureJob(context.programs, 'hand-written', {
            form: race.form,
            database,
            folder,
            loadId: loadId(phase),
            loadDate: `2030-01-0${phases.indexOf(phase) + 1} 00:00:00`,
          });
    context.tell(`${race.form}, run ${run + 1}: ${phase} ${side} ${cost.wall.toFixed(2)} s`);
    return { cost, file: (await stat(database)).size };
  };

  const results = await inTurn({
    runs: context.runs,
    phases,
    sides,
    measure: measureSide,
    settled: (phase) =>
      requireSameContents(
        context.programs,
        `${race.form}, ${phase}`,
        [databases.ours, databases['hand-written']],
        ['staging', 'dds'],
      ),
  });
  await Promise.all(sides.map((side) => removeDatabase(databases[side])));

  const measured = (phase: Phase, side: Side): Measurement => ({
    what: raceLine(phase, side),
    rows: delivered(phase).rows,
    cost: medianCost(results[phase][side].map(({ cost }) => cost)),
    file: median(results[phase][side].map(({ file }) => file)),
  });
  const [first, replay, increment] = phases.map((phase) => sides.map((side) => measured(phase, side)));
  return {
    measurements: [first, replay, increment].flatMap((pair) => pair ?? []),
    ratios: {
      runVsHandWritten: timeRatio(first),
      replayVsHandWritten: timeRatio(replay),
      incrementVsHandWritten: timeRatio(increment),
      memoryVsHandWritten: ratio(first?.[0]?.cost.peak ?? null, first?.[1]?.cost.peak ?? null),
      fileVsHandWritten: ratio(first?.[0]?.file ?? null, first?.[1]?.file ?? null),
    },
  };
}

/** Names of the ratios that a race fills. */
export const raceRatios = [
  'runVsHandWritten',
  'replayVsHandWritten',
  'incrementVsHandWritten',
  'memoryVsHandWritten',
  'fileVsHandWritten',
] as const;

function timeRatio(pair: readonly Measurement[] | undefined): Figure {
  const [ours, byHand] = pair ?? [];
  return {
    wall: ratio(ours?.cost.wall ?? null, byHand?.cost.wall ?? null),
    cpu: ratio(ours?.cost.cpu ?? null, byHand?.cost.cpu ?? null),
  };
}
