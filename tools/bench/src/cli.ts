import { fileURLToPath } from 'node:url';
import { BenchError } from './bench-error.ts';
import { parseBenchOptions } from './bench-options.ts';
import { reportText } from './report-text.ts';
import { runBench } from './run-bench.ts';
import type { Programs } from './scenario.ts';
import { scenarios } from './scenarios/registry.ts';

const usage = `Usage: npm run bench -- [--rows N] [--only name[,name]] [--runs K] [--json] [--keep]

  --rows N   size of the data (default 1000000)
  --only     these scenarios only
  --runs K   runs of each form, in turn with its counterpart (default 3)
  --json     the last line of stdout is the report as one JSON object
  --keep     leave files and databases behind

Scenarios:
${scenarios.map(({ name, about, onRequest }) => `  ${name.padEnd(14)} ${about}${onRequest === true ? ' (on request)' : ''}`).join('\n')}`;

// Built files lie in `dist`, three folders below the root.
const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const node = (path: string) => ({
  command: process.execPath,
  words: [file(path)],
  folder: file('../../../'),
});
const programs: Programs = {
  command: node('../../../libs/dataset-runner/bin/vaultwright.js'),
  job: node('./job.js'),
  adapter: '@vaultwright/duckdb-adapter',
  dataSets: '@vaultwright/group-log-etl',
};

try {
  const options = parseBenchOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(`${usage}\n`);
  } else {
    const report = await runBench(options, programs, (line) => void process.stderr.write(`${line}\n`));
    process.stdout.write(`${reportText(report)}\n`);
    if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  }
} catch (error) {
  process.stderr.write(
    `${error instanceof BenchError ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  );
  process.exitCode = 1;
}
