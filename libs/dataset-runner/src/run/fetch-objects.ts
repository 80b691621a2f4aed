import { rm } from 'node:fs/promises';
import { objectScan, peekObject, type CsvOptions } from '@vaultwright/csv-intake';
import type { SourceContract } from '@vaultwright/datavault-core/model';
import type { ListedObject, SourceReader } from '@vaultwright/datavault-core/warehouse';
import type { RunContext } from './run-context.ts';
import type { ScannedObject } from './stage-object.ts';

/** An object of the listing, the contract it must fit, and what the source allows. */
export interface ManifestEntry {
  readonly listed: ListedObject;
  readonly source: SourceContract;
  readonly options: CsvOptions;
}

/**
 * Fetches one object and scans it, while its bytes go by where its format allows. Leaves no file when it fails.
 *
 * @param content Whether the file is to hold the object as it is stored, or what a run reads of it: compressed content unpacked.
 */
export async function fetchObject(
  context: Pick<RunContext, 'report' | 'signal' | 'clock'>,
  reader: SourceReader,
  { listed, source, options }: ManifestEntry,
  folder: string,
  content: 'stored' | 'unpacked',
): Promise<ScannedObject> {
  const since = context.clock.now();
  const { tap, finish, unpack = finish } = objectScan(source, { ...options, object: listed.key });
  const object = await reader.fetch(listed, { folder, ...(tap ? { tap } : {}), signal: context.signal });
  const end = content === 'unpacked' ? unpack : finish;
  const scan = await end(object.path, context.signal).catch(async (error: unknown) => {
    await rm(object.path, { force: true });
    throw error;
  });
  const milliseconds = Number(context.clock.now() - since) / 1000;
  context.report({
    kind: 'step',
    step: 'fetch',
    subject: listed.key,
    counts: { bytes: object.size, read: scan.records },
    milliseconds,
  });
  return { object, source, options, scan };
}

/** Tells the first records of an object, personal columns masked. */
export async function peek(
  { report }: Pick<RunContext, 'report'>,
  { object, source, options, scan }: ScannedObject,
  rows: number,
): Promise<void> {
  if (rows === 0) return;
  const records = await peekObject(source, scan, object.path, rows, { ...options, object: object.key });
  report({ kind: 'peek', key: object.key, source: source.name, records });
}
