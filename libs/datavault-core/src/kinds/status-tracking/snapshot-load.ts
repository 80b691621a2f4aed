import { and, column, equal, intLiteral, not, textLiteral, type Expression } from '../../sql/expression.ts';
import {
  from,
  table,
  type SelectColumn,
  type TableDefinition,
  type TableNode,
  type WorkTable,
  columnsFrom,
} from '../../sql/query.ts';
import type { VaultModel } from '../../model/vault-model.ts';
import type { CheckDefinition, EntityLoad, LoadAction } from '../../stage/entity-load.ts';
import { setAsideOnce } from '../insert-once/set-aside.ts';
import type { SetInput } from '../insert-once/set-load.ts';
import type { SetColumn } from '../../stage/set-column.ts';
import type { SnapshotOutcome } from './snapshot-columns.ts';
import { snapshotOutcomes } from './snapshot-outcomes.ts';
import { tallyQuery } from '../../stage/tally.ts';
import { outcomeColumn, stagedRowsColumn } from '../../model/work-columns.ts';

/** An entity that keeps whether keys are there, learnt from full lists of them. */
export interface SnapshotEntity {
  readonly target: TableDefinition;
  readonly vault: VaultModel;
  readonly hashKey: string;
  readonly status: string;
  /** Null when only the presence of a key counts. */
  readonly hashDiff: string | null;
  /** Rows of snapshots that came too late are kept in a table beside the entity's own. */
  readonly keepsLate: boolean;
}

/** Full lists of keys, one for each load date. */
export interface SnapshotInput extends Omit<SetInput, 'arrival'> {
  readonly arrival: NonNullable<SetInput['arrival']>;
  readonly key: SetColumn;
  readonly keyed: Expression | null;
  readonly hashDiff: Expression | null;
}

/** The statements that load snapshots: what came, what changed, and what is no longer listed. */
export function loadSnapshots(entity: SnapshotEntity, input: SnapshotInput): EntityLoad {
  const { target } = entity;
  const workTable: WorkTable = {
    name: input.workTable,
    columns: [
      ...target.columns,
      { name: stagedRowsColumn, type: { kind: 'int' }, nullable: false },
      { name: outcomeColumn, type: { kind: 'text', length: 8 }, nullable: false },
    ],
  };
  return {
    entity: target.name,
    origin: 'batch',
    workTables: [workTable],
    inserted: hasOutcome('inserted'),
    actions: actionsOf(entity, input),
    tallies: [
      {
        source: input.source,
        query: tallyQuery(
          input,
          input.keyed,
          {
            inserted: hasOutcome('inserted'),
            unchanged: hasOutcome('known'),
            late: hasOutcome('late'),
          },
          not(hasOutcome('absent')),
        ),
      },
    ],
  };
}

/** Collects every key with what becomes of it, and then puts each where that says. */
function actionsOf(entity: SnapshotEntity, input: SnapshotInput): LoadAction[] {
  const { target } = entity;
  const work = table(null, input.workTable);
  const names = target.columns.map(({ name }) => name);
  const stored = columnsFrom('fresh', names);
  const insertOf = (outcome: SnapshotOutcome): LoadAction['statement'] => ({
    node: 'insert',
    into: table(target.schema, target.name),
    columns: names,
    query: { node: 'select', columns: stored, from: from(work, 'fresh'), where: hasOutcome(outcome) },
  });
  const actions: LoadAction[] = [
    {
      action: 'collect',
      title: `Keys that are listed, or no longer listed, for ${target.name}, each with what becomes of it.`,
      statement: {
        node: 'insert',
        into: work,
        columns: [...names, stagedRowsColumn, outcomeColumn],
        query: snapshotOutcomes(entity, input),
      },
    },
    {
      action: 'insert',
      title: `Keys that came or changed into ${target.name}.`,
      statement: insertOf('inserted'),
    },
    {
      action: 'derive',
      title: `Keys that a snapshot no longer lists into ${target.name}.`,
      statement: insertOf('absent'),
    },
  ];
  return entity.keepsLate ? [...actions, keepLate(entity, work, stored)] : actions;
}

/** Rows set aside are as they were listed: a late snapshot says nothing of the status. */
function keepLate(
  { target, vault: { naming }, hashKey, hashDiff, status }: SnapshotEntity,
  work: TableNode,
  stored: readonly SelectColumn[],
): LoadAction {
  const identity = [hashKey, naming.loadDate, ...(hashDiff === null ? [] : [hashDiff])];
  const aside = {
    entity: { target, naming, parents: [], orphans: 'fail', conflicts: null },
    work,
    stored: stored.filter(({ name }) => name !== status),
    identity: target.columns.filter(({ name }) => identity.includes(name)),
  } as const;
  return {
    action: 'keep-late',
    title: `Snapshots older than what ${target.name} holds, kept aside.`,
    statement: setAsideOnce(aside, naming.lateSuffix, hasOutcome('late'), textLiteral('an older snapshot')),
  };
}

/** Finds a snapshot that lists nothing: most often a delivery that failed, which would end every key. */
export function emptySnapshotCheck(target: string, { rows, where, keyed }: SnapshotInput): CheckDefinition {
  const conditions = [where, keyed].filter((part) => part !== undefined && part !== null);
  const count: Expression = { node: 'aggregate', function: 'count', operand: null };
  return {
    name: `${target}: a snapshot lists keys`,
    finding: 'empty snapshot',
    severity: 'error',
    query: {
      node: 'select',
      columns: [{ name: 'row_count', value: count }],
      from: rows,
      ...(conditions.length === 0 ? {} : { where: and(...conditions) }),
      having: equal(count, intLiteral(0)),
    },
  };
}

function hasOutcome(outcome: SnapshotOutcome): Expression {
  return equal(column('fresh', outcomeColumn), textLiteral(outcome));
}
