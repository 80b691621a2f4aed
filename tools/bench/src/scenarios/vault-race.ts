import { existsSync } from 'node:fs';
import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchError } from '../bench-error.ts';
import type { HandWrittenName } from '../hand-written/forms.ts';
import { compareContents } from '../harness/compare-contents.ts';
import { inTurn } from '../harness/in-turn.ts';
import { measureProcess, type Cost } from '../harness/measured-process.ts';
import { median, medianCost, ratio } from '../harness/median.ts';
import { measureJob } from '../jobs.ts';
import type { BenchContext, Figure, Measurement, Outcome } from '../scenario.ts';

const phases = ['first', 'replay', 'increment'] as const;
const sides = ['ours', 'hand-written'] as const;
type Phase = (typeof phases)[number];
type Side = (typeof sides)[number];

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

/** Tables of a vault that no hand-written form has. */
const bookkeeping = ['dds.vault_model'];
/** The order of characters makes it an identifier as long as those of a run. */
const loadId = (phase: Phase): string => `hand-written-${phase}`.padEnd(26, '0');

/** First load, the same files again, and 1 % more, by whole processes in turn; both must have stored the same. */
export async function raceVaults(race: VaultRace, context: BenchContext): Promise<Outcome> {
  const config = join(context.folder, 'vaultwright.config.yaml');
  const databases: Record<Side, string> = {
    ours: join(context.folder, 'ours.duckdb'),
    'hand-written': join(context.folder, 'hand-written.duckdb'),
  };
  await writeConfig(config, databases.ours, context);
  const delivered = (phase: Phase): { readonly folder: string; readonly rows: number } =>
    phase === 'increment' ? race.days.second : race.days.first;

  const measureSide = async (phase: Phase, side: Side, run: number): Promise<RaceRun> => {
    const database = databases[side];
    if (phase === 'first') await removeDatabase(database);
    const { folder, rows } = delivered(phase);
    const { cost } =
      side === 'ours'
        ? await runCommand(phase, config, folder, rows, race, context)
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
    settled: async (phase) => {
      const contents = async (side: Side) => {
        const work = { path: databases[side], schemas: ['staging', 'dds'] };
        return (await measureJob(context.programs, 'contents', work)).found;
      };
      const [ours, byHand] = [await contents('ours'), await contents('hand-written')];
      compareContents(`${race.form}, ${phase}`, ours, byHand, bookkeeping);
    },
  });
  await Promise.all(sides.map((side) => removeDatabase(databases[side])));

  const measured = (phase: Phase, side: Side): Measurement => ({
    what: `${phase}, ${side}`,
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

/** The whole command: fetch, scan, stage, vault, checks, ledger. */
async function runCommand(
  phase: Phase,
  config: string,
  folder: string,
  rows: number,
  { sources }: VaultRace,
  { programs }: BenchContext,
): Promise<{ readonly cost: Cost }> {
  const words = ['run', 'group_log', '--config', config, '--source', folder, '--json', '--quiet'];
  if (phase === 'replay') words.push('--force-load');
  const { cost, out } = await measureProcess(programs.command, [...words, '--only', ...sources]);
  const result = JSON.parse(out.trim().split('\n').at(-1) ?? '') as {
    readonly rows?: { readonly loaded?: number };
  };
  if (result.rows?.loaded !== rows) {
    throw new BenchError(
      `${phase}: the run loaded ${result.rows?.loaded ?? 'no'} rows of ${rows} delivered ones`,
    );
  }
  return { cost };
}

async function writeConfig(path: string, database: string, { programs }: BenchContext): Promise<void> {
  // JSON is YAML.
  await writeFile(
    path,
    JSON.stringify({
      targets: { bench: { adapter: programs.adapter, path: database } },
      defaultTarget: 'bench',
      dataSets: [programs.dataSets],
    }),
  );
}

async function removeDatabase(path: string): Promise<void> {
  for (const suffix of ['', '.wal', '.tmp', '.vaultwright.lock']) {
    if (existsSync(`${path}${suffix}`)) await rm(`${path}${suffix}`, { recursive: true });
  }
}
