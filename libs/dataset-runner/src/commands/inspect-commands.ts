import { planLoad, planWarnings, VaultwrightError, vaultTables } from '@vaultwright/datavault-core';
import type { SqlDialect } from '@vaultwright/datavault-core/sql';
import type { Session } from '@vaultwright/datavault-core/warehouse';
import type { CommandContext, Commands, DoctorSummary, PlanRequest, PlanSummary } from '../cli/commands.ts';
import { describeConfig } from '../config/describe-config.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import { Ledger } from '../ledger/ledger.ts';
import { ledgerTables } from '../ledger/ledger-tables.ts';
import { listManifest } from '../run/fetch-objects.ts';
import { metadataHash } from '../run/metadata-hash.ts';
import { additionLine, inspectWarehouse, type Preflight } from '../run/preflight.ts';
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
  const { dialect, preflight, seen } = await readState(loaded, async (session, engine) => {
    const found = await inspectWarehouse(session, engine, vault);
    const isReady = found.missing.every(({ schema }) => schema !== 'ops');
    const names = isReady
      ? await new Ledger(session, engine, vault.name).seenNames(metadataHash(dataSet, vault))
      : [];
    return {
      found,
      names: new Set(names.map((row) => JSON.stringify([row['bucket'], row['object_key'], row['etag']]))),
    };
  }).then(({ engine, state }) => ({
    dialect: engine,
    preflight:
      state?.found ??
      ({ missing: [...vaultTables(vault), ...ledgerTables], additions: [], drift: [] } satisfies Preflight),
    seen: state?.names ?? new Set<string>(),
  }));
  const objects = manifest.map(({ listed: { bucket, key, etag, size }, source: contract }) => ({
    key,
    source: contract.name,
    bytes: size,
    status:
      !request.forceLoad && seen.has(JSON.stringify([bucket, key, etag]))
        ? ('known' as const)
        : ('new' as const),
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

/** Looks into the warehouse without creating it; `state` is null when it does not exist yet. */
async function readState<State>(
  loaded: LoadedConfig,
  look: (session: Session, dialect: SqlDialect) => Promise<State>,
): Promise<{ readonly engine: SqlDialect; readonly state: State | null }> {
  const { target, adapter } = await findAdapter(loaded);
  try {
    const warehouse = await adapter.open(target.settings, 'read');
    try {
      const session = await warehouse.connect();
      try {
        return { engine: adapter.dialect, state: await look(session, adapter.dialect) };
      } finally {
        await session.close();
      }
    } finally {
      await warehouse.close();
    }
  } catch (error) {
    if (error instanceof VaultwrightError && error.code === 'E-WH-MISSING')
      return { engine: adapter.dialect, state: null };
    throw error;
  }
}
