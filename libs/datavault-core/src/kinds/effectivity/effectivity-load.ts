import { openEndLiteral } from '../../model/open-end.ts';
import {
  and,
  coalesce,
  column,
  equal,
  intLiteral,
  isNotNull,
  textLiteral,
  type Expression,
} from '../../sql/expression.ts';
import { from, table, type Query, type TableDefinition, columnsFrom } from '../../sql/query.ts';
import type { EntityLoad, LoadAction, PlanContext } from '../../stage/entity-load.ts';
import { automateDvOutcomes } from './effectivity-automate-dv.ts';
import { tiedColumn, type EffectivityFeed, type EffectivityModel } from './effectivity-model.ts';
import { delivered, sightings, type EffectivityInput } from './effectivity-relations.ts';
import { snapshotOutcomes } from './effectivity-snapshot.ts';
import { drivingOutcomes } from './effectivity-driving.ts';
import { effectivityTable } from './effectivity-tables.ts';
import { plainKey } from '../../model/key-recipe.ts';
import { pendingInput } from '../insert-once/pending-input.ts';
import { setAsideOnce } from '../insert-once/set-aside.ts';
import type { ParentReference } from '../../stage/set-column.ts';
import { tallyQuery } from '../../stage/tally.ts';
import { outcomeColumn, stagedRowsColumn } from '../../model/work-columns.ts';
import { zeroKey } from '../../stage/zero-keys.ts';

/** Rows held earlier whose link rows have arrived, then the batch's rows. */
export function loadEffectivity(
  model: EffectivityModel,
  feeds: readonly EffectivityFeed[],
  context: PlanContext,
): EntityLoad[] {
  const released = model.orphans === 'hold' ? [loadOne(model, heldRows(model, context), context)] : [];
  return [...released, ...feeds.map((feed) => loadOne(model, stagedRows(model, feed, context), context))];
}

function loadOne(model: EffectivityModel, input: EffectivityInput, context: PlanContext): EntityLoad {
  const target = effectivityTable(model, context.vault);
  return {
    entity: model.name,
    origin: input.source === null ? 'held' : 'batch',
    workTables: [
      {
        name: input.workTable,
        columns: [
          ...target.columns,
          { name: stagedRowsColumn, type: { kind: 'int' }, nullable: false },
          { name: outcomeColumn, type: { kind: 'text', length: 8 }, nullable: false },
          { name: tiedColumn, type: { kind: 'int' }, nullable: false },
        ],
      },
    ],
    actions: actionsOf(model, input, target, context),
    inserted: hasOutcome('inserted'),
    tallies: [{ source: input.source, query: tallyOf(model, input) }],
  };
}

/** Collects every row with what becomes of it, and then puts each where that says. */
function actionsOf(
  model: EffectivityModel,
  input: EffectivityInput,
  target: TableDefinition,
  context: PlanContext,
): LoadAction[] {
  const { naming } = context.vault;
  const work = table(null, input.workTable);
  const names = target.columns.map(({ name }) => name);
  const stored = columnsFrom('fresh', names);
  const insert = (outcome: string): LoadAction['statement'] => ({
    node: 'insert',
    into: table(target.schema, target.name),
    columns: names,
    query: { node: 'select', columns: stored, from: from(work, 'fresh'), where: hasOutcome(outcome) },
  });
  const aside = (suffix: string, outcome: string, reason: string): LoadAction['statement'] =>
    setAsideOnce(
      {
        entity: { target, naming, parents: [], orphans: 'fail', conflicts: null },
        work,
        stored,
        identity: target.columns.filter(({ name }) => target.key.includes(name)),
      },
      suffix,
      hasOutcome(outcome),
      textLiteral(reason),
    );
  const actions: LoadAction[] = [
    {
      action: 'collect',
      title: `Rows for ${target.name} and the closings they cause, each with what becomes of it.`,
      statement: {
        node: 'insert',
        into: work,
        columns: [...names, stagedRowsColumn, outcomeColumn, tiedColumn],
        query: outcomesOf(model, input, target, context),
      },
    },
    { action: 'insert', title: `What changed into ${target.name}.`, statement: insert('inserted') },
    {
      action: 'derive',
      title: `Closings that follow from it into ${target.name}.`,
      statement: insert('derived'),
    },
  ];
  if (model.onLate === 'quarantine' && model.mode !== 'automate-dv')
    actions.push({
      action: 'keep-late',
      title: `Rows older than what ${target.name} holds, kept aside.`,
      statement: aside(naming.lateSuffix, 'late', 'older than the stored rows'),
    });
  if (model.orphans === 'hold' && input.source !== null)
    actions.push({
      action: 'hold',
      title: 'Driving keys with a row whose link is not known yet, kept for later batches.',
      statement: aside(naming.pendingSuffix, 'held', model.parent),
    });
  return actions;
}

/** Closings are no rows of the input, so they are left out of the count. */
function tallyOf(model: EffectivityModel, input: EffectivityInput): Query {
  return tallyQuery(
    input,
    input.key.nullable ? isNotNull(input.key.value) : null,
    {
      inserted: hasOutcome('inserted'),
      unchanged: hasOutcome('known'),
      ...(model.orphans === 'hold' ? { held: hasOutcome('held') } : {}),
      ...(model.mode === 'automate-dv' ? {} : { late: hasOutcome('late') }),
      ...(model.mode === 'driving' && model.cardinality === 'one'
        ? { ties: and(hasOutcome('inserted'), equal(column('fresh', tiedColumn), intLiteral(1))) }
        : {}),
    },
    { node: 'not', operand: hasOutcome('derived') },
  );
}

function outcomesOf(
  model: EffectivityModel,
  input: EffectivityInput,
  target: TableDefinition,
  { vault }: PlanContext,
): Query {
  const shared = { model, input, target, naming: vault.naming };
  const tables = [delivered(shared), sightings(shared)];
  switch (model.mode) {
    case 'driving':
      return drivingOutcomes(shared, tables, model.orphans === 'hold' ? parentOf(model, vault) : null);
    case 'snapshot':
      return snapshotOutcomes(shared, tables);
    case 'automate-dv':
      return automateDvOutcomes(shared, tables);
  }
}

function parentOf(model: EffectivityModel, { naming }: PlanContext['vault']): ParentReference {
  return { column: model.hashKey, schema: naming.vaultSchema, table: model.parent, key: model.hashKey };
}

function heldRows(model: EffectivityModel, { vault }: PlanContext): EffectivityInput {
  const held = (name: string): Expression => column('held', name);
  return {
    ...pendingInput(model.name, vault.naming, [parentOf(model, vault)]),
    key: { value: held(model.hashKey), nullable: false },
    driving: model.driving.map(({ name }) => ({ value: held(name), nullable: false })),
    secondary: model.secondary.map(({ name }) => held(name)),
    start: held(model.startColumn),
    end: held(model.endColumn),
  };
}

function stagedRows(
  model: EffectivityModel,
  feed: EffectivityFeed,
  { vault, stage: stageOf }: PlanContext,
): EffectivityInput {
  const stage = stageOf(feed.source);
  const staged = (name: string): Expression => column('staged', stage.plain(name));
  const hashed = stage.key(feed.key, model.hashKey);
  const participant = ({ name, place }: EffectivityModel['driving'][number]) => {
    const recipe = feed.key.participants[place];
    if (recipe === undefined) throw new TypeError(`${model.name}: no participant ${place}`);
    const key = stage.key(plainKey(recipe), name);
    const value = column('staged', key.name);
    return recipe.optional && key.nullable
      ? { value: coalesce(value, zeroKey(vault.hashProfile, 'unknown')), nullable: false }
      : { value, nullable: key.nullable };
  };
  const arrival = stage.arrival();
  return {
    source: feed.source,
    rows: from(table(null, stage.tableName), 'staged'),
    ...(feed.present === null ? {} : { where: isNotNull(staged(feed.present)) }),
    workTable: `new_${model.name}`,
    arrival,
    key: { value: column('staged', hashed.name), nullable: hashed.nullable },
    driving: model.driving.map(participant),
    secondary: model.secondary.map((item) => participant(item).value),
    start: feed.start === null ? arrival.loadDate : staged(feed.start),
    end: feed.end === null ? openEndLiteral : coalesce(staged(feed.end), openEndLiteral),
  };
}

function hasOutcome(outcome: string): Expression {
  return equal(column('fresh', outcomeColumn), textLiteral(outcome));
}
