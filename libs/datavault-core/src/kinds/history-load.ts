import type { Naming } from '../metadata/naming.ts';
import {
  and,
  coalesce,
  column,
  equal,
  exists,
  intLiteral,
  isNotNull,
  isNull,
  not,
  or,
  parameter,
  textLiteral,
  when,
  type Expression,
} from '../sql/expression.ts';
import {
  from,
  table,
  type Query,
  type SelectColumn,
  type SelectNode,
  type TableDefinition,
  type WorkTable,
} from '../sql/query.ts';
import type { EntityLoad, LoadAction } from './define-kind.ts';
import { loadId } from './parameters.ts';
import { tallyQuery } from './tally.ts';
import type { ParentReference, SetColumn, SetInput } from './set-load.ts';

/** An entity whose rows are versions of a key: a row is stored when it differs from the version before it. */
export interface HistoryEntity {
  readonly target: TableDefinition;
  readonly naming: Naming;
  readonly hashDiff: string;
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

/** What became of a version: its row in the work table says so. */
type Outcome = 'inserted' | 'known' | 'late' | 'held';

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
        query: collect(entity, input),
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
    source: input.source,
    workTable,
    actions,
    tally: tallyQuery(input, input.key.nullable ? isNotNull(input.key.value) : null, {
      inserted: hasOutcome('inserted'),
      unchanged: hasOutcome('known'),
      held: hasOutcome('held'),
      late: hasOutcome('late'),
    }),
  };
}

function hasOutcome(outcome: Outcome): Expression {
  return equal(column('fresh', 'outcome'), textLiteral(outcome));
}

function collect(entity: HistoryEntity, input: HistoryInput): Query {
  const { naming, target, hashDiff } = entity;
  const key = input.key.name;
  const date = naming.loadDate;
  const stored = table(target.schema, target.name);
  const ofThisBatch = (relation: string): Expression => ({
    node: 'inQuery',
    operand: column(relation, key),
    query: {
      node: 'select',
      columns: [{ name: key, value: column('versions', key) }],
      from: from(table(null, 'versions'), 'versions'),
    },
  });
  const carried = [
    key,
    hashDiff,
    ...input.payload.map(({ name }) => name),
    date,
    naming.recordSource,
    'staged_rows',
  ];
  const copy = (relation: string): SelectColumn[] =>
    carried.map((name) => ({ name, value: column(relation, name) }));
  const versionOrder = (relation: string) => [
    { by: column(relation, date) },
    { by: column(relation, hashDiff) },
  ];
  const newer = or(isNull(column('latest', 'latest_date')), {
    node: 'compare',
    operator: '>',
    left: column('versions', date),
    right: column('latest', 'latest_date'),
  });
  const parentJoin =
    entity.parent === null
      ? []
      : [
          {
            kind: 'left' as const,
            ...from(table(entity.parent.schema, entity.parent.table), 'parent'),
            on: equal(column('parent', entity.parent.key), column('versions', key)),
          },
        ];
  const held =
    entity.parent === null
      ? []
      : [{ when: isNull(column('parent', entity.parent.key)), then: textLiteral('held') }];
  return {
    node: 'with',
    tables: [
      {
        name: 'versions',
        comment: 'Different contents of a key in this batch, each once.',
        query: {
          node: 'pick',
          from: input.rows,
          ...where(input.where, input.key.nullable ? isNotNull(input.key.value) : undefined),
          keys: [
            { name: key, value: input.key.value },
            { name: hashDiff, value: input.hashDiff },
            { name: date, value: input.arrival.loadDate },
          ],
          order: [],
          columns: [
            ...input.payload.map(({ name, value }) => ({ name, value })),
            { name: naming.recordSource, value: input.arrival.recordSource },
          ],
          count: 'staged_rows',
        },
      },
      {
        name: 'latest',
        comment: 'What the satellite says now, for keys of this batch only.',
        query: {
          node: 'pick',
          from: from(stored, 'stored'),
          where: ofThisBatch('stored'),
          keys: [{ name: key, value: column('stored', key) }],
          order: versionOrder('stored').map(({ by }) => ({
            by,
            direction: 'desc' as const,
            nulls: 'last' as const,
          })),
          columns: [
            { name: 'latest_date', value: column('stored', date) },
            { name: 'latest_diff', value: column('stored', hashDiff) },
          ],
        },
      },
      {
        name: 'sequenced',
        comment: 'Newer versions beside the one before them.',
        query: {
          node: 'select',
          columns: [
            ...copy('versions'),
            {
              name: 'previous_diff',
              value: coalesce(
                {
                  node: 'window',
                  function: 'lag',
                  operand: column('versions', hashDiff),
                  partitionBy: [column('versions', key)],
                  orderBy: versionOrder('versions'),
                },
                column('latest', 'latest_diff'),
              ),
            },
          ],
          from: from(table(null, 'versions'), 'versions'),
          joins: [
            {
              kind: 'left',
              ...from(table(null, 'latest'), 'latest'),
              on: equal(column('latest', key), column('versions', key)),
            },
          ],
          where: newer,
        },
      },
      {
        name: 'intervals',
        comment: 'When each stored version was in force, for older rows of this batch only.',
        query: {
          node: 'select',
          columns: [
            { name: key, value: column('stored', key) },
            { name: hashDiff, value: column('stored', hashDiff) },
            { name: date, value: column('stored', date) },
            {
              name: 'next_date',
              value: {
                node: 'window',
                function: 'lead',
                operand: column('stored', date),
                partitionBy: [column('stored', key)],
                orderBy: versionOrder('stored'),
              },
            },
          ],
          from: from(stored, 'stored'),
          where: {
            node: 'inQuery',
            operand: column('stored', key),
            query: {
              node: 'select',
              columns: [{ name: key, value: column('versions', key) }],
              from: from(table(null, 'versions'), 'versions'),
              joins: [
                {
                  kind: 'inner',
                  ...from(table(null, 'latest'), 'latest'),
                  on: equal(column('latest', key), column('versions', key)),
                },
              ],
              where: not(newer),
            },
          },
        },
      },
    ],
    body: {
      node: 'unionAll',
      queries: [
        {
          node: 'select',
          columns: [
            ...copy('versions'),
            {
              name: 'outcome',
              value: {
                node: 'case',
                branches: [
                  ...held,
                  {
                    when: equal(column('versions', 'previous_diff'), column('versions', hashDiff)),
                    then: textLiteral('known'),
                  },
                ],
                otherwise: textLiteral('inserted'),
              },
            },
          ],
          from: from(table(null, 'sequenced'), 'versions'),
          joins: parentJoin,
        },
        {
          node: 'select',
          columns: [
            ...copy('versions'),
            {
              name: 'outcome',
              value: when(exists(repeats(entity, key)), textLiteral('known'), textLiteral('late')),
            },
          ],
          from: from(table(null, 'versions'), 'versions'),
          joins: [
            {
              kind: 'inner',
              ...from(table(null, 'latest'), 'latest'),
              on: equal(column('latest', key), column('versions', key)),
            },
          ],
          where: not(newer),
        },
      ],
    },
  };
}

/** A stored version that makes an older row known: the row itself, or the last version before it with the same content. */
function repeats({ naming: { loadDate: date }, hashDiff }: HistoryEntity, key: string): SelectNode {
  const at = column('versions', date);
  const since = column('intervals', date);
  const until = column('intervals', 'next_date');
  const lastBefore = and(
    { node: 'compare', operator: '<', left: since, right: at },
    or(isNull(until), { node: 'compare', operator: '>=', left: until, right: at }),
  );
  return {
    node: 'select',
    columns: [{ name: 'found', value: intLiteral(1) }],
    from: from(table(null, 'intervals'), 'intervals'),
    where: and(
      equal(column('intervals', key), column('versions', key)),
      equal(column('intervals', hashDiff), column('versions', hashDiff)),
      or(equal(since, at), lastBefore),
    ),
  };
}

function where(...conditions: (Expression | undefined)[]): { where: Expression } | Record<string, never> {
  const present = conditions.filter((condition) => condition !== undefined);
  return present.length === 0 ? {} : { where: and(...present) };
}
