import { refuseUnfitNames } from './unfit-names.ts';
import type { BrokenReference, CheckDefinition, EntityLoad, PlanContext } from '../stage/entity-load.ts';
import type { Wave } from '../model/entity.ts';
import { recordRules, rulesInForce } from '../vault/rules/vault-model-table.ts';
import { ghostLoads } from '../stage/ghost-record.ts';
import { kindOf, type EntityModel, type Vault } from '../vault/registry.ts';
import { StageBuilder } from '../stage/stage-builder.ts';
import { compileStatement } from '../sql/compile.ts';
import type { SqlDialect } from '../sql/dialect.ts';
import type { Statement, TableNode, WorkTable } from '../sql/query.ts';
import { chosenEntities, rowsOnly, type RowSelection } from './load-selection.ts';
import { collisionFix } from './collision-fix.ts';
import { hashWidthWarnings } from './hash-width.ts';
import { HeldRows } from './held-rows.ts';
import { OrphanRemedies } from './orphan-remedy.ts';
import { inOrder, readAhead } from './read-ahead.ts';
import { columnsAmong } from './result-columns.ts';
import { planTables, tableOf, vaultTables } from './plan-tables.ts';
import { shareSteps } from './share-steps.ts';
import { planWarnings } from './plan-warnings.ts';
import { phases, type DefineStep, type RulesStep, type Step } from './step.ts';

/** Steps without their place and their compiled text. */
type Draft = Step extends infer Kind ? (Kind extends Step ? Omit<Kind, 'compiled' | 'ahead'> : never) : never;

export interface PlanOptions {
  readonly dialect: SqlDialect;
  /** Sources whose staged rows the batch loads; all by default. Rows held earlier are tried again in every batch. */
  readonly sources?: readonly string[];
  /** Entities to load; all by default. What they need in other tables must be there already. */
  readonly entities?: readonly string[];
  /** Where the staged rows of a source lie, instead of its staging table and the load id of the batch. */
  readonly staged?: Readonly<Record<string, StagedTable>>;
}

/** Rows that something else has staged, as the columns of the source. */
export interface StagedTable {
  /** A work table of the session when `schema` is null. */
  readonly table: Pick<TableNode, 'schema' | 'name'>;
  /** One period or one rank: rows whose column equals a value, or lies from one value until before another. */
  readonly only?: RowSelection;
}

export interface LoadPlan {
  readonly vault: Vault;
  readonly steps: readonly Step[];
  /** One sentence each for choices that are allowed but may surprise. */
  readonly warnings: readonly string[];
}

/**
 * Plans tables and the load of one batch: prepared stages, hubs, links, satellites, checks.
 *
 * Invariant: pure; the same vault, dialect and sources give the same steps.
 */
export function planLoad(vault: Vault, options: PlanOptions): LoadPlan {
  const batch = planBatch(vault, options);
  return { ...batch, steps: [...planTables(vault, options.dialect), ...batch.steps] };
}

/** The same without the steps that create stored tables and views. */
export function planBatch(vault: Vault, options: PlanOptions): LoadPlan {
  const sources = options.sources ?? vault.sources.map(({ name }) => name);
  const stages = new Map<string, StageBuilder>();
  const context: PlanContext = {
    vault,
    stage: (source) => stages.get(source) ?? addStage(stages, source, vault, options.staged ?? {}),
    tableOf: tableOf(vault),
    loadsOf: (entity) => planned.get(entity) ?? null,
  };
  const planned = new Map<string, readonly EntityLoad[]>();
  const drafts: Draft[] = [];
  /** What the checks for parents look at, by the id of their steps. */
  const broken = new Map<string, { readonly entity: EntityModel; readonly reference: BrokenReference }>();
  const workTables: WorkTable[] = [];

  const held = new HeldRows(vaultTables(vault));
  const share = sharing(vault, options.dialect);
  const chosen = chosenEntities(vault, options.entities);
  for (const entity of chosen) {
    const kind = kindOf(entity);
    const fed = entity.feeds.filter(({ source }) => sources.includes(source));
    const loads = kind.loads(entity, fed, context);
    planned.set(
      entity.name,
      loads.filter((load) => load.entity === entity.name),
    );
    for (const load of loads) {
      const earlier = load.entity === entity.name ? undefined : planned.get(load.entity);
      if (earlier !== undefined) planned.set(load.entity, [...earlier, load]);
    }
    for (const each of [...loads, ...ghostLoads(entity, context)]) {
      const load = share(each, () => [...preparedTables(stages), ...workTables, ...each.workTables]);
      workTables.push(...load.workTables);
      // Keys that links give to hubs are there before any link is loaded, so that links commute.
      const wave = load.inferredByLink === undefined ? kind.wave : 'hubs';
      drafts.push(...loadDrafts(load, wave, held.triedBy(load)));
    }
    const checks = kind.checks(entity, loads, context);
    for (const check of checks) {
      const draft = checkDraft(check, entity.name, vault, held.checkedBy(check.query));
      if (check.beforeInsertOf === undefined) drafts.push(draft);
      else placeBeforeInsert(drafts, draft, check.beforeInsertOf);
      if (check.orphan !== undefined) broken.set(draft.id, { entity, reference: check.orphan });
    }
  }
  for (const stage of stages.values())
    drafts.push(...stage.checks().map((check) => checkDraft(check, null, vault, [])));
  const fills = [...stages.values()].map((stage) => ({ source: stage.source, statement: stage.fill() }));
  const prepared = [...preparedTables(stages), ...workTables].map((table) =>
    workTableStep(table, options.dialect),
  );
  const all = [...rulesDrafts(vault), ...heldDrafts(held), ...fills.map(stageDraft), ...drafts].sort(
    (left, right) => phases.indexOf(left.phase) - phases.indexOf(right.phase),
  );
  refuseUnfitNames(
    [...preparedTables(stages), ...workTables].map((table) => ({ schema: null, ...table })),
    options.dialect,
  );
  const remedies = new OrphanRemedies(
    sources.filter((source) => stages.has(source)),
    context,
    options.dialect,
  );
  const placed = options.dialect.readsOwnWritesSlowly ? readAhead(all, vaultTables(vault)) : inOrder(all);
  const compiled = placed.map(({ draft, ahead, asOf }) => {
    const orphan = broken.get(draft.id);
    const remedy = orphan === undefined ? {} : { remedy: remedies.of(orphan.entity, orphan.reference, asOf) };
    return {
      ...draft,
      ahead,
      ...remedy,
      compiled: compileStatement(draft.statement, options.dialect),
    } as Step;
  });
  return {
    vault,
    steps: [...prepared, ...compiled],
    warnings: [
      ...planWarnings(vault),
      ...fills.flatMap(({ source, statement }) => hashWidthWarnings(source, statement, options.dialect)),
    ],
  };
}

function addStage(
  stages: Map<string, StageBuilder>,
  source: string,
  vault: Vault,
  staged: NonNullable<PlanOptions['staged']>,
): StageBuilder {
  const contract = vault.sources.find(({ name }) => name === source);
  if (contract === undefined) throw new TypeError(`vault ${vault.name} has no source ${source}`);
  const given = staged[source];
  const tableOf = (name: string): StagedTable['table'] =>
    staged[name]?.table ?? { schema: vault.naming.stagingSchema, name };
  const stage = new StageBuilder(
    contract,
    {
      table: tableOf(source),
      loadIdColumn: given === undefined ? vault.naming.loadId : null,
      where: given?.only === undefined ? null : rowsOnly(given.only),
      vaultSchema: vault.naming.vaultSchema,
      tableOf,
    },
    vault.hashProfile,
  );
  stages.set(source, stage);
  return stage;
}

function preparedTables(stages: ReadonlyMap<string, StageBuilder>): WorkTable[] {
  return [...stages.values()].map((stage) => stage.workTable());
}

/** Puts shared steps of a load into work tables for an engine that needs it; the second argument tells all made so far. */
function sharing(
  vault: Vault,
  { expandsCommonTables }: SqlDialect,
): (load: EntityLoad, work: () => readonly WorkTable[]) => EntityLoad {
  if (!expandsCommonTables) return (load) => load;
  const stored = vaultTables(vault);
  return (load, soFar) => {
    const work = soFar();
    return shareSteps(load, columnsAmong(stored, work), (name) => work.some((item) => item.name === name));
  };
}

function stageDraft({
  source,
  statement,
}: {
  readonly source: string;
  readonly statement: Statement;
}): Draft {
  return {
    kind: 'write',
    id: `stage/${source}`,
    phase: 'stage',
    title: `Staged rows of ${source} with every hash computed once.`,
    entity: null,
    load: `stage/${source}`,
    tries: [],
    action: 'prepare-stage',
    statement,
  };
}

/** The step that refuses other hash rules than the stored ones. */
export function rulesStep(vault: Vault, dialect: SqlDialect): RulesStep {
  const draft = rulesDraft(vault);
  return { ...draft, ahead: true, compiled: compileStatement(draft.statement, dialect) };
}

function rulesDraft(vault: Vault): Omit<RulesStep, 'ahead' | 'compiled'> {
  return {
    kind: 'rules',
    id: 'model/rules',
    phase: 'model',
    title: 'The rules the vault was loaded with.',
    vault,
    statement: { node: 'query', query: rulesInForce(vault) },
  };
}

/** Other hash rules than the stored ones are refused first; those in force are remembered. */
function rulesDrafts(vault: Vault): Draft[] {
  return [
    rulesDraft(vault),
    {
      kind: 'write',
      id: 'model/record',
      phase: 'model',
      title: 'Rules that are new are remembered.',
      entity: null,
      load: 'model',
      tries: [],
      action: 'record-rules',
      statement: recordRules(vault),
    },
  ];
}

/** Statements for held rows run only where some wait, which one question tells for all. */
function heldDrafts(held: HeldRows): Draft[] {
  const query = held.question();
  if (query === null) return [];
  const title = 'How many rows wait for a key; nothing is tried again where none do.';
  return [{ kind: 'held', id: 'model/held', phase: 'model', title, statement: { node: 'query', query } }];
}

/** Puts a check behind the statement that has filled a work table, into the phase of its load. */
function placeBeforeInsert(drafts: Draft[], check: Draft, workTable: string): void {
  const place = drafts.findLastIndex(
    ({ statement }) =>
      statement.node === 'insert' && statement.into.schema === null && statement.into.name === workTable,
  );
  const filled = drafts[place];
  if (filled === undefined) throw new TypeError(`nothing fills ${workTable}`);
  drafts.splice(place + 1, 0, { ...check, phase: filled.phase } as Draft);
}

function checkDraft(
  { query, orphan: _orphan, beforeInsertOf: _place, ...check }: CheckDefinition,
  entity: string | null,
  { hashProfile }: Vault,
  tries: readonly string[],
): Draft {
  return {
    code: 'E-CHECK-FAILED',
    ...check,
    kind: 'check',
    id: `checks/${check.name}`,
    phase: 'checks',
    tries,
    title: `No ${check.finding}: ${check.name}.`,
    entity: entity ?? 'the staged rows',
    fix: check.code === 'E-HASH-COLLISION' && entity !== null ? collisionFix(entity, hashProfile) : null,
    remedy: null,
    statement: { node: 'query', query },
  };
}

function workTableStep(table: WorkTable, dialect: SqlDialect): DefineStep {
  const statement = { node: 'createWorkTable', table } as const;
  return {
    kind: 'define',
    id: `prepare/${table.name}`,
    phase: 'prepare',
    ahead: true,
    title: `Empty work table ${table.name}.`,
    statement,
    compiled: compileStatement(statement, dialect),
  };
}

function loadDrafts(
  { entity, inferredByLink: because, origin, actions, tallies }: EntityLoad,
  phase: Wave,
  tries: readonly string[],
): Draft[] {
  const load = `${phase}/${entity}/${because ?? loadName(origin, tallies)}`;
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
    tries,
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
    tries,
    source,
    statement: { node: 'query', query },
  }));
  return [...writes, ...counted];
}

function loadName(origin: EntityLoad['origin'], tallies: EntityLoad['tallies']): string {
  return origin === 'batch' ? tallies.map(({ source }) => source).join('+') : origin;
}
