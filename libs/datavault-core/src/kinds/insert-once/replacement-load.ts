import {
  extreme,
  and,
  column,
  equal,
  exists,
  intLiteral,
  isNotNull,
  isNull,
  or,
  same,
  textLiteral,
  type Expression,
  type OrderTerm,
} from '../../sql/expression.ts';
import { loadDate, recordSource } from '../../model/parameters.ts';
import {
  columnsFrom,
  from,
  table,
  type FromTerm,
  type PickNode,
  type Query,
  type SelectNode,
  type WorkTable,
} from '../../sql/query.ts';
import type { EntityLoad, LoadAction } from '../../stage/entity-load.ts';
import { setAsideOnce } from './set-aside.ts';
import type { SetEntity, SetFeed } from './set-load.ts';
import { tallyQuery } from '../../stage/tally.ts';
import { outcomeColumn, placeColumn, stagedRowsColumn } from '../../model/work-columns.ts';

const newestColumn = 'newest_date';
const appliedColumn = 'applied_date';

/**
 * The statements by which a delivery replaces a whole table.
 *
 * The delivery is the rows with the latest load date of the batch. It replaces the table when it is later than everything
 * the table holds; a delivery without a row that has a key says nothing. Rows that do not take part are known when the
 * table holds them as they are, else late. Invariant: deletes and inserts run in the transaction of the batch.
 */
export function loadReplacement(
  entity: SetEntity,
  workTableName: string,
  feeds: readonly SetFeed[],
): EntityLoad {
  const [feed] = feeds;
  if (feed === undefined) throw new TypeError(`a load of ${entity.target.name} needs a feed`);
  const { naming, target } = entity;
  const names = target.columns.map(({ name }) => name);
  const workTable: WorkTable = {
    name: workTableName,
    columns: [
      ...target.columns,
      { name: stagedRowsColumn, type: { kind: 'int' }, nullable: false },
      { name: outcomeColumn, type: { kind: 'text', length: 8 }, nullable: false },
    ],
  };
  const work = table(null, workTableName);
  const own = table(target.schema, target.name);
  const is = (outcome: string): Expression => equal(column('fresh', outcomeColumn), textLiteral(outcome));
  const stored = columnsFrom('fresh', names);
  const actions: LoadAction[] = [
    {
      action: 'collect',
      title: `What was delivered for ${target.name}, each row with what becomes of it.`,
      statement: {
        node: 'insert',
        into: work,
        columns: [...names, stagedRowsColumn, outcomeColumn],
        query: delivery(entity, feed, names),
      },
    },
    {
      action: 'prune',
      title: `Rows of ${target.name} that a newer delivery replaces.`,
      statement: {
        node: 'delete',
        from: own,
        where: exists({
          node: 'select',
          columns: [{ name: 'found', value: intLiteral(1) }],
          from: from(work, 'fresh'),
          where: is('inserted'),
        }),
      },
    },
    {
      action: 'insert',
      title: `The newer delivery into ${target.name}.`,
      statement: {
        node: 'insert',
        into: own,
        columns: names,
        query: { node: 'select', columns: stored, from: from(work, 'fresh'), where: is('inserted') },
      },
    },
  ];
  if (entity.conflicts === 'quarantine') {
    const aside = { entity, work, stored, identity: [...feed.identity, ...feed.content] };
    actions.push({
      action: 'keep-late',
      title: `Rows that contradict ${target.name}, kept aside.`,
      statement: setAsideOnce(aside, naming.lateSuffix, is('conflict'), textLiteral('conflict')),
    });
  }
  return {
    entity: target.name,
    origin: 'batch',
    workTables: [workTable],
    actions,
    inserted: is('inserted'),
    tallies: [
      {
        source: feed.source,
        query: tallyQuery({ ...feed, workTable: workTableName }, feed.keyed, {
          inserted: is('inserted'),
          unchanged: is('known'),
          late: is('late'),
          conflict: is('conflict'),
        }),
      },
    ],
  };
}

/** Every row of the delivery, numbered, beside the dates that decide and the stored row that is equal to it. */
function delivery(entity: SetEntity, feed: SetFeed, names: readonly string[]): Query {
  const { target, naming } = entity;
  const date = naming.loadDate;
  return {
    node: 'with',
    tables: [
      {
        name: 'delivered',
        comment: 'Different rows of each load date, each once.',
        query: deliveredRows(entity, feed),
      },
      {
        name: 'newest',
        comment: 'The load date of the delivery.',
        query: greatest(newestColumn, column('delivered', date), from(table(null, 'delivered'), 'delivered')),
      },
      {
        name: 'applied',
        comment: `The load date of what ${target.name} holds.`,
        query: greatest(
          appliedColumn,
          column('stored', date),
          from(table(target.schema, target.name), 'stored'),
        ),
      },
      {
        name: 'placed',
        comment: 'Rows numbered within their key and load date, the one that counts first.',
        query: placedRows(entity, feed, names),
      },
    ],
    body: {
      node: 'select',
      columns: [
        ...columnsFrom('placed', [...names, stagedRowsColumn]),
        { name: outcomeColumn, value: outcomeOf(feed, date) },
      ],
      from: from(table(null, 'placed'), 'placed'),
      joins: [
        { kind: 'cross', ...from(table(null, 'newest'), 'newest') },
        { kind: 'cross', ...from(table(null, 'applied'), 'applied') },
        {
          kind: 'left',
          ...from(table(target.schema, target.name), 'stored'),
          on: and(
            ...feed.identity.map(({ name }) => equal(column('stored', name), column('placed', name))),
            ...feed.content.map(({ name, nullable }) =>
              (nullable ? same : equal)(column('stored', name), column('placed', name)),
            ),
          ),
        },
      ],
    },
  };
}

function deliveredRows(
  { naming }: SetEntity,
  { rows, keyed, identity, content, arrival }: SetFeed,
): PickNode {
  return {
    node: 'pick',
    from: rows,
    ...(keyed === null ? {} : { where: keyed }),
    keys: [
      ...[...identity, ...content].map(({ name, value }) => ({ name, value })),
      { name: naming.loadDate, value: arrival.loadDate },
    ],
    order: [ascending(arrival.recordSource)],
    columns: [{ name: naming.recordSource, value: arrival.recordSource, type: recordSource.type }],
    count: stagedRowsColumn,
  };
}

function greatest(name: string, value: Expression, rows: FromTerm): SelectNode {
  return {
    node: 'select',
    columns: [{ name, value: extreme('max', value, loadDate.type) }],
    from: rows,
  };
}

function placedRows({ naming }: SetEntity, feed: SetFeed, names: readonly string[]): SelectNode {
  const of = (name: string): Expression => column('delivered', name);
  const namesOf = (columns: SetFeed['identity']): string[] => columns.map(({ name }) => name);
  return {
    node: 'select',
    columns: [
      ...columnsFrom('delivered', [...names, stagedRowsColumn]),
      {
        name: placeColumn,
        value: {
          node: 'window',
          function: 'rowNumber',
          operand: null,
          partitionBy: [naming.loadDate, ...namesOf(feed.identity)].map(of),
          orderBy: [naming.recordSource, ...namesOf(feed.content)].map((name) => ascending(of(name))),
        },
      },
    ],
    from: from(table(null, 'delivered'), 'delivered'),
  };
}

const ascending = (by: Expression): OrderTerm => ({ by, direction: 'asc', nulls: 'last' });

function outcomeOf({ identity }: SetFeed, date: string): Expression {
  const [key] = identity as readonly [SetFeed['identity'][number]];
  const applied = column('applied', appliedColumn);
  const replaces = and(
    equal(column('placed', date), column('newest', newestColumn)),
    or(isNull(applied), {
      node: 'compare',
      operator: '>',
      left: column('newest', newestColumn),
      right: applied,
    }),
  );
  const branch = (condition: Expression, result: string) => ({ condition, result: textLiteral(result) });
  return {
    node: 'case',
    branches: [
      branch(and(replaces, equal(column('placed', placeColumn), intLiteral(1))), 'inserted'),
      branch(replaces, 'conflict'),
      branch(isNotNull(column('stored', key.name)), 'known'),
    ],
    otherwise: textLiteral('late'),
  };
}
