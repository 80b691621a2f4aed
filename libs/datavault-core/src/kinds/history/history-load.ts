import {
  type AntiJoin,
  from,
  table,
  type SelectColumn,
  type WorkTable,
  columnsFrom,
} from '../../sql/query.ts';
import {
  and,
  column,
  equal,
  intLiteral,
  not,
  or,
  parameter,
  textLiteral,
  when,
  type Expression,
} from '../../sql/expression.ts';
import type { Parameter } from '../../sql/statement.ts';
import type { CheckDefinition, EntityLoad, LoadAction, Tally } from '../../stage/entity-load.ts';
import { keyedRows } from './distinct-versions.ts';
import type { HistoryEntity, HistoryFeed, HistoryInput } from './history-entity.ts';
import { loadId } from '../../model/parameters.ts';
import { isSame, valuesIn } from './row-order.ts';
import { tallyQuery } from '../../stage/tally.ts';
import { isOutcome, versionColumns, type Outcome, type VersionColumns } from './version-columns.ts';
import { feedColumn, outcomeColumn, stagedRowsColumn } from '../../model/work-columns.ts';
import { versionOutcomes } from './version-outcomes.ts';

/**
 * The latest load date that was applied of a source before this batch; NULL when none was, and then nothing is suspect.
 *
 * Only plans of entities that look for suspects have it.
 */
export const highWater = (source: string): Parameter => ({
  name: `high_water_${source}`,
  type: { kind: 'timestamp' },
  optional: true,
});

/**
 * The statements that load versions of keys from one input.
 *
 * A version is newer when it is later than all stored versions of its key, and than all sightings where they are kept.
 * Newer versions are compared with the one before them, first with the latest stored one. Older versions are known when
 * they are stored or repeat what was in force, else late. Cost follows the batch: only its keys are looked up.
 */
export function loadHistory(entity: HistoryEntity, input: HistoryInput): EntityLoad {
  const { rules, target } = entity;
  const names = versionColumns(entity, input);
  const collected: LoadAction = {
    action: 'collect',
    title: `Versions for ${target.name}, each with what becomes of it.`,
    statement: {
      node: 'insert',
      into: table(null, input.workTable),
      columns: [...names.carried, outcomeColumn, ...names.remarks],
      query: versionOutcomes(names, entity, input, waterMark(names, entity, input)),
    },
  };
  const changed: LoadAction = {
    action: 'insert',
    title: `Changed versions into ${target.name}.`,
    statement: insertOf('inserted', names, entity, input),
  };
  const copies: LoadAction = {
    action: 'derive',
    title: `Copies of versions of ${target.name} that late rows have cut off from a later sighting.`,
    statement: insertOf('restored', names, entity, input),
  };
  return {
    entity: target.name,
    origin: input.feeds.every(({ source }) => source === null) ? 'held' : 'batch',
    workTables: [workTableOf(names, entity, input)],
    actions: [
      collected,
      changed,
      ...(rules.late === 'insertRestore' ? [copies] : []),
      ...rowsSetAside(names, entity, input),
    ],
    inserted: isOutcome('inserted'),
    tallies: input.feeds.map((feed, place) => tallyOf(names, entity, input, feed, place)),
  };
}

function workTableOf(names: VersionColumns, { target }: HistoryEntity, input: HistoryInput): WorkTable {
  const count = { type: { kind: 'int' }, nullable: false } as const;
  return {
    name: input.workTable,
    columns: [
      ...target.columns,
      { name: stagedRowsColumn, ...count },
      ...(input.feeds.length > 1 ? [{ name: feedColumn, ...count, nullable: true }] : []),
      { name: outcomeColumn, type: { kind: 'text', length: 8 }, nullable: false },
      ...names.remarks.map((name) => ({ name, ...count })),
    ],
  };
}

/** Rows of one outcome into the entity's own table. */
function insertOf(
  outcome: Outcome,
  { stored }: VersionColumns,
  { target }: HistoryEntity,
  { workTable }: HistoryInput,
): LoadAction['statement'] {
  return {
    node: 'insert',
    into: table(target.schema, target.name),
    columns: stored,
    query: {
      node: 'select',
      columns: columnsFrom('fresh', stored),
      from: from(table(null, workTable), 'fresh'),
      where: isOutcome(outcome),
    },
  };
}

/** What may not enter: late versions under a rule that keeps them aside, and versions that wait for their parent. */
function rowsSetAside(names: VersionColumns, entity: HistoryEntity, input: HistoryInput): LoadAction[] {
  const { naming, parent, rules, target } = entity;
  const aside = (suffix: string, outcome: Outcome, reason: Expression) =>
    setAside(entity, names, input.workTable, suffix, outcome, reason);
  const older = textLiteral('older than the stored versions');
  const overtaken = textLiteral('overtaken by later rows of its source');
  const isOvertaken = equal(column('fresh', 'suspect'), intLiteral(1));
  const reason = names.remarks.includes('suspect') ? when(isOvertaken, overtaken, older) : older;
  const actions: LoadAction[] = [];
  if (rules.late === 'quarantine' && rules.candidates !== 'all') {
    actions.push({
      action: 'keep-late',
      title: `Versions older than what ${target.name} holds, kept aside.`,
      statement: aside(naming.lateSuffix, 'late', reason),
    });
  }
  if (parent !== null && input.feeds.some(({ source }) => source !== null)) {
    actions.push({
      action: 'hold',
      title: 'Versions whose parent is not known yet, kept for later batches.',
      statement: aside(naming.pendingSuffix, 'held', textLiteral(parent.table)),
    });
  }
  return actions;
}

/** What must not come of a batch's rows under rules that fail; rows held earlier were accepted when they came. */
export function historyChecks(entity: HistoryEntity, load: EntityLoad): CheckDefinition[] {
  const { rules, target } = entity;
  if (load.origin === 'held') return [];
  const isTied = and(
    equal(column('fresh', 'tied'), intLiteral(1)),
    or(isOutcome('inserted'), isOutcome('held')),
  );
  const isSuspect = and(isOutcome('inserted'), equal(column('fresh', 'suspect'), intLiteral(1)));
  const remarked = load.workTables[0]?.columns.some(({ name }) => name === 'suspect') === true;
  return [
    ...(rules.late === 'fail' ? [refusal(entity, load, 'late row', isOutcome('late'))] : []),
    ...(rules.ties === 'fail' ? [refusal(entity, load, 'tied version', isTied)] : []),
    ...(rules.suspects === 'fail' && remarked ? [refusal(entity, load, 'suspect row', isSuspect)] : []),
  ].map((check) => ({ ...check, name: `${target.name}: ${check.name}` }));
}

function refusal(
  { key, naming }: HistoryEntity,
  { workTables: [work] }: EntityLoad,
  finding: string,
  where: Expression,
): CheckDefinition {
  const shown = [...key, naming.loadDate];
  const workTable = work?.name ?? '';
  return {
    name: `no ${finding} (${workTable})`,
    finding,
    severity: 'error',
    query: {
      node: 'select',
      columns: columnsFrom('fresh', shown),
      from: from(table(null, workTable), 'fresh'),
      where,
    },
  };
}

function tallyOf(
  names: VersionColumns,
  { key, parent, rules }: HistoryEntity,
  { feeds, workTable }: HistoryInput,
  { source, rows, where, columns }: HistoryFeed,
  place: number,
): Tally {
  const several = feeds.length > 1;
  const remarked = (name: 'tied' | 'suspect') =>
    names.remarks.includes(name)
      ? and(isOutcome('inserted'), equal(column('fresh', name), intLiteral(1)))
      : null;
  const [ties, suspect] = [remarked('tied'), remarked('suspect')];
  const part = several
    ? equal(column('fresh', feedColumn), intLiteral(place))
    : rules.late === 'insertRestore'
      ? not(isOutcome('restored'))
      : undefined;
  return {
    source,
    query: tallyQuery(
      { rows, ...(where ? { where } : {}), workTable },
      keyedRows(key, columns),
      {
        inserted: isOutcome('inserted'),
        unchanged: isOutcome('known'),
        ...(parent === null ? {} : { held: isOutcome('held') }),
        late: isOutcome('late'),
        ...(rules.ties === 'last' ? { conflict: isOutcome('conflict') } : {}),
        ...(several ? { repeated: isOutcome('repeat') } : {}),
        ...(ties ? { ties } : {}),
        ...(suspect ? { suspect } : {}),
      },
      part,
    ),
  };
}

/** The high water of the source of a row of `versions`. */
function waterMark(
  names: VersionColumns,
  { rules }: HistoryEntity,
  { feeds }: HistoryInput,
): Expression | null {
  if (rules.suspects === null) return null;
  const marks = feeds.flatMap(({ source }, place) =>
    source === null
      ? []
      : [
          {
            condition: equal(column('versions', feedColumn), intLiteral(place)),
            result: parameter(highWater(source)),
          },
        ],
  );
  const [only] = marks;
  if (only === undefined) return null;
  return names.carried.includes(feedColumn)
    ? { node: 'case', branches: marks, otherwise: null }
    : only.result;
}

/** Rows of one outcome into a table beside the entity's own, each identity once. */
function setAside(
  { target, naming }: HistoryEntity,
  names: VersionColumns,
  workTable: string,
  suffix: string,
  outcome: Outcome,
  reason: Expression,
): LoadAction['statement'] {
  const aside = table(target.schema, `${target.name}${suffix}`);
  const columns: SelectColumn[] = [
    ...columnsFrom('fresh', names.stored),
    { name: naming.loadId, value: parameter(loadId) },
    { name: 'reason', value: reason },
  ];
  const again: AntiJoin = {
    relation: aside,
    alias: 'aside',
    on: isSame(names.identity, valuesIn('aside'), valuesIn('fresh')),
    key: naming.loadId,
  };
  return {
    node: 'insert',
    into: aside,
    columns: columns.map(({ name }) => name),
    query: {
      node: 'select',
      columns,
      from: from(table(null, workTable), 'fresh'),
      where: isOutcome(outcome),
      without: [again],
    },
  };
}
