/**
 * A file a day: what the first run, a run without news and one new file cost, early and late in the life of a warehouse.
 *
 * `npm run bench:daily-files -- --files 1000 --rows 10000`. Every file tells all keys again, one in fifty with another value,
 * so that the satellite grows with the files; with `--still` no value changes, and what grows is what is known of files.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  defineHub,
  defineSatellite,
  defineSource,
  defineVault,
  int,
  text,
} from '@vaultwright/datavault-core';
import { defineDataSet, runDataSet } from '@vaultwright/dataset-runner';
import { adapter } from '@vaultwright/duckdb-adapter';
import { folderSource } from '@vaultwright/s3-source';

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '1000' },
    rows: { type: 'string', default: '10000' },
    still: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const files = Number(values.files);
const rows = Number(values.rows);

const users = defineSource('users', { columns: { id: int(), town: text(50) } });
const hub = defineHub('h_users', { from: users, businessKey: { user_id: 'id' } });
const satellite = defineSatellite('s_users', { of: hub, from: users, payload: ['town'] });
const dataSet = defineDataSet({
  name: 'users',
  sources: [{ name: 'users', files: 'users_{day:yyyy-MM-dd}.csv' }],
  models: { main: defineVault('users', { entities: [hub, satellite] }) },
  defaultModel: 'main',
  recordSource: 'bench',
});

const folder = await mkdtemp(join(tmpdir(), 'vaultwright-bench-'));
let written = 0;

/** Adds the file of the next day. */
async function nextFile(): Promise<void> {
  const lines = ['id,town'];
  const moves = values.still ? 0 : written;
  for (let id = 0; id < rows; id += 1) lines.push(`${id},town ${Math.floor((moves + id) / 50)}`);
  const day = new Date(Date.UTC(2015, 0, 1 + written)).toISOString().slice(0, 10);
  await writeFile(join(folder, `users_${day}.csv`), `${lines.join('\n')}\n`);
  written += 1;
}

async function filesUntil(count: number): Promise<void> {
  while (written < count) await nextFile();
}

/** Seconds of one run, opening and closing the warehouse included. */
async function run(): Promise<number> {
  const since = performance.now();
  const warehouse = await adapter.open({ path: join(folder, 'bench.duckdb') }, 'write');
  try {
    const { error } = await runDataSet({ dataSet, warehouse, source: folderSource(folder), peekRows: 0 });
    if (error !== null) throw new Error(JSON.stringify(error));
  } finally {
    await warehouse.close();
  }
  return (performance.now() - since) / 1000;
}

/** Median seconds of runs that each find one new file. */
async function oneNewFile(): Promise<number> {
  const seconds = [];
  for (let round = 0; round < 7; round += 1) {
    await nextFile();
    seconds.push(await run());
  }
  return median(seconds);
}

async function nothingNew(): Promise<number> {
  return median([await run(), await run(), await run()]);
}

function median(seconds: readonly number[]): number {
  return [...seconds].sort((left, right) => left - right)[Math.floor(seconds.length / 2)] ?? Number.NaN;
}

try {
  await filesUntil(10);
  let first = await run();
  const early = await oneNewFile();
  await filesUntil(files);
  first += await run();
  const again = await nothingNew();
  const late = await oneNewFile();
  const shown = (seconds: number): number => Number(seconds.toFixed(3));
  const figures = {
    files,
    rows,
    still: values.still,
    seconds: { first: shown(first), again: shown(again), newAfter10: shown(early), newAfterAll: shown(late) },
    ratios: { againVsFirst: shown(again / first), newAfterAllVs10: shown(late / early) },
  };
  if (values.json) console.log(JSON.stringify(figures));
  else {
    console.log(`${files} daily files of ${rows} rows, loaded for the first time: ${first.toFixed(1)} s`);
    console.log(`a run without news: ${again.toFixed(2)} s, ${((100 * again) / first).toFixed(2)} % of that`);
    console.log(
      `one new file: ${early.toFixed(2)} s after 10 files, ${late.toFixed(2)} s after ${files}: ${(late / early).toFixed(2)} times`,
    );
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
