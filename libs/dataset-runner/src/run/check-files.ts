import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCsv } from '@vaultwright/csv-intake';
import { composeReporters } from '../run-event.ts';
import type { RunResult } from '../run-result.ts';
import { version } from '../version.ts';
import { fetchObject, listManifest } from './fetch-objects.ts';
import { exceedsLimit, tooManyRejects } from './reject-limit.ts';
import { rejectLines } from './reject-lines.ts';
import { vaultOf, type RunOptions } from './run-data-set.ts';
import { RunRecorder } from './run-recorder.ts';
import { systemClock, systemRunIds } from './system-ports.ts';

/**
 * Reads and converts every record of every file, without a warehouse.
 *
 * Invariant: finds exactly the rejects that a run would find.
 */
export async function checkFiles(options: Omit<RunOptions, 'warehouse'>): Promise<RunResult> {
  const {
    dataSet,
    source,
    only,
    keys,
    target = 'library',
    rejectLimit = { records: 0 },
    clock = systemClock,
  } = options;
  const signal = options.signal ?? new AbortController().signal;
  const instant = (): string => new Date(Number(clock.now() / 1000n)).toISOString();
  const header = {
    runId: (options.runIds ?? systemRunIds).next(),
    version,
    dataSet: dataSet.name,
    model: options.model ?? dataSet.defaultModel,
    target,
    engine: 'none',
    mode: 'dry-run',
  } as const;
  const recorder = new RunRecorder({ ...header, startedAt: instant() });
  const report = composeReporters(recorder.on, options.report ?? (() => undefined));
  const finish = (checked: number, error?: unknown): RunResult => {
    const result = recorder.result(instant(), checked, error, error !== undefined && signal.aborted);
    report({ kind: 'run-finished', result });
    return result;
  };
  report({ kind: 'run-started', ...header });
  const folder = await mkdtemp(join(tmpdir(), 'vaultwright-'));
  try {
    const vault = vaultOf(dataSet, options.model);
    const manifest = await listManifest({ dataSet, vault }, source, {
      ...(only ? { only } : {}),
      ...(keys ? { keys } : {}),
      signal,
    });
    for (const entry of manifest) {
      const {
        object,
        source: contract,
        scan,
      } = await fetchObject({ report, signal, clock }, source, entry, folder);
      const { key, etag, size, sha256 } = object;
      report({ kind: 'object', key, source: contract.name, etag, bytes: size, sha256, status: 'new' });
      const since = clock.now();
      let totals = { read: 0, loaded: 0, rejected: 0, blank: 0 };
      const rejects = [];
      for await (const batch of parseCsv(contract, scan.header, object.path, { object: key })) {
        totals = batch.totals;
        rejects.push(...batch.rejects.slice(0, 5 - rejects.length));
        if (batch.rejects.length > 0)
          report({ kind: 'reject', key, source: contract.name, rejects: rejectLines(key, batch.rejects) });
      }
      const milliseconds = Number(clock.now() - since) / 1000;
      report({ kind: 'step', step: 'stage', subject: key, counts: { ...totals }, milliseconds });
      if (exceedsLimit(rejectLimit, totals.rejected, totals.read))
        throw tooManyRejects(key, totals, rejectLimit, rejects, contract);
      recorder.addRows(totals);
      await rm(object.path, { force: true });
    }
    return finish(manifest.length);
  } catch (error) {
    return finish(0, error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
