import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchError } from '../bench-error.ts';
import { inTurn } from '../harness/in-turn.ts';
import { medianCost, ratio } from '../harness/median.ts';
import type { Cost } from '../harness/measured-process.ts';
import type { KeyOrder } from '../in-process/growing-satellite.ts';
import { measureJob } from '../jobs.ts';
import type { Figure, Scenario } from '../scenario.ts';

const million = 1_000_000;
const orders: readonly KeyOrder[] = ['ordered', 'hashed'];

/** The same batch into satellites of different size: its cost must follow the batch. */
export const growthScenario: Scenario = {
  name: 'growth',
  about: '100,000 rows into a change-tracked satellite of 1, 10 and 50 M rows; --rows is the largest',
  ratios: ['satelliteGrowth1to50', 'satelliteGrowth1to50HashedKeys'],
  run: async ({ folder, rows, runs, programs, tell }) => {
    const sizes = rows >= 50 * million ? [1, 10, 50] : [0.1, 1, 10].filter((size) => size * million <= rows);
    if (sizes.length === 0) sizes.push(rows / million);
    const [least = 0] = sizes;
    const batch = Math.min(100_000, Math.floor((least * million) / 10));
    await mkdir(folder, { recursive: true });
    const all = orders.flatMap((keys) =>
      sizes.map((size) => ({ keys, size, name: `${size} M, ${keys} keys` })),
    );
    for (const { keys, size, name } of all) {
      tell(`growth: filling ${name}`);
      await measureJob(programs, 'grow-satellite', {
        database: file(keys, size),
        keys,
        rows: size * million,
      });
    }
    const { batch: measured } = await inTurn({
      runs,
      phases: ['batch'],
      sides: all.map(({ name }) => name),
      measure: async (_phase, side, run): Promise<Cost> => {
        const { keys, size } = all.find(({ name }) => name === side) ?? all[0]!;
        const work = { database: file(keys, size), keys, rows: size * million, batch, version: run + 1 };
        const { cost, found } = await measureJob(programs, 'load-into-grown', work);
        const expected = batch / 2;
        if (found.inserted !== expected) {
          throw new BenchError(`growth, ${side}: ${found.inserted} rows inserted, expected ${expected}`);
        }
        return { wall: found.wall, cpu: found.cpu, peak: cost.peak };
      },
    });
    const measurements = all.map(({ name }) => ({
      what: name,
      rows: batch,
      cost: medianCost(measured[name] ?? []),
      file: null,
    }));
    const growth = (keys: KeyOrder, from: number, to: number): Figure => {
      const [small, large] = [from, to].map((size) =>
        measurements.find(({ what }) => what === `${size} M, ${keys} keys`),
      );
      return {
        wall: ratio(large?.cost.wall ?? null, small?.cost.wall ?? null),
        cpu: ratio(large?.cost.cpu ?? null, small?.cost.cpu ?? null),
      };
    };
    const last = sizes.at(-1) ?? least;
    const complete = last === 50;
    const reason = 'needs --rows 50000000';
    return {
      measurements,
      ratios: {
        satelliteGrowth1to50: complete ? growth('ordered', 1, 50) : null,
        satelliteGrowth1to50HashedKeys: complete ? growth('hashed', 1, 50) : null,
      },
      figures: Object.fromEntries(
        (sizes.length > 1 ? orders : []).map((keys) => [
          `growth${least}to${last}M, ${keys} keys`,
          growth(keys, least, last),
        ]),
      ),
      notes: [
        'the load only: rows were staged before; every second key has changed',
        'ordered keys rise as they arrive; hashed ones lie anywhere, so that every block may hold one of the batch',
      ],
      ...(complete
        ? {}
        : { notRun: { satelliteGrowth1to50: reason, satelliteGrowth1to50HashedKeys: reason } }),
    };

    function file(keys: KeyOrder, size: number): string {
      return join(folder, `${keys}-${size}.duckdb`);
    }
  },
};
