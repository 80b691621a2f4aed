import { handWrittenLoad } from './hand-written/hand-written-load.ts';
import { measureProcess, type Cost } from './harness/measured-process.ts';
import { readContents } from './harness/table-contents.ts';
import { growSatellite, loadIntoGrown } from './in-process/growing-satellite.ts';
import { loadKind } from './in-process/kinds.ts';
import { planEntities } from './in-process/plan-entities.ts';
import { pointInTime } from './in-process/point-in-time.ts';
import { runUserFiles } from './in-process/run-user-files.ts';
import type { Programs } from './scenario.ts';

/** What a fresh process can be asked to do; what a job returns is printed as JSON. */
export const jobs = {
  contents: readContents,
  'grow-satellite': growSatellite,
  'hand-written': handWrittenLoad,
  'load-into-grown': loadIntoGrown,
  'load-kind': loadKind,
  'plan-entities': planEntities,
  'point-in-time': pointInTime,
  'run-user-files': runUserFiles,
};

export type JobName = keyof typeof jobs;
type Work<Name extends JobName> = Parameters<(typeof jobs)[Name]>[0];
type Found<Name extends JobName> = Awaited<ReturnType<(typeof jobs)[Name]>>;

/** Does a job in a process of its own, and tells what that cost. */
export async function measureJob<Name extends JobName>(
  { job }: Programs,
  name: Name,
  work: Work<Name>,
): Promise<{ readonly cost: Cost; readonly found: Found<Name> }> {
  const { cost, out } = await measureProcess(job, [name, JSON.stringify(work)]);
  return { cost, found: JSON.parse(out) as Found<Name> };
}
