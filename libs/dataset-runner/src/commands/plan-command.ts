import {
  planBusinessVault,
  planLoad,
  planWarnings,
  type LoadPlan,
  type Vault,
} from '@vaultwright/datavault-core';
import type { SqlDialect } from '@vaultwright/datavault-core/sql';
import type { Commands, PlanSummary } from '../cli/commands.ts';
import { goneNotice } from '../run/fill-plan.ts';
import { listDeliveries, strayNotice } from '../run/list-deliveries.ts';
import { lookAhead } from '../run/look-ahead.ts';
import { additionLine } from '../run/preflight.ts';
import { vaultOf } from '../run/run-data-set.ts';
import { findDataSet, openConfig, openSource, watchWarehouse } from './open-project.ts';

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
    const listing = await listDeliveries({ dataSet, vault }, reader, {
      ...(only.length === 0 ? {} : { only }),
      ...(keys ? { keys } : {}),
      choices,
      signal,
    });
    const fillFrom = keys ? [] : only.length === 0 ? dataSet.sources : only;
    const { dialect, preflight, planned, gone, behind } = await watchWarehouse(
      loaded,
      async ({ session, dialect: engine }) => ({
        dialect: engine,
        ...(await lookAhead({ session, dialect: engine, vault }, listing.deliveries, reader, {
          fillFrom: forceLoad ? 'all recorded' : fillFrom,
          choices,
          signal,
        })),
      }),
    );
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
    const notice = strayNotice(listing.strays);
    const steps = [...refreshSteps(vault, dialect, behind), ...stepsFor(vault, dialect, objects)];
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
      absent: listing.absent,
      computed: behind,
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
  return statementsOf(planLoad(vault, { dialect, sources: [...sources] }));
}

/** The statements that bring computed entities up to date. */
function refreshSteps(vault: Vault, dialect: SqlDialect, behind: readonly string[]): PlanSummary['steps'] {
  return behind.length === 0 ? [] : statementsOf(planBusinessVault(vault, { dialect }));
}

function statementsOf({ steps }: LoadPlan): PlanSummary['steps'] {
  return steps
    .filter(({ phase }) => phase !== 'define')
    .map(({ id, title, compiled }) => ({ step: id, subject: title, sql: compiled.sql }));
}
