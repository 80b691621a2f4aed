import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { deliveryStatuses } from '../deliveries/delivery-status.ts';
import { runProfileSchema } from '../run-profile.ts';
import type { PastDelivery, PastRun } from './past-run.ts';

const rows = z.object({ read: z.number(), loaded: z.number(), rejected: z.number(), blank: z.number() });

/** As much of `run.json` as is shown; files of earlier versions lack some of it. */
const storedRun = z.object({
  runId: z.string(),
  dataSet: z.string(),
  model: z.string(),
  target: z.string(),
  status: z.enum(['ok', 'nothing', 'partial', 'failed', 'interrupted']),
  startedAt: z.string(),
  objects: z.array(
    z.object({
      key: z.string(),
      source: z.string(),
      bytes: z.number(),
      sha256: z.string().nullable(),
      status: z.enum(deliveryStatuses),
      delivery: z.string().optional(),
      date: z.string().nullable().default(null),
    }),
  ),
  absent: z.array(z.string()).default([]),
  rows,
  warnings: z.array(z.string()).default([]),
  // a profile that a later version wrote hides nothing else of its run
  profile: runProfileSchema.nullable().default(null).catch(null),
  error: z.object({ code: z.string(), title: z.string() }).loose().nullable(),
});

/** The first line of the log of a run. */
const startedRun = z.object({
  time: z.string(),
  runId: z.string(),
  dataSet: z.string(),
  model: z.string(),
  target: z.string(),
});

/** Says which other delivery of a source holds the same; null when none does or nobody knows. */
export type TwinOf = (
  run: { readonly dataSet: string; readonly model: string },
  delivery: { readonly source: string; readonly delivery: string; readonly digests: readonly string[] },
) => string | null;

/** Runs that have a folder below `root`. Shape: `unreadable` are names of folders that hold no run anybody could read. */
export async function readRunFolders(
  root: string,
  twinOf: TwinOf,
): Promise<{ readonly runs: readonly PastRun[]; readonly unreadable: readonly string[] }> {
  const runs: PastRun[] = [];
  const unreadable: string[] = [];
  for (const name of await namesIn(join(root, 'runs'))) {
    const folder = join(root, 'runs', name);
    const run = (await finishedRun(folder, twinOf)) ?? (await unfinishedRun(folder));
    if (run === null) unreadable.push(name);
    else runs.push(run);
  }
  return { runs, unreadable };
}

async function finishedRun(folder: string, twinOf: TwinOf): Promise<PastRun | null> {
  const read = storedRun.safeParse(jsonOf(await textOf(join(folder, 'run.json'))));
  if (!read.success) return null;
  const { objects, error, ...run } = read.data;
  return {
    ...run,
    deliveries: deliveriesOf(run, objects, twinOf),
    error: error === null ? null : `${error.code}  ${error.title}`,
    folder,
  };
}

async function unfinishedRun(folder: string): Promise<PastRun | null> {
  const [line = ''] = (await textOf(join(folder, 'log.ndjson'))).split('\n');
  const read = startedRun.safeParse(jsonOf(line));
  if (!read.success) return null;
  const { time, ...run } = read.data;
  return {
    ...run,
    startedAt: time,
    status: 'unfinished',
    deliveries: [],
    absent: [],
    rows: { read: 0, loaded: 0, rejected: 0, blank: 0 },
    warnings: [],
    profile: null,
    error: null,
    folder,
  };
}

type StoredObject = z.infer<typeof storedRun>['objects'][number];

/** Objects of one delivery put together, in the order they were seen. */
function deliveriesOf(
  run: { readonly dataSet: string; readonly model: string },
  objects: readonly StoredObject[],
  twinOf: TwinOf,
): PastDelivery[] {
  const groups = new Map<string, StoredObject[]>();
  for (const object of objects) {
    const key = JSON.stringify([object.source, object.delivery ?? object.key]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [object]);
    else group.push(object);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { source, status, date, key, delivery = key } = first;
    const digests = group.flatMap(({ sha256 }) => (sha256 === null ? [] : [sha256]));
    return {
      source,
      delivery,
      status,
      date,
      objects: group.length,
      bytes: group.reduce((sum, { bytes }) => sum + bytes, 0),
      sameAs: digests.length < group.length ? null : twinOf(run, { source, delivery, digests }),
    };
  });
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return '';
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
