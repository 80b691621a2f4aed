import type { EntityLoad, LoadContext, Wave } from '../kinds/define-kind.ts';
import { kindOf } from '../kinds/index.ts';
import { StageBuilder } from '../kinds/stage-builder.ts';
import { stagedColumns } from '../metadata/resolve-scope.ts';
import type { VaultModel } from '../metadata/vault.ts';
import { compileStatement } from '../sql/compile.ts';
import type { SqlDialect } from '../sql/dialect.ts';
import type { Statement, WorkTable } from '../sql/query.ts';
import { planTables } from './plan-tables.ts';
import { phases, type Step } from './step.ts';

/** Steps without their compiled text. */
type Draft = Step extends infer Kind ? (Kind extends Step ? Omit<Kind, 'compiled'> : never) : never;

export interface PlanOptions {
  readonly dialect: SqlDialect;
  /** Sources whose staged rows the batch loads; all by default. Rows held earlier are tried again in every batch. */
  readonly sources?: readonly string[];
}

export interface LoadPlan {
  readonly vault: VaultModel;
  readonly steps: readonly Step[];
}

/**
 * Plans the load of one batch: tables, prepared stages, hubs, links, satellites, checks.
 *
 * Invariant: pure; the same vault, dialect and sources give the same steps.
 */
export function planLoad(vault: VaultModel, options: PlanOptions): LoadPlan {
  const sources = options.sources ?? vault.sources.map(({ name }) => name);
  const stages = new Map<string, StageBuilder>();
  const context: LoadContext = {
    vault,
    stage: (source) => stages.get(source) ?? addStage(stages, source, vault),
  };
  const drafts: Draft[] = [];
  const workTables: WorkTable[] = [];

  for (const entity of vault.entities) {
    const kind = kindOf(entity);
    const fed = entity.feeds.filter(({ source }) => sources.includes(source));
    const loads = kind.loads(entity, fed, context);
    for (const load of loads) {
      workTables.push(...load.workTables);
      drafts.push(...loadDrafts(load, kind.wave));
    }
    const checks = kind.checks(entity, loads, context);
    drafts.push(
      ...checks.map(({ query, ...check }): Draft => ({
        ...check,
        kind: 'check',
        id: `checks/${check.name}`,
        phase: 'checks',
        title: `No ${check.finding}: ${check.name}.`,
        entity: entity.name,
        statement: { node: 'query', query },
      })),
    );
  }
  const stageDrafts = [...stages.values()].map((stage): Draft => ({
    kind: 'write',
    id: `stage/${stage.source}`,
    phase: 'stage',
    title: `Staged rows of ${stage.source} with every hash computed once.`,
    entity: null,
    load: `stage/${stage.source}`,
    action: 'prepare-stage',
    statement: stage.fill(),
  }));
  const prepared = [...[...stages.values()].map((stage) => stage.workTable()), ...workTables].map(
    workTableDraft,
  );
  const all = [...prepared, ...stageDrafts, ...drafts].sort(
    (left, right) => phases.indexOf(left.phase) - phases.indexOf(right.phase),
  );
  const compiled = all.map(
    (draft) => ({ ...draft, compiled: compileStatement(draft.statement, options.dialect) }) as Step,
  );
  return { vault, steps: [...planTables(vault, options.dialect), ...compiled] };
}

function addStage(stages: Map<string, StageBuilder>, source: string, vault: VaultModel): StageBuilder {
  const contract = vault.sources.find(({ name }) => name === source);
  if (contract === undefined) throw new TypeError(`vault ${vault.name} has no source ${source}`);
  const { naming, hashProfile } = vault;
  const staging = { schema: naming.stagingSchema, name: source };
  const stage = new StageBuilder(
    contract,
    staging,
    naming.loadId,
    stagedColumns(contract, hashProfile),
    hashProfile,
  );
  stages.set(source, stage);
  return stage;
}

function workTableDraft(table: WorkTable): Draft {
  const statement: Statement = { node: 'createWorkTable', table };
  return {
    kind: 'define',
    id: `prepare/${table.name}`,
    phase: 'prepare',
    title: `Empty work table ${table.name}.`,
    statement,
  };
}

function loadDrafts({ entity, origin, actions, tallies }: EntityLoad, phase: Wave): Draft[] {
  const load = `${phase}/${entity}/${loadName(origin, tallies)}`;
  const counts = new Map<string, number>();
  const idOf = (action: string): string => {
    const place = (counts.get(action) ?? 0) + 1;
    counts.set(action, place);
    return place === 1 ? `${load}/${action}` : `${load}/${action}-${place}`;
  };
  const writes = actions.map(({ action, title, statement }): Draft => ({
    kind: 'write',
    id: idOf(action),
    phase,
    title: origin === 'held' ? `Held rows that may enter now. ${title}` : title,
    entity,
    load,
    action,
    statement,
  }));
  const counted = tallies.map(({ source, query }): Draft => ({
    kind: 'tally',
    id: idOf('tally'),
    phase,
    title: `What became of the rows of ${source ?? 'the pending table'}.`,
    entity,
    load,
    source,
    statement: { node: 'query', query },
  }));
  return [...writes, ...counted];
}

function loadName(origin: EntityLoad['origin'], tallies: EntityLoad['tallies']): string {
  return origin === 'batch' ? tallies.map(({ source }) => source).join('+') : origin;
}
