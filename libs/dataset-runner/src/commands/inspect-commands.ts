import {
  planLoad,
  planWarnings,
  VaultwrightError,
  vaultTables,
  type Vault,
} from '@vaultwright/datavault-core';
import type { Session, Warehouse, WarehouseAdapter } from '@vaultwright/datavault-core/warehouse';
import type { SqlDialect } from '@vaultwright/datavault-core/sql';
import type { CommandContext, Commands, DoctorSummary, PlanRequest, PlanSummary } from '../cli/commands.ts';
import { describeConfig } from '../config/describe-config.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import { Ledger } from '../ledger/ledger.ts';
import { ledgerSchema, ledgerTables } from '../ledger/ledger-tables.ts';
import { listManifest } from '../run/fetch-objects.ts';
import { metadataHash } from '../run/metadata-hash.ts';
import { additionLine, inspectWarehouse, type Preflight } from '../run/preflight.ts';
import { planObjects } from '../run/plan-objects.ts';
import { vaultOf } from '../run/run-data-set.ts';
import { diagnose } from './diagnose.ts';
import { findAdapter, findDataSet, openConfig, openSource } from './open-project.ts';

export const inspectCommands: Pick<Commands, 'plan' | 'doctor' | 'showConfig'> = {
  plan: planCommand,
  async doctor(request, context): Promise<DoctorSummary> {
    const loaded = await openConfig(context, request);
    return {
      schema: 'vaultwright.doctor/1',
      target: loaded.targetName,
      findings: await diagnose(loaded, context.signal),
    };
  },
  async showConfig(request, context) {
    return describeConfig(await openConfig(context, request));
  },
};

async function planCommand(request: PlanRequest, context: CommandContext): Promise<PlanSummary> {
  const { config, target, source } = request;
  const loaded = await openConfig(context, {
    ...(config === undefined ? {} : { config }),
    ...(target === undefined ? {} : { target }),
    ...(source === undefined ? {} : { source }),
  });
  const dataSet = await findDataSet(loaded, request.dataSet);
  const model = request.model ?? dataSet.defaultModel;
  const vault = vaultOf(dataSet, model);
  const { reader, keys } = openSource(loaded);
  const only = request.only.length === 0 ? {} : { only: request.only };
  const manifest = await listManifest({ dataSet, vault }, reader, {
    ...only,
    ...(keys ? { keys } : {}),
    signal: context.signal,
  });
  const hash = metadataHash(dataSet, vault);
  const { dialect, preflight, planned } = await readState(loaded, async (session, engine) => {
    const found = session === null ? nothingThere(vault) : await inspectWarehouse(session, engine, vault);
    const hasLedger = found.missing.every(({ schema }) => schema !== ledgerSchema);
    const ledger = session === null || !hasLedger ? null : new Ledger(session, engine, vault.name);
    return {
      dialect: engine,
      preflight: found,
      planned: await planObjects(manifest, reader, ledger, {
        metadataHash: hash,
        forceLoad: request.forceLoad,
        signal: context.signal,
      }),
    };
  });
  const objects = planned.map(({ entry: { listed, source: contract }, status }) => ({
    key: listed.key,
    source: contract.name,
    bytes: listed.size,
    status,
  }));
  const sources = [
    ...new Set(objects.filter(({ status }) => status === 'new').map((object) => object.source)),
  ];
  const steps =
    sources.length === 0
      ? []
      : planLoad(vault, { dialect, sources }).steps.filter(({ phase }) => phase !== 'define');
  return {
    schema: 'vaultwright.plan/1',
    dataSet: dataSet.name,
    model,
    target: loaded.targetName,
    engine: dialect.name,
    pending: preflight.missing.length + preflight.additions.length > 0 || sources.length > 0,
    create: preflight.missing.map(({ schema, name }) => `${schema}.${name}`),
    changed: [...preflight.additions.map(additionLine), ...preflight.drift],
    objects,
    steps: steps.map(({ id, title, compiled }) => ({ step: id, subject: title, sql: compiled.sql })),
    warnings: [...loaded.warnings, ...planWarnings(vault)],
  };
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
