import { and, column, equal, exists, intLiteral } from '../../sql/expression.ts';
import {
  from,
  table,
  type SelectColumn,
  type SelectNode,
  type TableDefinition,
  type WorkTable,
  columnsFrom,
} from '../../sql/query.ts';
import { earliestInstant } from './beginning.ts';
import { asOfTarget, beforeLatest, findInstants, instantsTable, type AsOfTarget } from './as-of-scope.ts';
import type { EntityLoad, LoadAction, PlanContext } from '../../stage/entity-load.ts';
import { loadDate } from '../../model/parameters.ts';
import type { PointInTimeModel } from './point-in-time.ts';
import { pointInTimeRows } from './point-in-time-rows.ts';
import { type RefreshExtent } from './point-in-time-sequence.ts';
import { touchedRows } from './touched-rows.ts';

/**
 * The statements that bring a point-in-time table up to date.
 *
 * Rows of keys that the batch has touched at or before a stored instant are computed again from there on, and replaced
 * where they differ; then instants without rows are computed for all keys. When it is not known what was touched,
 * everything is computed again. Cost follows the touched keys and the new instants.
 */
export function refreshPointInTime(
  model: PointInTimeModel,
  target: TableDefinition,
  context: PlanContext,
): EntityLoad {
  const scope = asOfTarget(model, target, context);
  const touched = touchedKeys(model, context);
  const touchedTable: WorkTable = {
    name: `touched_${model.name}`,
    columns: [
      ...target.columns.filter(({ name }) => name === model.hashKey),
      { name: 'since', type: loadDate.type, nullable: false },
    ],
  };
  const rowsTable: WorkTable = { name: `new_${model.name}`, columns: target.columns };
  const columns = target.columns.map(({ name }) => name);
  const compute = (extent: RefreshExtent, title: string): LoadAction => ({
    action: 'collect',
    title,
    statement: {
      node: 'insert',
      into: table(null, rowsTable.name),
      columns,
      query: pointInTimeRows(model, scope, extent, context),
    },
  });
  const again: LoadAction[] =
    touched === null
      ? [compute('everything', `Rows of ${model.name} that are missing or differ.`)]
      : [
          ...touched.map((query) => collectTouched(model, scope, query, touchedTable)),
          compute('touched', `Rows of touched keys that are missing or differ.`),
        ];
  const fresh = columnsFrom('fresh', columns);
  return {
    entity: model.name,
    origin: 'vault',
    workTables: [rowsTable, instantsTable(scope), touchedTable],
    inserted: null,
    tallies: [],
    actions: [
      ...findInstants(scope),
      ...again,
      {
        action: 'prune',
        title: `Rows of ${model.name} that are replaced.`,
        statement: {
          node: 'delete',
          from: table(target.schema, target.name),
          where: exists({
            node: 'select',
            columns: [{ name: 'found', value: intLiteral(1) }],
            from: from(table(null, rowsTable.name), 'fresh'),
            where: and(
              ...[model.hashKey, model.asOf].map((name) =>
                equal(column('fresh', name), column(target.name, name)),
              ),
            ),
          }),
        },
      },
      ...(touched === null
        ? []
        : [compute('newInstants', `Rows of instants that ${model.name} does not have yet.`)]),
      {
        action: 'derive',
        title: `New and changed rows of ${model.name}.`,
        statement: {
          node: 'insert',
          into: table(target.schema, target.name),
          columns,
          query: { node: 'select', columns: fresh, from: from(table(null, rowsTable.name), 'fresh') },
        },
      },
    ],
  };
}

function collectTouched(
  { hashKey }: PointInTimeModel,
  scope: AsOfTarget,
  query: SelectNode,
  { name }: WorkTable,
): LoadAction {
  return {
    action: 'collect',
    title: 'Keys that the batch has touched at or before a stored instant.',
    statement: {
      node: 'insert',
      into: table(null, name),
      columns: [hashKey, 'since'],
      query: beforeLatest(scope, query, hashKey),
    },
  };
}

/** What the batch has written to the parent and the satellites; null when that is not known. */
function touchedKeys(model: PointInTimeModel, context: PlanContext): readonly SelectNode[] | null {
  const ofParent = touchedRows(model.parent, model.hashKey, context);
  const ofSatellites = model.satellites.map(({ name, hashKey }) => {
    const queries = touchedRows(name, hashKey, context);
    return queries?.map((query) => renamed(query, model.hashKey)) ?? null;
  });
  const all = [
    // A key without regard to when it was first seen has rows at every instant.
    model.rows === 'all' ? (ofParent?.map(fromTheBeginning) ?? null) : ofParent,
    ...ofSatellites,
  ];
  return all.includes(null) ? null : all.flatMap((queries) => queries ?? []);
}

function renamed(query: SelectNode, name: string): SelectNode {
  const [key, since] = query.columns as readonly [SelectColumn, SelectColumn];
  return { ...query, columns: [{ ...key, name }, since] };
}

function fromTheBeginning(query: SelectNode): SelectNode {
  const [key] = query.columns as readonly [SelectColumn];
  return { ...query, columns: [key, { name: 'since', value: earliestInstant }] };
}
