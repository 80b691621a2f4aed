import { extreme, column, or, parameter, type Expression } from '../../sql/expression.ts';
import { from, table, type SelectColumn, type SelectNode, type TableDefinition } from '../../sql/query.ts';
import type { EntityLoad, PlanContext } from '../../stage/entity-load.ts';
import { loadDate } from '../../model/parameters.ts';

/**
 * Queries for the rows that this batch has written to an entity: their keys and load dates, perhaps more of them.
 *
 * Shape: each query gives the entity's `key` under its own name and the load date as `since`.
 * Null when the plan does not load the entity: any of its rows may be new then.
 */
export function touchedRows(entity: string, key: string, context: PlanContext): readonly SelectNode[] | null {
  const loads = context.loadsOf(entity);
  if (loads === null) return null;
  const target = context.tableOf(entity);
  return loads.map((load) => {
    const [work] = load.workTables;
    const derives = load.actions.some(({ action }) => action === 'derive');
    const tells = work?.columns.some(({ name }) => name === key) ?? false;
    return work === undefined || derives || !tells
      ? storedSince(target, key, work, context)
      : collectedRows(key, work, load.inserted, context);
  });
}

type Work = EntityLoad['workTables'][number];

/** The inserted rows of a work table. */
function collectedRows(
  key: string,
  work: Work,
  inserted: Expression | null,
  { vault }: PlanContext,
): SelectNode {
  const dated = work.columns.some(({ name }) => name === vault.naming.loadDate);
  return {
    node: 'select',
    columns: [
      { name: key, value: column('fresh', key) },
      { name: 'since', value: dated ? column('fresh', vault.naming.loadDate) : parameter(loadDate) },
    ],
    from: from(table(null, work.name), 'fresh'),
    ...(inserted === null ? {} : { where: inserted }),
  };
}

/**
 * Where a load writes rows that no source brought: every stored row that is as late as the batch or its earliest row.
 * Derived rows are never dated earlier.
 */
function storedSince(
  target: TableDefinition,
  key: string,
  work: Work | undefined,
  { vault }: PlanContext,
): SelectNode {
  const { loadDate: date } = vault.naming;
  const since = (operand: Expression, right: Expression): Expression => ({
    node: 'compare',
    operator: '>=',
    left: operand,
    right,
  });
  const stored = column('stored', date);
  const columns: SelectColumn[] = [
    { name: key, value: column('stored', key) },
    { name: 'since', value: stored },
  ];
  const rows = { node: 'select', columns, from: from(table(target.schema, target.name), 'stored') } as const;
  const ofBatch = since(stored, parameter(loadDate));
  if (work === undefined || !work.columns.some(({ name }) => name === date))
    return { ...rows, where: ofBatch };
  const earliest: SelectNode = {
    node: 'select',
    columns: [{ name: 'since', value: extreme('min', column('fresh', date), loadDate.type) }],
    from: from(table(null, work.name), 'fresh'),
  };
  return {
    ...rows,
    joins: [{ kind: 'cross', relation: earliest, alias: 'earliest' }],
    where: or(ofBatch, since(stored, column('earliest', 'since'))),
  };
}
