import type { CsvOptions } from '@vaultwright/csv-intake';
import { VaultwrightError, type Vault } from '@vaultwright/datavault-core';
import type { ListedObject, SourceReader } from '@vaultwright/datavault-core/warehouse';
import type { DataSet } from '../data-set.ts';
import {
  readListing,
  type DeliveringSource,
  type ChosenListing,
  type Delivery,
} from '../deliveries/delivery.ts';
import type { RunReporter } from '../run-event.ts';
import type { ManifestEntry } from './fetch-objects.ts';
import type { IntakeChoices } from './intake-choices.ts';

/** What a run takes of a data set's objects. */
export interface ListingOptions {
  /** Sources to take; all by default. */
  readonly only?: readonly string[];
  /** Exact keys to take; all by default. */
  readonly keys?: readonly string[];
  readonly choices?: IntakeChoices;
  readonly signal: AbortSignal;
}

/**
 * Deliveries of a data set in the order they are applied, and the names that belong to no source.
 *
 * Shape: with `keys`, a delivery in parts waits, since some of it would be taken for the whole, and of what is not chosen
 * nothing is said.
 * Errors: `E-SOURCE-EMPTY` when no object is anybody's, `E-SOURCE-ABSENT`, `E-SOURCE-STRAY`, `E-USAGE-SOURCE`.
 */
export async function listDeliveries(
  { dataSet, vault }: { readonly dataSet: DataSet; readonly vault: Vault },
  reader: SourceReader,
  { only = dataSet.sources, keys, choices = {}, signal }: ListingOptions,
): Promise<ChosenListing> {
  refuseUnknownSources(dataSet, only);
  const listed = await reader.list({ signal });
  const { deliveries, strays } = readListing(listed, sourcesOf(dataSet, vault), reader.root ?? '');
  const wanted = deliveries
    .filter(({ source }) => only.includes(source.name))
    .flatMap((delivery) => withKeys(delivery, keys));
  if (wanted.length === 0) throw nothingToLoad(reader.location, dataSet, only, listed);
  if (choices.strict === true && strays.length > 0) throw strayObjects(reader.location, dataSet, strays);
  if (keys !== undefined) return { deliveries: wanted, strays: [], absent: [] };
  const delivering = new Set(wanted.map(({ source }) => source.name));
  const absent = dataSet.rules.filter(({ files: { name } }) => only.includes(name) && !delivering.has(name));
  for (const { files } of absent)
    if ((choices.onMissing ?? files.onMissing) === 'fail') throw absentSource(reader.location, files.name);
  return { deliveries: wanted, strays, absent: absent.map(({ files }) => files.name) };
}

/** Tells of a listing what no delivery tells. */
export function tellListing(report: RunReporter, { strays, absent }: ChosenListing): void {
  const notice = strayNotice(strays);
  if (notice !== null) report({ kind: 'warning', message: notice });
  for (const source of absent) report({ kind: 'absent', source });
}

/** The parts of a delivery as a run fetches them. */
export function entriesOf(
  { source, rule, parts }: Delivery,
  { onEmptyObject = rule.files.onEmptyObject, onExtraColumn = rule.files.onExtraColumn }: IntakeChoices = {},
): ManifestEntry[] {
  const options: CsvOptions = {
    ...(onEmptyObject === undefined ? {} : { onEmptyObject }),
    ...(onExtraColumn === undefined ? {} : { onExtraColumn }),
  };
  return parts.map((listed) => ({ listed, source, options }));
}

/** One sentence about objects that no source takes; null when there is none. */
export function strayNotice(strays: readonly string[]): string | null {
  if (strays.length === 0) return null;
  const shown = strays.slice(0, 5).join(', ');
  const more = strays.length > 5 ? `, and ${strays.length - 5} more` : '';
  const verb = strays.length === 1 ? 'object belongs' : 'objects belong';
  return `${strays.length} ${verb} to no source: ${shown}${more}`;
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

function sourcesOf(dataSet: DataSet, vault: Vault): DeliveringSource[] {
  return dataSet.rules.flatMap((rule) =>
    vault.sources.filter(({ name }) => name === rule.files.name).map((contract) => ({ contract, rule })),
  );
}

function withKeys(delivery: Delivery, keys: readonly string[] | undefined): Delivery[] {
  if (keys === undefined) return [delivery];
  const parts = delivery.parts.filter(({ key }) => keys.includes(key));
  if (parts.length === 0) return [];
  const isPart = delivery.rule.files.parts !== undefined;
  return [
    { ...delivery, parts, missing: isPart ? 'it comes in parts and is not loaded by one object' : null },
  ];
}

function nothingToLoad(
  location: string,
  dataSet: DataSet,
  only: readonly string[],
  listed: readonly ListedObject[],
): VaultwrightError {
  const rules = dataSet.rules.filter(({ files }) => only.includes(files.name));
  return new VaultwrightError({
    code: 'E-SOURCE-EMPTY',
    family: 'source',
    title: 'no file to load',
    where: location,
    found: listed.length === 0 ? 'no files at all' : `${listed.length} other files, first ${listed[0]?.key}`,
    allowed: rules.map(({ files }) => files.files ?? `${files.name}.csv or ${files.name}_*.csv`).join(', '),
    fix: 'check the folder or bucket and prefix: vaultwright plan shows what would load',
  });
}

function strayObjects(
  location: string,
  { name, sources }: DataSet,
  strays: readonly string[],
): VaultwrightError {
  return new VaultwrightError({
    code: 'E-SOURCE-STRAY',
    family: 'source',
    title: 'objects belong to no source',
    where: location,
    found: `${strays.length} that no source of ${name} takes`,
    allowed: `names that a source takes: ${sources.join(', ')}`,
    fix: 'correct the names or files of the sources, move the objects away, or run without --strict',
    details: strays.slice(0, 20),
  });
}

function absentSource(location: string, name: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-SOURCE-ABSENT',
    family: 'source',
    title: 'a source delivered nothing',
    where: location,
    found: `no object of ${name}`,
    allowed: `at least one, because ${name} has onMissing: 'fail'`,
    fix: 'deliver it, leave the source out with --only, or take --on-missing ignore',
  });
}
