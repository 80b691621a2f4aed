import { VaultwrightError } from '@vaultwright/datavault-core';
import type { SourceReader } from '@vaultwright/datavault-core/warehouse';
import type { LoadedConfig } from '../config/load-config.ts';
import { deliveryStatuses } from '../deliveries/delivery-status.ts';
import type { DataSet } from '../data-set.ts';
import { goneNotice } from '../run/fill-plan.ts';
import { listDeliveries } from '../run/list-deliveries.ts';
import { lookAhead, type Outlook, type WatchedWarehouse } from '../run/look-ahead.ts';
import { additionLine, inspectWarehouse, mendingOf } from '../run/preflight.ts';
import { vaultOf } from '../run/run-data-set.ts';
import { ok, tried, warned, type Finding } from './finding.ts';
import { allDataSets, findAdapter, openSource, watchWarehouse } from './open-project.ts';

/** What a run would find in the warehouse, and what it would make of the deliveries of each data set. */
export async function warehouseFindings(loaded: LoadedConfig, signal: AbortSignal): Promise<Finding[]> {
  const findings: Finding[] = [];
  const finding = await tried('warehouse', async () => {
    const { adapter, target } = await findAdapter(loaded);
    if (adapter.notice !== undefined) findings.push(warned('adapter', adapter.notice, null));
    return watchWarehouse(loaded, async ({ session, dialect, location }) => {
      for (const dataSet of await allDataSets(loaded)) {
        for (const model of Object.keys(dataSet.models)) {
          const watched = { session, dialect, vault: vaultOf(dataSet, model) };
          const name = `${dataSet.name}/${model}`;
          findings.push(await tried(`schema ${name}`, () => schemaFinding(`schema ${name}`, watched)));
          findings.push(await deliveriesFinding(`deliveries ${name}`, dataSet, watched, loaded, signal));
        }
      }
      return ok(
        'warehouse',
        location === null
          ? `${target.name} (${dialect.name}) does not exist yet; the first run creates it`
          : `${location} (${dialect.name}) opens`,
      );
    });
  });
  return [finding, ...findings];
}

async function schemaFinding(name: string, { session, dialect, vault }: WatchedWarehouse): Promise<Finding> {
  if (session === null) return ok(name, 'to be created on the first run');
  const preflight = await inspectWarehouse(session, dialect, vault);
  const { missing, additions, drift } = preflight;
  if (drift.length > 0) {
    const fix = await mendingOf(session, dialect, vault, preflight);
    return {
      name,
      status: 'failed',
      message: drift.join('; '),
      fix: fix ?? 'vaultwright plan shows the differences',
    };
  }
  return ok(
    name,
    missing.length > 0
      ? `${missing.length} tables to create on the first run`
      : ['as the metadata says', ...additions.map(additionLine)].join('; '),
  );
}

/** What a run would make of what is listed now. A source without a file to load is worth a warning: it may come. */
function deliveriesFinding(
  name: string,
  dataSet: DataSet,
  watched: WatchedWarehouse,
  loaded: LoadedConfig,
  signal: AbortSignal,
): Promise<Finding> {
  return tried(name, async () => {
    const { reader, keys } = openSource(loaded);
    try {
      return await lookAtDeliveries(name, dataSet, watched, { reader, ...(keys ? { keys } : {}), signal });
    } catch (error) {
      if (error instanceof VaultwrightError && error.code === 'E-SOURCE-EMPTY')
        return warned(name, `${error.title}: ${error.found}`, error.fix);
      throw error;
    }
  });
}

async function lookAtDeliveries(
  name: string,
  dataSet: DataSet,
  watched: WatchedWarehouse,
  options: {
    readonly reader: SourceReader;
    readonly keys?: readonly string[];
    readonly signal: AbortSignal;
  },
): Promise<Finding> {
  const { reader, keys, signal } = options;
  const { deliveries, absent } = await listDeliveries({ dataSet, vault: watched.vault }, reader, options);
  const outlook = await lookAhead(watched, deliveries, reader, {
    fillFrom: keys === undefined ? dataSet.sources : [],
    choices: {},
    signal,
  });
  const message = [
    countsOf(outlook),
    ...absent.map((source) => `absent: ${source}`),
    ...firstOf(
      outlook.planned.flatMap(({ delivery }) =>
        delivery.missing === null ? [] : [`${delivery.name} waits: ${delivery.missing}`],
      ),
    ),
    ...firstOf(equalsOf(outlook)),
    ...firstOf(outlook.gone.map(goneNotice)),
  ].join('; ');
  const needsCare = outlook.gone.length > 0 || outlook.planned.some(({ status }) => status === 'waiting');
  return needsCare
    ? warned(name, message, `vaultwright plan ${dataSet.name} shows each delivery`)
    : ok(name, message);
}

function countsOf({ planned }: Outlook): string {
  return deliveryStatuses
    .map((status) => ({ status, count: planned.filter((one) => one.status === status).length }))
    .filter(({ status, count }) => count > 0 || status === 'new' || status === 'known')
    .map(({ status, count }) => `${count} ${status}`)
    .join(', ');
}

/** Enough of a list to see what it is about. */
function firstOf(sentences: readonly string[]): string[] {
  const more = sentences.length - 3;
  return more > 0 ? [...sentences.slice(0, 3), `and ${more} more like that`] : [...sentences];
}

/** Deliveries that were loaded and hold what another one holds. */
function equalsOf({ planned, history }: Outlook): string[] {
  return planned.flatMap(({ delivery }) => {
    const version = history.latest(delivery);
    const twin = version === null ? null : history.earlierTwin(version);
    return twin === null ? [] : [`${delivery.name} has the same content as ${twin.delivery}`];
  });
}
