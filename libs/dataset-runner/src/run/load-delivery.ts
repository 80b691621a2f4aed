import type { LoadExecution, LoadPlan, LoadResult } from '@vaultwright/datavault-core';
import type { SourceContract } from '@vaultwright/datavault-core/model';
import type { CsvTotals } from '@vaultwright/csv-intake';
import { deliveryDate } from '../deliveries/delivery-date.ts';
import { contentOf, versionOf, type DeliveryVersion } from '../deliveries/delivery-history.ts';
import type { Delivery } from '../deliveries/delivery.ts';
import { prepareWork, executionOf, inVault, onEitherPath, planDelivery, timed } from './execute-batch.ts';
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
import { watched } from '../run-work.ts';
import type { Fill } from './fill-plan.ts';
import { computedEntities } from './refresh-computed.ts';
import { stagingLanding, workLanding, type Landing } from './landing.ts';
import type { RunContext } from './run-context.ts';
import { stageObject, type LandedObject, type ScannedObject, type StagedObject } from './stage-object.ts';

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
 * Where the engine reads its own writes slowly, rows are collected and proven before the transaction, under its lock.
 * Invariant: all or nothing; loading it again changes nothing but the staging table, the ledger, and entities that lacked it.
 */
export async function loadDelivery(
  context: RunContext,
  { delivery, parts }: ScannedDelivery,
  again: Fill | null = null,
): Promise<BatchResult> {
  const { source, name, told } = delivery;
  const landing = landingOf(context, source, parts.length);
  const plan = planDelivery(context, source.name, entitiesOf(context, again), landing);
  const loaded: LoadedDelivery = { source: source.name, delivery: name, told };
  return onEitherPath(async (path) => {
    await prepareWork(context, plan, landing);
    let batch: OpenBatch | null = null;
    const collect = async (): Promise<void> => {
      const latest =
        again === null ? await latestVersion(context, loaded, parts[0]?.object.key ?? name) : null;
      if (latest !== null && latest.content === contentOf(parts.map(({ object }) => object.sha256))) return;
      const load: Load = {
        loadId: context.runIds.next(),
        loadDate: again?.version.loadDate ?? (await dateFor(context, loaded, latest)),
      };
      const landed = await landParts(context, parts, load, { landing, path });
      const execution = executionOf(context, load);
      await execution.run(plan.steps.filter(({ ahead }) => ahead));
      batch = { load, landed, execution };
    };
    const commit = async (): Promise<BatchResult> =>
      batch === null ? untouched : commitBatch(context, plan, loaded, again, batch);
    // What lands in a stored table lands in the transaction.
    if (landing.target.schema === null) return inVault(context, commit, collect);
    return inVault(context, () => collect().then(commit));
  });
}

/** A batch whose rows have landed, and what is known of it ahead of its transaction. */
interface OpenBatch {
  readonly load: Load;
  readonly landed: readonly LandedPart[];
  readonly execution: LoadExecution;
}

/** Everything a batch changes in stored tables. */
async function commitBatch(
  context: RunContext,
  plan: LoadPlan,
  loaded: LoadedDelivery,
  again: Fill | null,
  { load, landed, execution }: OpenBatch,
): Promise<BatchResult> {
  for (const { settle } of landed) await settle();
  await execution.run(plan.steps.filter(({ ahead }) => !ahead));
  const { loads } = execution.result();
  await recordBatch(context, loaded, landed, load, recordsOf(context, again, loads));
  return { staged: addRows(landed), loads, loadDate: load.loadDate };
}

function landingOf({ vault, warehouse }: RunContext, source: SourceContract, parts: number): Landing {
  return warehouse.dialect.readsOwnWritesSlowly
    ? workLanding(source, vault, parts, warehouse.dialect)
    : stagingLanding(source, vault);
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

/** A part whose rows have landed. */
export type LandedPart = StagedPart & Pick<LandedObject, 'settle'>;

/** Brings the rows of a delivery's parts to where they land, all under one load id. */
export async function landParts(
  context: RunContext,
  parts: readonly ScannedObject[],
  load: Load,
  way: { readonly landing: Landing; readonly path: StagedObject['path'] },
): Promise<LandedPart[]> {
  const landed: LandedPart[] = [];
  for (const [place, part] of parts.entries()) {
    const { name } = part.source;
    const { counts, settle } = await timed(
      context,
      'stage',
      `${context.vault.naming.stagingSchema}.${name}`,
      (result) => stageCounts(result.counts),
      () =>
        watched(context.watch, { phase: 'land', subject: name, expected: part.scan.records }, ({ reached }) =>
          stageObject(context, part, load, { ...way, part: place, reached }),
        ),
    );
    landed.push({
      object: ledgerObject(part),
      counts,
      settle: () => watched(context.watch, { phase: 'keep', subject: name }, settle),
    });
  }
  return landed;
}

function stageCounts({ read, loaded, rejected, blank }: StagedObject): Record<string, number> {
  return { read, loaded, rejected, blank };
}

/** The latest version of a delivery, as it stands inside the transaction. */
export async function latestVersion(
  { ledger, watch }: RunContext,
  { source, delivery }: LoadedDelivery,
  key: string,
): Promise<DeliveryVersion | null> {
  const objects = await watched(watch, { phase: 'ledger', subject: null }, () =>
    ledger.loadedObjectsOf(source, delivery, key),
  );
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
export function dateFor(
  { clock, dataSet, ledger, watch }: RunContext,
  { told }: LoadedDelivery,
  previous: DeliveryVersion | null,
): Promise<string> {
  const arriving = dataSet.rules.filter(({ date }) => date === 'arrival').map(({ files }) => files.name);
  return watched(watch, { phase: 'ledger', subject: null }, async () =>
    deliveryDate({
      told,
      now: clock.now(),
      previous: previous?.loadDate ?? null,
      latestArrival: told === null ? await ledger.latestDateOf(arriving) : null,
      takenUntil: (date) => ledger.takenUntil(date),
    }),
  );
}
