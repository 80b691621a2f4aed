import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchOptions } from './bench-options.ts';
import { benchReport, type BenchReport } from './bench-report.ts';
import { machineFacts } from './harness/machine-facts.ts';
import type { Outcome, Programs } from './scenario.ts';
import { chooseScenarios, scenarios } from './scenarios/registry.ts';

/** Measures what was chosen, in a folder that is gone afterwards unless it is to be kept. */
export async function runBench(
  options: BenchOptions,
  programs: Programs,
  tell: (line: string) => void,
): Promise<BenchReport> {
  const chosen = chooseScenarios(options.only);
  const machine = await machineFacts();
  const folder = await mkdtemp(join(tmpdir(), 'vaultwright-bench-'));
  try {
    const outcomes = new Map<string, Outcome>();
    for (const { name, run } of chosen) {
      tell(`${name} …`);
      const own = join(folder, name);
      await mkdir(own);
      outcomes.set(name, await run({ folder: own, rows: options.rows, runs: options.runs, programs, tell }));
      if (!options.keep) await rm(own, { recursive: true });
    }
    const loadAfter = loadavg()[0] ?? 0;
    return benchReport({ rows: options.rows, runs: options.runs, machine, loadAfter }, scenarios, outcomes);
  } finally {
    if (options.keep) tell(`kept: ${folder}`);
    else await rm(folder, { recursive: true, force: true });
  }
}
