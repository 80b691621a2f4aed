import { createCsvScanner, peekRecords, type CsvScanner } from '@vaultwright/csv-intake';
import { VaultwrightError } from '@vaultwright/datavault-core';
import type { SourceContract } from '@vaultwright/datavault-core/model';
import type { ListedObject, SourceReader } from '@vaultwright/datavault-core/warehouse';
import { sourceOfKey, type DataSet } from '../data-set.ts';
import type { RunContext } from './run-context.ts';
import type { ScannedObject } from './stage-object.ts';

/** An object of the listing and the contract it must fit. */
export interface ManifestEntry {
  readonly listed: ListedObject;
  readonly source: SourceContract;
}

/** Objects of a data set in load order: by source, then by key. Errors: `E-SOURCE-EMPTY` when there is none. */
export async function listManifest(
  { dataSet, vault }: Pick<RunContext, 'dataSet' | 'vault'>,
  reader: SourceReader,
  options: {
    readonly only?: readonly string[];
    readonly keys?: readonly string[];
    readonly signal: AbortSignal;
  },
): Promise<ManifestEntry[]> {
  const { only = dataSet.sources, keys } = options;
  refuseUnknownSources(dataSet, only);
  const listed = await reader.list({ signal: options.signal });
  const entries = listed.flatMap((object): ManifestEntry[] => {
    const name = sourceOfKey(dataSet, object.key);
    const source = vault.sources.find((candidate) => candidate.name === name);
    const wanted =
      source !== undefined && only.includes(source.name) && (keys === undefined || keys.includes(object.key));
    return wanted ? [{ listed: object, source }] : [];
  });
  if (entries.length === 0) throw nothingToLoad(reader.location, only, listed);
  return entries.sort(
    (left, right) => dataSet.sources.indexOf(left.source.name) - dataSet.sources.indexOf(right.source.name),
  );
}

/** Fetches one object and scans it while its bytes go by. */
export async function fetchObject(
  context: Pick<RunContext, 'report' | 'signal' | 'clock'>,
  reader: SourceReader,
  { listed, source }: ManifestEntry,
  folder: string,
): Promise<ScannedObject> {
  const since = context.clock.now();
  let scanner: CsvScanner | undefined;
  const object = await reader.fetch(listed, {
    folder,
    tap: () => (scanner = createCsvScanner(source, { object: listed.key })),
    signal: context.signal,
  });
  if (scanner === undefined)
    throw new TypeError(`${reader.location} fetched ${listed.key} without tapping it`);
  const scan = scanner.finish();
  const milliseconds = Number(context.clock.now() - since) / 1000;
  context.report({
    kind: 'step',
    step: 'fetch',
    subject: listed.key,
    counts: { bytes: object.size, read: scan.records },
    milliseconds,
  });
  return { object, source, scan };
}

/** Tells the first records of an object, personal columns masked. */
export async function peek(
  { report }: Pick<RunContext, 'report'>,
  { object, source }: ScannedObject,
  rows: number,
): Promise<void> {
  if (rows === 0) return;
  const records = await peekRecords(object.path, source, rows);
  report({ kind: 'peek', key: object.key, source: source.name, records });
}

/** Errors: `E-USAGE-SOURCE`. */
export function refuseUnknownSources({ name, sources }: DataSet, only: readonly string[]): void {
  const unknown = only.filter((source) => !sources.includes(source));
  if (unknown.length === 0) return;
  throw new VaultwrightError({
    code: 'E-USAGE-SOURCE',
    family: 'usage',
    title: 'no such source',
    where: `data set ${name}`,
    found: unknown.join(', '),
    allowed: sources.join(', '),
    fix: 'name sources of this data set after --only',
  });
}

function nothingToLoad(
  location: string,
  only: readonly string[],
  listed: readonly ListedObject[],
): VaultwrightError {
  return new VaultwrightError({
    code: 'E-SOURCE-EMPTY',
    family: 'source',
    title: 'no file to load',
    where: location,
    found: listed.length === 0 ? 'no files at all' : `${listed.length} other files, first ${listed[0]?.key}`,
    allowed: only.map((source) => `${source}.csv or ${source}_*.csv`).join(', '),
    fix: 'check the folder or bucket and prefix: vaultwright plan shows what would load',
  });
}
