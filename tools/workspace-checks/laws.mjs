/**
 * Runs the laws of loading with more generated histories than the default run.
 *
 * Usage: npm run test:laws -- [--cases <number>] [--seed <number>] [--only <subject>]
 * Cases count for each subject; the default is 100. The seed is a new one each time unless it is given; it stands in the
 * title of the suite, and a failure prints it with its path.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '100' },
    seed: { type: 'string' },
    only: { type: 'string' },
  },
});
for (const name of ['cases', 'seed']) {
  if (values[name] !== undefined && !/^-?\d+$/.test(values[name])) {
    console.error(`--${name} takes a whole number, but ${values[name]} was given`);
    process.exit(2);
  }
}
const args = ['vitest', 'run', 'libs/duckdb-adapter/src/laws.test.ts'];
if (values.only !== undefined) args.push('-t', values.only);
const seed = values.seed ?? String(Math.floor(Math.random() * 0x7fff_ffff));
const env = { ...process.env, LAW_CASES: values.cases, LAW_SEED: seed };
console.log(`laws: ${values.cases} cases for each subject, seed ${seed}`);
const { status } = spawnSync('npx', args, { stdio: 'inherit', env });
process.exitCode = status ?? 1;
