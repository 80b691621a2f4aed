import type { CsvTotals } from '@vaultwright/csv-intake';
import type { WarehouseRow } from '@vaultwright/datavault-core/warehouse';
import { contentOf } from '../deliveries/delivery-history.ts';
import { compareNames } from '../deliveries/natural-order.ts';
import { microsecondsOf, timestampText } from '../timestamp-text.ts';
import { entityRecords } from './entity-counts.ts';
import { prepareWork, executePlan, inVault, onEitherPath, planDelivery } from './execute-batch.ts';
import { refuseUnknownSources } from './list-deliveries.ts';
import {
  dateFor,
  latestVersion,
  landParts,
  untouched,
  type BatchResult,
  type ScannedDelivery,
} from './load-delivery.ts';
import {
  addRows,
  recordBatch,
  stagedRow,
  type Load,
  type LoadedDelivery,
  type StagedPart,
} from './record-batch.ts';
import { stagingLanding } from './landing.ts';
import type { RunContext } from './run-context.ts';
import type { StagedObject } from './stage-object.ts';

/** Stages one delivery in a transaction of its own; {@link loadStaged} takes it from there. Returns null when it is known. */
export async function stageDelivery(
  context: RunContext,
  { delivery, parts }: ScannedDelivery,
): Promise<CsvTotals | null> {
  const { source, name, told } = delivery;
  const content = contentOf(parts.map(({ object }) => object.sha256));
  const landing = stagingLanding(source, context.vault);
  return onEitherPath((path) =>
    inVault(context, async () => {
      const loaded: LoadedDelivery = { source: source.name, delivery: name, told };
      const waiting = stagedDeliveries(await context.ledger.stagedObjects()).some(
        (staged) =>
          staged.delivery.source === source.name &&
          staged.delivery.delivery === name &&
          contentOf(staged.parts.map(({ object }) => object.sha256)) === content,
      );
      const latest = await latestVersion(context, loaded, parts[0]?.object.key ?? name);
      if (waiting || latest?.content === content) return null;
      const loadDate = told === null ? timestampText(context.clock.now()) : timestampText(told);
      const load: Load = { loadId: context.runIds.next(), loadDate };
      const staged = await landParts(context, parts, load, { landing, path });
      for (const { settle } of staged) await settle();
      for (const part of staged)
        await context.ledger.recordStaged(stagedRow(context, loaded, part, load.loadId));
      return addRows(staged);
    }),
  );
}

/**
 * Loads what was staged apart, one transaction per delivery, in the order in which deliveries are applied.
 *
 * Errors: `E-USAGE-SOURCE` for a name in `only` that is no source of the data set.
 */
export async function loadStaged(
  context: RunContext,
  only: readonly string[] = context.dataSet.sources,
): Promise<BatchResult[]> {
  const { dataSet, ledger } = context;
  refuseUnknownSources(dataSet, only);
  const staged = stagedDeliveries(await ledger.stagedObjects()).filter(({ delivery }) =>
    only.includes(delivery.source),
  );
  const place = ({ delivery }: StagedDelivery): number => dataSet.sources.indexOf(delivery.source);
  const date = ({ delivery }: StagedDelivery): string =>
    delivery.told === null ? '~' : timestampText(delivery.told);
  staged.sort(
    (left, right) =>
      (date(left) < date(right) ? -1 : date(left) > date(right) ? 1 : 0) ||
      place(left) - place(right) ||
      compareNames(left.delivery.delivery, right.delivery.delivery),
  );
  const results: BatchResult[] = [];
  for (const one of staged) results.push(await loadStagedDelivery(context, one));
  return results;
}

async function loadStagedDelivery(
  context: RunContext,
  { loadId, delivery, parts }: StagedDelivery,
): Promise<BatchResult> {
  const plan = planDelivery(context, delivery.source, null);
  await prepareWork(context, plan);
  return inVault(context, async () => {
    const latest = await latestVersion(context, delivery, parts[0]?.object.key ?? delivery.delivery);
    if (latest?.content === contentOf(parts.map(({ object }) => object.sha256))) return untouched;
    const load: Load = { loadId, loadDate: await dateFor(context, delivery, latest) };
    const result = await executePlan(context, plan, load);
    await recordBatch(context, delivery, parts, load, entityRecords(context.vault, result.loads));
    return { staged: addRows(parts), loads: result.loads, loadDate: load.loadDate };
  });
}

/** Objects of one delivery that wait in the staging tables. */
interface StagedDelivery {
  readonly loadId: string;
  readonly delivery: LoadedDelivery;
  readonly parts: readonly StagedPart[];
}

function stagedDeliveries(rows: readonly WarehouseRow[]): StagedDelivery[] {
  const staged = new Map<string, StagedDelivery>();
  for (const row of rows) {
    const text = (name: string): string => String(row[name]);
    const loadId = text('load_id');
    const part: StagedPart = {
      object: {
        source: text('source'),
        bucket: text('bucket'),
        key: text('object_key'),
        etag: text('etag'),
        size: Number(row['object_size']),
        sha256: text('content_sha256'),
      },
      counts: {
        path: text('path') as StagedObject['path'],
        read: Number(row['rows_read']),
        loaded: Number(row['rows_loaded']),
        rejected: Number(row['rows_rejected']),
        blank: Number(row['rows_blank']),
      },
    };
    const told = row['told_dt'];
    const delivery: LoadedDelivery = {
      source: part.object.source,
      delivery: row['delivery'] === null ? part.object.key : text('delivery'),
      told: told === null || told === undefined ? null : microsecondsOf(String(told)),
    };
    const earlier = staged.get(loadId);
    staged.set(loadId, { loadId, delivery, parts: [...(earlier?.parts ?? []), part] });
  }
  return [...staged.values()];
}
