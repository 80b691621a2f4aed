import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BenchError } from './bench-error.ts';
import { parseBenchOptions } from './bench-options.ts';
import { reportChart } from './report-chart.ts';
import { reportText } from './report-text.ts';
import { runBench } from './run-bench.ts';
import type { Programs } from './scenario.ts';
import { scenarios } from './scenarios/registry.ts';

const usage = `Usage: npm run bench -- [--rows N] [--only name[,name]] [--runs K] [--json] [--keep] [--chart file.svg]

  --rows N   size of the data (default 1000000)
  --only     these scenarios only
  --runs K   runs of each form, in turn with its counterpart (default 3)
  --json     the last line of stdout is the report as one JSON object
  --keep     leave files and databases behind
  --chart    draw log and social beside hand-written SQL into this file

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

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

async function writeChart(path: string, chart: string | null): Promise<void> {
  if (chart === null) {
    tell(`--chart: nothing to draw, ${path} was not written; CPU seconds of log or social are drawn`);
    return;
  }
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, chart);
  tell(`drawn: ${path}`);
}

try {
  const options = parseBenchOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(`${usage}\n`);
  } else {
    const report = await runBench(options, programs, tell);
    process.stdout.write(`${reportText(report)}\n`);
    if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
    if (options.chart !== null) await writeChart(options.chart, reportChart(report));
  }
} catch (error) {
  process.stderr.write(
    `${error instanceof BenchError ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  );
  process.exitCode = 1;
}
