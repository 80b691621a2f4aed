import type { Naming } from '../../metadata/naming.ts';
import { and, column, equal, intLiteral, textLiteral, type Expression } from '../../sql/expression.ts';
import { from, table, type TableDefinition, type WorkTable, columnsFrom } from '../../sql/query.ts';
import type { EntityLoad, LoadAction } from '../../stage/entity-load.ts';
import { groupOutcomes, tiedColumn, type GroupOutcome } from './group-outcomes.ts';
import { setAsideOnce } from '../insert-once/set-aside.ts';
import type { SetInput } from '../insert-once/set-load.ts';
import type { ParentReference, SetColumn } from '../../stage/set-column.ts';
import { tallyQuery } from '../../stage/tally.ts';
import { outcomeColumn, stagedRowsColumn } from '../../model/work-columns.ts';

/** An entity whose versions are groups of rows: all rows of a key at one load date. */
export interface GroupEntity {
  readonly target: TableDefinition;
  readonly naming: Naming;
  readonly hashDiff: string;
  /** Contents with one hash diff may be spelled differently; the first spelling in order is stored, whole. */
  readonly foldsText: boolean;
  /** The table that must hold the key; null leaves orphans to the check. */
  readonly parent: ParentReference | null;
  /** Late groups are kept in a table beside the entity's own. */
  readonly keepsLate: boolean;
  /** While the table is empty, groups of one batch are not compared with each other. */
  readonly storesFirstLoad: boolean;
}

/** Rows to load; every row brings its own load date. */
export interface GroupInput extends Omit<SetInput, 'arrival'> {
  readonly arrival: NonNullable<SetInput['arrival']>;
  /** The condition under which a row has a key; null when every row has. */
  readonly keyed: Expression | null;
  readonly key: SetColumn;
  /** Columns that tell the rows of a group apart, beside the hash diff. */
  readonly childKey: readonly SetColumn[];
  readonly hashDiff: Expression;
  readonly payload: readonly SetColumn[];
}

/**
 * The statements that load groups of rows from one input.
 *
 * A group that differs from the one before it is stored whole. Older groups are known when they are stored or repeat
 * what was in force, else late, whole. Cost follows the batch: only keys of the batch are looked up.
 */
export function loadGroups(entity: GroupEntity, input: GroupInput): EntityLoad {
  const { target } = entity;
  const workTable: WorkTable = {
    name: input.workTable,
    columns: [
      ...target.columns,
      { name: stagedRowsColumn, type: { kind: 'int' }, nullable: false },
      { name: tiedColumn, type: { kind: 'int' }, nullable: false },
      { name: outcomeColumn, type: { kind: 'text', length: 8 }, nullable: false },
    ],
  };
  const isTied = equal(column('fresh', tiedColumn), intLiteral(1));
  return {
    entity: target.name,
    origin: input.source === null ? 'held' : 'batch',
    workTables: [workTable],
    actions: actionsOf(entity, input),
    inserted: hasOutcome('inserted'),
    tallies: [
      {
        source: input.source,
        query: tallyQuery(input, input.keyed, {
          inserted: hasOutcome('inserted'),
          unchanged: hasOutcome('known'),
          ...(entity.parent === null ? {} : { held: hasOutcome('held') }),
          late: hasOutcome('late'),
          ties: and(hasOutcome('inserted'), isTied),
        }),
      },
    ],
  };
}

/** Collects every group with what becomes of it, and then puts each where that says. */
function actionsOf(entity: GroupEntity, input: GroupInput): LoadAction[] {
  const { naming, target } = entity;
  const work = table(null, input.workTable);
  const names = target.columns.map(({ name }) => name);
  const stored = columnsFrom('fresh', names);
  const setAside = (suffix: string, outcome: GroupOutcome, reason: string): LoadAction['statement'] => {
    const identity = target.columns.filter(({ name }) => target.key.includes(name));
    const aside = {
      entity: { target, naming, parents: [], orphans: 'fail', conflicts: null },
      work,
      stored,
      identity,
    } as const;
    return setAsideOnce(aside, suffix, hasOutcome(outcome), textLiteral(reason));
  };
  const actions: LoadAction[] = [
    {
      action: 'collect',
      title: `Groups of rows for ${target.name}, each with what becomes of it.`,
      statement: {
        node: 'insert',
        into: work,
        columns: collectedColumns(entity, input),
        query: groupOutcomes(entity, input),
      },
    },
    {
      action: 'insert',
      title: `Changed groups into ${target.name}, whole.`,
      statement: {
        node: 'insert',
        into: table(target.schema, target.name),
        columns: names,
        query: { node: 'select', columns: stored, from: from(work, 'fresh'), where: hasOutcome('inserted') },
      },
    },
  ];
  if (entity.keepsLate) {
    actions.push({
      action: 'keep-late',
      title: `Groups older than what ${target.name} holds, kept aside.`,
      statement: setAside(naming.lateSuffix, 'late', 'older than the stored groups'),
    });
  }
  if (entity.parent !== null && input.source !== null) {
    actions.push({
      action: 'hold',
      title: 'Groups whose parent is not known yet, kept for later batches.',
      statement: setAside(naming.pendingSuffix, 'held', entity.parent.table),
    });
  }
  return actions;
}

/** Columns of the work table in the order in which the outcomes are selected. */
function collectedColumns({ naming, hashDiff }: GroupEntity, input: GroupInput): string[] {
  return [
    ...[input.key, ...input.childKey].map(({ name }) => name),
    hashDiff,
    ...input.payload.map(({ name }) => name),
    naming.loadDate,
    naming.recordSource,
    stagedRowsColumn,
    tiedColumn,
    outcomeColumn,
  ];
}

function hasOutcome(outcome: GroupOutcome): Expression {
  return equal(column('fresh', outcomeColumn), textLiteral(outcome));
}
