import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseObject, type CsvReject, type CsvTotals } from '@vaultwright/csv-intake';
import type { RunResult } from '../run-result.ts';
import { timestampText } from '../timestamp-text.ts';
import { fetchObject } from './fetch-objects.ts';
import { entriesOf, listDeliveries, tellListing } from './list-deliveries.ts';
import { exceedsLimit, tooManyRejects } from './reject-limit.ts';
import { rejectLines } from './reject-lines.ts';
import { vaultOf, type RunOptions } from './run-data-set.ts';
import type { ScannedObject } from './stage-object.ts';
import { startRun, type StartedRun } from './start-run.ts';

/**
 * Reads and converts every record of every file, without a warehouse.
 *
 * Invariant: finds exactly the rejects that a run would find.
 */
export async function checkFiles(options: Omit<RunOptions, 'warehouse'>): Promise<RunResult> {
  const { dataSet, source, only, keys, choices = {}, rejectLimit = { records: 0 } } = options;
  const run = startRun(options, { engine: 'none', mode: 'dry-run' });
  const folder = await mkdtemp(join(tmpdir(), 'vaultwright-'));
  try {
    const vault = vaultOf(dataSet, run.model);
    const listing = await listDeliveries({ dataSet, vault }, source, {
      ...(only ? { only } : {}),
      ...(keys ? { keys } : {}),
      choices,
      signal: run.signal,
    });
    tellListing(run.report, listing);
    const manifest = listing.deliveries.flatMap((delivery) =>
      entriesOf(delivery, choices).map((entry) => ({ delivery, entry })),
    );
    for (const { delivery, entry } of manifest) {
      const scanned = await fetchObject(run, source, entry, folder, 'unpacked');
      const { key, etag, size, sha256 } = scanned.object;
      run.report({
        kind: 'object',
        key,
        source: entry.source.name,
        etag,
        bytes: size,
        sha256,
        status: delivery.missing === null ? 'new' : 'waiting',
        delivery: delivery.name,
        date: delivery.told === null ? null : timestampText(delivery.told),
      });
      const { totals, first } = await checkRecords(run, scanned);
      if (exceedsLimit(rejectLimit, totals.rejected, totals.read))
        throw tooManyRejects(key, totals, rejectLimit, first, scanned.source);
      run.recorder.addRows(totals);
      await rm(scanned.object.path, { force: true });
    }
    return run.finish(manifest.length);
  } catch (error) {
    return run.finish(0, error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Converts the records of one file and tells its rejects. Shape: `first` are a few of them for an error. */
async function checkRecords(
  { report, clock }: StartedRun,
  { object, source, options, scan }: ScannedObject,
): Promise<{ readonly totals: CsvTotals; readonly first: readonly CsvReject[] }> {
  const since = clock.now();
  let totals: CsvTotals = { read: 0, loaded: 0, rejected: 0, blank: 0 };
  const first: CsvReject[] = [];
  const settings = { ...options, object: object.key };
  for await (const batch of parseObject(source, scan, object.path, settings)) {
    totals = batch.totals;
    first.push(...batch.rejects.slice(0, 5 - first.length));
    if (batch.rejects.length === 0) continue;
    const rejects = rejectLines(object.key, batch.rejects);
    report({ kind: 'reject', key: object.key, source: source.name, rejects });
  }
  const milliseconds = Number(clock.now() - since) / 1000;
  report({ kind: 'step', step: 'stage', subject: object.key, counts: { ...totals }, milliseconds });
  return { totals, first };
}
