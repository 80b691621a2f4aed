import type { DeliveryHistory } from '../deliveries/delivery-history.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LoadedBatch } from '../ledger/ledger-rows.ts';
import { addRows } from '../run/record-batch.ts';
import { timeOfRunId } from '../run/system-ports.ts';
import type { PastDelivery, PastRun } from './past-run.ts';

/** The runs of a vault as its ledger tells them: what they have loaded, and nothing of what they left alone. */
export async function readLedgerRuns(
  ledger: Ledger,
  history: DeliveryHistory,
  vault: Pick<PastRun, 'dataSet' | 'model' | 'target'>,
): Promise<PastRun[]> {
  const batches = (await ledger.loads()).filter(({ dataSet }) => dataSet === vault.dataSet);
  const loaded = deliveriesByBatch(history, await objectsByBatch(ledger));
  const runs = new Map<string, LoadedBatch[]>();
  for (const batch of batches) {
    const run = runs.get(batch.runId);
    if (run === undefined) runs.set(batch.runId, [batch]);
    else run.push(batch);
  }
  return [...runs].map(([runId, own]) => ({
    ...vault,
    runId,
    startedAt: timeTextOf(runId),
    status: 'loaded',
    deliveries: own.flatMap(({ loadId }) => loaded.get(loadId) ?? []),
    absent: [],
    rows: addRows(own.map(({ rows }) => ({ counts: rows }))),
    warnings: [],
    profile: null,
    error: null,
    folder: null,
  }));
}

async function objectsByBatch(ledger: Ledger): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { loadId } of await ledger.loadedObjects()) counts.set(loadId, (counts.get(loadId) ?? 0) + 1);
  return counts;
}

/** What each batch loaded; a version that was loaded again has several batches. */
function deliveriesByBatch(
  history: DeliveryHistory,
  objects: ReadonlyMap<string, number>,
): Map<string, PastDelivery> {
  return new Map(
    history.versions.flatMap(({ source, delivery, loadDate, loadIds, content, size }) =>
      loadIds.map((loadId, place): [string, PastDelivery] => [
        loadId,
        {
          source,
          delivery,
          status: place === 0 ? 'loaded' : 'again',
          date: loadDate,
          objects: objects.get(loadId) ?? 0,
          bytes: size,
          sameAs: history.twin(source, delivery, content)?.delivery ?? null,
        },
      ]),
    ),
  );
}

function timeTextOf(runId: string): string | null {
  const time = timeOfRunId(runId);
  return time === null ? null : new Date(time).toISOString();
}
