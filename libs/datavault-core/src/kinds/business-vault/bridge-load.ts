import {
  extreme,
  and,
  column,
  equal,
  exists,
  intLiteral,
  not,
  or,
  type Expression,
} from '../../sql/expression.ts';
import {
  from,
  table,
  type SelectNode,
  type TableDefinition,
  type TableNode,
  type WorkTable,
  columnsFrom,
} from '../../sql/query.ts';
import {
  asOfTarget,
  beforeLatest,
  compare,
  findInstants,
  instantsTable,
  type AsOfTarget,
} from './as-of-scope.ts';
import { bridgeRows } from './bridge-rows.ts';
import type { BridgeModel } from './bridge-model.ts';
import type { EntityLoad, LoadAction, PlanContext } from '../../stage/entity-load.ts';
import { loadDate } from '../../model/parameters.ts';
import { touchedRows } from './touched-rows.ts';

/**
 * The statements that bring a bridge up to date.
 *
 * Instants without rows, and stored ones from the earliest row on that the batch has written to a link of the path or to
 * what keeps its activity, are computed again; rows that are no longer found are removed and missing ones inserted.
 */
export function refreshBridge(model: BridgeModel, target: TableDefinition, context: PlanContext): EntityLoad {
  const scope = asOfTarget(model, target, context);
  const touchedTable: WorkTable = {
    name: `touched_${model.name}`,
    columns: [{ name: 'since', type: loadDate.type, nullable: false }],
  };
  const changedTable: WorkTable = {
    name: `changed_${model.name}`,
    columns: [{ name: 'as_of', type: loadDate.type, nullable: false }],
  };
  const rowsTable: WorkTable = { name: `new_${model.name}`, columns: target.columns };
  const columns = target.columns.map(({ name }) => name);
  const stored = table(target.schema, target.name);
  const fresh = table(null, rowsTable.name);
  const equalRow = (rows: TableNode, alias: string, other: string): Expression =>
    exists({
      node: 'select',
      columns: [{ name: 'found', value: intLiteral(1) }],
      from: from(rows, alias),
      where: and(...target.key.map((name) => equal(column(alias, name), column(other, name)))),
    });
  const computed = exists({
    node: 'select',
    columns: [{ name: 'found', value: intLiteral(1) }],
    from: from(table(null, changedTable.name), 'changed'),
    where: equal(column('changed', 'as_of'), column(target.name, model.asOf)),
  });
  return {
    entity: model.name,
    origin: 'vault',
    workTables: [rowsTable, instantsTable(scope), touchedTable, changedTable],
    inserted: null,
    tallies: [],
    actions: [
      ...findInstants(scope),
      ...findChanged(scope, touchedInstants(model, context), touchedTable, changedTable),
      {
        action: 'collect',
        title: `Rows of ${model.name} at these instants.`,
        statement: {
          node: 'insert',
          into: fresh,
          columns,
          query: bridgeRows(model, changedTable.name, context),
        },
      },
      {
        action: 'prune',
        title: `Rows of ${model.name} that were not in force.`,
        statement: {
          node: 'delete',
          from: stored,
          where: and(computed, not(equalRow(fresh, 'fresh', target.name))),
        },
      },
      {
        action: 'derive',
        title: `Rows that ${model.name} does not hold yet.`,
        statement: {
          node: 'insert',
          into: stored,
          columns,
          query: {
            node: 'select',
            columns: columnsFrom('fresh', columns),
            from: from(fresh, 'fresh'),
            where: not(equalRow(stored, 'stored', 'fresh')),
          },
        },
      },
    ],
  };
}

/** Fills the table of the instants to compute, by way of what the batch has touched; null where that is not known. */
function findChanged(
  scope: AsOfTarget,
  touched: readonly SelectNode[] | null,
  touchedTable: WorkTable,
  changedTable: WorkTable,
): LoadAction[] {
  return [
    ...(touched ?? []).map((query): LoadAction => ({
      action: 'collect',
      title: 'When the batch has touched the path, at or before a stored instant.',
      statement: {
        node: 'insert',
        into: table(null, touchedTable.name),
        columns: ['since'],
        query: beforeLatest(scope, query, null),
      },
    })),
    {
      action: 'collect',
      title: `Instants of ${scope.target.name} to compute.`,
      statement: {
        node: 'insert',
        into: table(null, changedTable.name),
        columns: ['as_of'],
        query: changedInstants(scope, touched === null ? null : touchedTable.name),
      },
    },
  ];
}

/** New instants, and stored ones that the batch may have changed. */
function changedInstants(scope: AsOfTarget, touched: string | null): SelectNode {
  const instant = column('instants', 'as_of');
  const all: SelectNode = {
    node: 'select',
    columns: [{ name: 'as_of', value: instant }],
    from: from(table(null, instantsTable(scope).name), 'instants'),
  };
  if (touched === null) return all;
  const earliest: SelectNode = {
    node: 'select',
    columns: [{ name: 'since', value: extreme('min', column('written', 'since'), loadDate.type) }],
    from: from(table(null, touched), 'written'),
  };
  return {
    ...all,
    joins: [{ kind: 'cross', relation: earliest, alias: 'earliest' }],
    where: or(
      equal(column('instants', 'is_new'), intLiteral(1)),
      compare(column('earliest', 'since'), '<=', instant),
    ),
  };
}

/** What the batch has written along the path; null when that is not known. */
function touchedInstants({ steps }: BridgeModel, context: PlanContext): readonly SelectNode[] | null {
  const parts = steps.flatMap(({ link, linkKey, activity }) => [
    touchedRows(link, linkKey, context),
    ...(activity === null ? [] : [touchedRows(activity.entity, activity.hashKey, context)]),
  ]);
  return parts.includes(null) ? null : parts.flatMap((queries) => queries ?? []);
}
