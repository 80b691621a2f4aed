import type { Naming } from '../metadata/naming.ts';
import {
  and,
  column,
  equal,
  exists,
  intLiteral,
  isNotNull,
  not,
  parameter,
  textLiteral,
  type Expression,
} from '../sql/expression.ts';
import {
  from,
  table,
  type SelectColumn,
  type SelectNode,
  type TableDefinition,
  type WorkTable,
} from '../sql/query.ts';
import type { EntityLoad, LoadAction } from './define-kind.ts';
import { loadId } from './parameters.ts';
import { versionOutcomes, type Outcome } from './version-outcomes.ts';
import { tallyQuery } from './tally.ts';
import type { ParentReference, SetColumn, SetInput } from './set-load.ts';

/** An entity whose rows are versions of a key: a row is stored when it differs from the version before it. */
export interface HistoryEntity {
  readonly target: TableDefinition;
  readonly naming: Naming;
  readonly hashDiff: string;
  /** Contents with one hash diff may be spelled differently; the first spelling in order is stored, whole. */
  readonly foldsText: boolean;
  /** The table that must hold the key; null leaves orphans to the check. */
  readonly parent: ParentReference | null;
}

/** Rows to load; every row brings its own load date. */
export interface HistoryInput extends Omit<SetInput, 'arrival'> {
  readonly arrival: NonNullable<SetInput['arrival']>;
  readonly key: SetColumn;
  readonly hashDiff: Expression;
  readonly payload: readonly SetColumn[];
}

/**
 * The statements that load versions of keys from one input.
 *
 * A version is newer when it is later than all stored versions of its key. Newer versions are compared with the one
 * before them, first with the latest stored one. Older versions are known when they are stored or repeat what was in
 * force, else late. Cost follows the batch: only keys of the batch are looked up.
 */
export function loadHistory(entity: HistoryEntity, input: HistoryInput): EntityLoad {
  const { naming, target, hashDiff } = entity;
  const work = table(null, input.workTable);
  const key = input.key.name;
  const names = [
    key,
    hashDiff,
    ...input.payload.map(({ name }) => name),
    naming.loadDate,
    naming.recordSource,
  ];
  const stored = names.map((name): SelectColumn => ({ name, value: column('fresh', name) }));
  const setAside = (suffix: string, outcome: Outcome, reason: Expression): LoadAction['statement'] => {
    const aside = table(target.schema, `${target.name}${suffix}`);
    const columns = [
      ...stored,
      { name: naming.loadId, value: parameter(loadId) },
      { name: 'reason', value: reason },
    ];
    const again: SelectNode = {
      node: 'select',
      columns: [{ name: 'found', value: intLiteral(1) }],
      from: from(aside, 'aside'),
      where: and(
        ...[key, naming.loadDate, hashDiff].map((name) =>
          equal(column('aside', name), column('fresh', name)),
        ),
      ),
    };
    return {
      node: 'insert',
      into: aside,
      columns: columns.map(({ name }) => name),
      query: {
        node: 'select',
        columns,
        from: from(work, 'fresh'),
        where: and(hasOutcome(outcome), not(exists(again))),
      },
    };
  };
  const workTable: WorkTable = {
    name: input.workTable,
    columns: [
      ...target.columns,
      { name: 'staged_rows', type: { kind: 'int' }, nullable: false },
      { name: 'outcome', type: { kind: 'text', length: 8 }, nullable: false },
    ],
  };
  const actions: LoadAction[] = [
    {
      action: 'collect',
      title: `Versions for ${target.name}, each with what becomes of it.`,
      statement: {
        node: 'insert',
        into: work,
        columns: [...names, 'staged_rows', 'outcome'],
        query: versionOutcomes(entity, input),
      },
    },
    {
      action: 'insert',
      title: `Changed versions into ${target.name}.`,
      statement: {
        node: 'insert',
        into: table(target.schema, target.name),
        columns: names,
        query: { node: 'select', columns: stored, from: from(work, 'fresh'), where: hasOutcome('inserted') },
      },
    },
    {
      action: 'keep-late',
      title: `Versions older than what ${target.name} holds, kept aside.`,
      statement: setAside(naming.lateSuffix, 'late', textLiteral('older than the stored versions')),
    },
  ];
  if (entity.parent !== null && input.source !== null) {
    actions.push({
      action: 'hold',
      title: 'Versions whose parent is not known yet, kept for later batches.',
      statement: setAside(naming.pendingSuffix, 'held', textLiteral(entity.parent.table)),
    });
  }
  return {
    entity: target.name,
    origin: input.source === null ? 'held' : 'batch',
    workTables: [workTable],
    actions,
    inserted: hasOutcome('inserted'),
    tallies: [
      {
        source: input.source,
        query: tallyQuery(input, input.key.nullable ? isNotNull(input.key.value) : null, {
          inserted: hasOutcome('inserted'),
          unchanged: hasOutcome('known'),
          ...(entity.parent === null ? {} : { held: hasOutcome('held') }),
          late: hasOutcome('late'),
        }),
      },
    ],
  };
}

function hasOutcome(outcome: Outcome): Expression {
  return equal(column('fresh', 'outcome'), textLiteral(outcome));
}
