import {
  planLoad,
  planWarnings,
  VaultwrightError,
  vaultTables,
  type Vault,
} from '@vaultwright/datavault-core';
import type { Session, Warehouse, WarehouseAdapter } from '@vaultwright/datavault-core/warehouse';
import type { SqlDialect } from '@vaultwright/datavault-core/sql';
import type { Commands, PlanSummary } from '../cli/commands.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import { Ledger } from '../ledger/ledger.ts';
import { ledgerSchema, ledgerTables } from '../ledger/ledger-tables.ts';
import { DeliveryHistory } from '../deliveries/delivery-history.ts';
import { goneNotice, missingFills, recordedAgain } from '../run/fill-plan.ts';
import { listDeliveries, strayNotice } from '../run/list-deliveries.ts';
import { planDeliveries } from '../run/plan-deliveries.ts';
import { additionLine, inspectWarehouse, type Preflight } from '../run/preflight.ts';
import { vaultOf } from '../run/run-data-set.ts';
import { findAdapter, findDataSet, openConfig, openSource } from './open-project.ts';

export const planCommand: Pick<Commands, 'plan'> = {
  async plan(request, context): Promise<PlanSummary> {
    const { config, target, source, only, forceLoad, choices = {} } = request;
    const loaded = await openConfig(context, {
      ...(config === undefined ? {} : { config }),
      ...(target === undefined ? {} : { target }),
      ...(source === undefined ? {} : { source }),
    });
    const dataSet = await findDataSet(loaded, request.dataSet);
    const model = request.model ?? dataSet.defaultModel;
    const vault = vaultOf(dataSet, model);
    const { reader, keys } = openSource(loaded);
    const { signal } = context;
    const { deliveries, strays } = await listDeliveries({ dataSet, vault }, reader, {
      ...(only.length === 0 ? {} : { only }),
      ...(keys ? { keys } : {}),
      choices,
      signal,
    });
    const { dialect, preflight, planned, gone } = await readState(loaded, async (session, engine) => {
      const found = session === null ? nothingThere(vault) : await inspectWarehouse(session, engine, vault);
      const ledger =
        session === null || lacksLedger(found)
          ? null
          : new Ledger(session, engine, vault.name, lacksDelivery(found));
      const history = await DeliveryHistory.open(ledger);
      const wanted = keys ? [] : only.length === 0 ? dataSet.sources : only;
      const fills = forceLoad
        ? recordedAgain(history, deliveries)
        : missingFills({ vault, warehouse: { dialect: engine } }, history, wanted);
      const listed = new Set(deliveries.map((delivery) => history.latest(delivery)));
      return {
        dialect: engine,
        preflight: found,
        gone: fills.filter(({ version }) => !listed.has(version)),
        planned: await planDeliveries(deliveries, reader, history, { fills, choices, signal }),
      };
    });
    const objects = planned.flatMap(({ delivery, status, date, entities }) =>
      delivery.parts.map((listed) => ({
        key: listed.key,
        source: delivery.source.name,
        bytes: listed.size,
        status,
        delivery: delivery.name,
        date,
        fills: entities ?? [],
      })),
    );
    const notice = strayNotice(strays);
    const steps = stepsFor(vault, dialect, objects);
    return {
      schema: 'vaultwright.plan/1',
      dataSet: dataSet.name,
      model,
      target: loaded.targetName,
      engine: dialect.name,
      pending: preflight.missing.length + preflight.additions.length + steps.length > 0,
      create: preflight.missing.map(({ schema, name }) => `${schema}.${name}`),
      changed: [...preflight.additions.map(additionLine), ...preflight.drift],
      objects,
      steps,
      warnings: [
        ...loaded.warnings,
        ...(notice === null ? [] : [notice]),
        ...gone.map(goneNotice),
        ...planWarnings(vault),
      ],
    };
  },
};

function isLoaded(status: PlanSummary['objects'][number]['status']): boolean {
  return status === 'new' || status === 'late' || status === 'again';
}

/** The statements that load what is to be loaded; none without it. */
function stepsFor(vault: Vault, dialect: SqlDialect, objects: PlanSummary['objects']): PlanSummary['steps'] {
  const sources = new Set(objects.flatMap(({ status, source }) => (isLoaded(status) ? [source] : [])));
  if (sources.size === 0) return [];
  return planLoad(vault, { dialect, sources: [...sources] })
    .steps.filter(({ phase }) => phase !== 'define')
    .map(({ id, title, compiled }) => ({ step: id, subject: title, sql: compiled.sql }));
}

function lacksLedger({ missing }: Preflight): boolean {
  return missing.some(({ schema }) => schema === ledgerSchema);
}

/** A ledger of an earlier version, which names no deliveries. */
function lacksDelivery({ additions }: Preflight): boolean {
  return additions.some(({ table, column }) => table.name === 'etl_object' && column.name === 'delivery');
}

function nothingThere(vault: Vault): Preflight {
  return { missing: [...vaultTables(vault), ...ledgerTables], additions: [], drift: [] };
}

/** Looks into the warehouse without creating it; there is no session when it does not exist yet. */
async function readState<State>(
  loaded: LoadedConfig,
  look: (session: Session | null, dialect: SqlDialect) => Promise<State>,
): Promise<State> {
  const { target, adapter } = await findAdapter(loaded);
  const warehouse = await openUnlessMissing(adapter, target.settings);
  if (warehouse === null) return look(null, adapter.dialect);
  try {
    const session = await warehouse.connect();
    try {
      return await look(session, adapter.dialect);
    } finally {
      await session.close();
    }
  } finally {
    await warehouse.close();
  }
}

async function openUnlessMissing(
  adapter: WarehouseAdapter,
  settings: Readonly<Record<string, unknown>>,
): Promise<Warehouse | null> {
  try {
    return await adapter.open(settings, 'read');
  } catch (error) {
    if (error instanceof VaultwrightError && error.code === 'E-WH-MISSING') return null;
    throw error;
  }
}
