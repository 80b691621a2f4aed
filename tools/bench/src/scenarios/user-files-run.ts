import { BenchError } from '../bench-error.ts';
import type { Cost } from '../harness/measured-process.ts';
import { measureJob } from '../jobs.ts';
import type { Programs } from '../scenario.ts';

/** One run over a folder of daily files in a process of its own; wall and CPU are of the run, memory of the process. */
export async function measureUserFiles(
  programs: Programs,
  folder: string,
  database: string,
  rows: number,
): Promise<Cost> {
  const { cost, found } = await measureJob(programs, 'run-user-files', { folder, database });
  if (found.loaded !== rows) {
    throw new BenchError(`${folder}: the run loaded ${found.loaded} rows, ${rows} were new`);
  }
  return { wall: found.wall, cpu: found.cpu, peak: cost.peak };
}
