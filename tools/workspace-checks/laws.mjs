/**
 * Runs the laws of loading with more generated histories than the default run.
 *
 * Usage: npm run test:laws -- [--cases <number>] [--seed <number>] [--only <subject>] [--engine duckdb|vertica] [--deliveries]
 * `--deliveries` takes random histories of deliveries through whole runs instead.
 * Cases count for each subject; the default is 100, and 20 behind the Vertica adapter, which takes several times as long. The
 * seed is a new one each time unless it is given; it stands in the title of the suite, and a failure prints it with its path.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';

const defaultCases = { duckdb: '100', vertica: '20' };
const { values } = parseArgs({
  options: {
    cases: { type: 'string' },
    seed: { type: 'string' },
    only: { type: 'string' },
    engine: { type: 'string', default: 'duckdb' },
    deliveries: { type: 'boolean', default: false },
  },
});
const { only, engine, deliveries } = values;
const tests = deliveries
  ? 'apps/group-log-etl/test/delivery-laws.test.ts'
  : `libs/${engine}-adapter/src/laws.test.ts`;
const cases = values.cases ?? defaultCases[engine];
const seed = values.seed ?? String(Math.floor(Math.random() * 0x7fff_ffff));
const problems = [
  ...(engine in defaultCases ? [] : [`--engine takes duckdb or vertica, but ${engine} was given`]),
  ...Object.entries({ cases, seed })
    .filter(([, value]) => value !== undefined && !/^-?\d+$/.test(value))
    .map(([name, value]) => `--${name} takes a whole number, but ${value} was given`),
];
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'vaultwright-laws-'));
const peakFile = join(folder, 'peak');
Object.assign(process.env, { LAW_CASES: cases, LAW_SEED: seed, LAW_ENGINE: engine, LAW_PEAK_FILE: peakFile });
const run = `${cases} cases for each subject, seed ${seed}`;
console.log(`laws: ${run}`);
const started = performance.now();
try {
  const vitest = await startVitest('test', [tests], {
    watch: false,
    setupFiles: [fileURLToPath(new URL('laws/peak-memory.mjs', import.meta.url))],
    ...(only === undefined ? {} : { testNamePattern: only }),
  });
  await vitest.close();
  const seconds = Math.round((performance.now() - started) / 1000);
  // No test ran, or the process that ran them is gone.
  const peak = existsSync(peakFile) ? Math.round(Number(readFileSync(peakFile, 'utf8')) / 1000) : 'unknown';
  console.log(`laws: ${run}: ${seconds} s, at most ${peak} MB resident`);
} finally {
  rmSync(folder, { recursive: true });
}
