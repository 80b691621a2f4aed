import type { LoadResult } from '@vaultwright/datavault-core';
import type { CsvTotals } from '@vaultwright/csv-intake';
import { deliveryDate } from '../deliveries/delivery-date.ts';
import { contentOf, versionOf, type DeliveryVersion } from '../deliveries/delivery-history.ts';
import type { Delivery } from '../deliveries/delivery.ts';
import { prepareWork, executePlan, inVault, onEitherPath, planBatch, timed } from './execute-batch.ts';
import {
  addRows,
  ledgerObject,
  recordBatch,
  type Load,
  type LoadedDelivery,
  type StagedPart,
} from './record-batch.ts';
import { entityRecords, entityResults } from './entity-counts.ts';
import type { RunResult } from '../run-result.ts';
import type { Fill } from './fill-plan.ts';
import { computedEntities } from './refresh-computed.ts';
import type { RunContext } from './run-context.ts';
import { stageObject, type ScannedObject, type StagedObject } from './stage-object.ts';

/** What a batch did; `staged` is null when another run had loaded the delivery first. */
export interface BatchResult {
  readonly staged: CsvTotals | null;
  readonly loads: readonly LoadResult[];
  /** Canonical text of the date under which the rows were loaded; null when none were. */
  readonly loadDate: string | null;
}

/** Another run had loaded it first. */
export const untouched: BatchResult = { staged: null, loads: [], loadDate: null };

/** A delivery whose parts were fetched. */
export interface ScannedDelivery {
  readonly delivery: Delivery;
  readonly parts: readonly ScannedObject[];
}

/**
 * Stages and loads one delivery in one transaction, ledger rows included; `again` loads it under its recorded date.
 *
 * Invariant: all or nothing; loading it again changes nothing but the staging table, the ledger, and entities that lacked it.
 */
export async function loadDelivery(
  context: RunContext,
  { delivery, parts }: ScannedDelivery,
  again: Fill | null = null,
): Promise<BatchResult> {
  const { source, name, told } = delivery;
  const plan = planBatch(context, source.name, entitiesOf(context, again));
  await prepareWork(context, plan);
  return onEitherPath((path) =>
    inVault(context, async () => {
      const loaded: LoadedDelivery = { source: source.name, delivery: name, told };
      const latest =
        again === null ? await latestVersion(context, loaded, parts[0]?.object.key ?? name) : null;
      if (latest !== null && latest.content === contentOf(parts.map(({ object }) => object.sha256)))
        return untouched;
      const load: Load = {
        loadId: context.runIds.next(),
        loadDate: again?.version.loadDate ?? (await dateFor(context, loaded, latest)),
      };
      const staged = await stageParts(context, parts, load, path);
      const result = await executePlan(context, plan, load);
      await recordBatch(context, loaded, staged, load, recordsOf(context, again, result.loads));
      return { staged: addRows(staged), loads: result.loads, loadDate: load.loadDate };
    }),
  );
}

/** What the ledger keeps: of a fill only what was filled, since what is computed may lack more than that. */
function recordsOf(
  { vault }: RunContext,
  again: Fill | null,
  loads: readonly LoadResult[],
): RunResult['entities'] {
  const entities = again?.entities ?? null;
  if (entities === null) return entityRecords(vault, loads);
  return entityResults(vault, loads).filter(({ entity }) => entities.includes(entity));
}

/** What a fill loads, and what is computed from that; null for all. */
function entitiesOf({ vault }: RunContext, again: Fill | null): readonly string[] | null {
  const entities = again?.entities ?? null;
  return entities === null ? null : [...entities, ...computedEntities(vault)];
}

/** Stages the parts of a delivery, all under one load id. */
export async function stageParts(
  context: RunContext,
  parts: readonly ScannedObject[],
  load: Load,
  path: 'fast' | 'canonical',
): Promise<StagedPart[]> {
  const staged: StagedPart[] = [];
  for (const part of parts) {
    const subject = `${context.vault.naming.stagingSchema}.${part.source.name}`;
    const counts = await timed(context, 'stage', subject, stageCounts, () =>
      stageObject(context, part, load, path),
    );
    staged.push({ object: ledgerObject(part), counts });
  }
  return staged;
}

function stageCounts({ read, loaded, rejected, blank }: StagedObject): Record<string, number> {
  return { read, loaded, rejected, blank };
}

/** The latest version of a delivery, as it stands inside the transaction. */
export async function latestVersion(
  { ledger }: RunContext,
  { source, delivery }: LoadedDelivery,
  key: string,
): Promise<DeliveryVersion | null> {
  const objects = await ledger.loadedObjectsOf(source, delivery, key);
  const last = objects.reduce<(typeof objects)[number] | null>(
    (latest, object) => (latest === null || isAfter(object, latest) ? object : latest),
    null,
  );
  return last === null
    ? null
    : versionOf(
        last.loadId,
        objects.filter(({ loadId }) => loadId === last.loadId),
      );
}

function isAfter(
  left: { readonly loadDate: string; readonly loadId: string },
  right: { readonly loadDate: string; readonly loadId: string },
): boolean {
  return left.loadDate === right.loadDate ? left.loadId > right.loadId : left.loadDate > right.loadDate;
}

/** The load date of a delivery that is loaded for the first time. */
export async function dateFor(
  { clock, dataSet, ledger }: RunContext,
  { told }: LoadedDelivery,
  previous: DeliveryVersion | null,
): Promise<string> {
  const arriving = dataSet.rules.filter(({ date }) => date === 'arrival').map(({ files }) => files.name);
  return deliveryDate({
    told,
    now: clock.now(),
    previous: previous?.loadDate ?? null,
    latestArrival: told === null ? await ledger.latestDateOf(arriving) : null,
    takenUntil: (date) => ledger.takenUntil(date),
  });
}
