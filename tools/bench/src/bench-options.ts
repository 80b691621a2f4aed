import { parseArgs } from 'node:util';
import { BenchError } from './bench-error.ts';

/** What to measure, and how often. */
export interface BenchOptions {
  readonly rows: number;
  /** Null = everything that runs unasked. */
  readonly only: readonly string[] | null;
  readonly runs: number;
  readonly json: boolean;
  readonly keep: boolean;
  /** File of the drawing; null = none. */
  readonly chart: string | null;
}

/** Reads the words of a command line. Errors: an option that does not exist, a value that is no whole number. */
export function parseBenchOptions(words: readonly string[]): BenchOptions | 'help' {
  const { values } = parsed(words);
  if (values.help) return 'help';
  return {
    rows: wholeNumber('--rows', values.rows, 1000),
    only: values.only?.split(',').map((name) => name.trim()) ?? null,
    runs: wholeNumber('--runs', values.runs, 1),
    json: values.json,
    keep: values.keep,
    chart: values.chart === undefined ? null : svgFile(values.chart),
  };
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        rows: { type: 'string', default: '1000000' },
        only: { type: 'string' },
        runs: { type: 'string', default: '3' },
        json: { type: 'boolean', default: false },
        keep: { type: 'boolean', default: false },
        chart: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new BenchError(error instanceof Error ? error.message : String(error));
  }
}

function svgFile(path: string): string {
  if (/[^/\\]\.svg$/i.test(path)) return path;
  throw new BenchError(
    `--chart: found ${JSON.stringify(path)}, allowed is the name of a file that ends in .svg`,
  );
}

function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text.replaceAll('_', ''));
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new BenchError(`${option}: found ${JSON.stringify(text)}, allowed is a whole number from ${least}`);
}
