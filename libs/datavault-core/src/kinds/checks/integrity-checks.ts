import type { CheckDefinition, EntityLoad } from '../../stage/entity-load.ts';
import { and, column, countRows, equal, isNull } from '../../sql/expression.ts';
import { from, table, type Query, type TableDefinition, columnsFrom } from '../../sql/query.ts';

/**
 * Finds identities stored more than once, among those whose first column the load has touched: the proof of uniqueness
 * where the engine enforces none.
 */
export function duplicateKeyCheck(
  target: TableDefinition,
  identity: readonly string[],
  load: Pick<EntityLoad, 'workTables'>,
): CheckDefinition {
  const workTable = collectedTable(load);
  const [first] = identity as readonly [string];
  const touched: Query = {
    node: 'select',
    columns: [{ name: first, value: column('fresh', first) }],
    from: from(table(null, workTable), 'fresh'),
  };
  return {
    name: `${target.name}: one row per ${identity.join(', ')} (${workTable})`,
    finding: 'identity stored twice',
    severity: 'error',
    query: {
      node: 'select',
      columns: [...columnsFrom('stored', identity), { name: 'row_count', value: countRows() }],
      from: from(table(target.schema, target.name), 'stored'),
      where: { node: 'inQuery', operand: column('stored', first), query: touched },
      groupBy: identity.map((name) => column('stored', name)),
      having: {
        node: 'compare',
        operator: '>',
        left: countRows(),
        right: { node: 'literal', value: '1', type: { kind: 'int' } },
      },
    },
  };
}

/** Finds rows of this batch whose parent does not hold their key. */
export function orphanCheck(
  target: TableDefinition,
  reference: {
    readonly column: string;
    readonly schema: string;
    readonly table: string;
    readonly key: string;
  },
  load: Pick<EntityLoad, 'workTables' | 'inserted'>,
): CheckDefinition {
  const workTable = collectedTable(load);
  return {
    name: `${target.name}: every ${reference.column} exists in ${reference.table} (${workTable})`,
    finding: 'row without its parent',
    severity: 'error',
    orphan: { column: reference.column, parent: reference.table, parentKey: reference.key },
    query: {
      node: 'select',
      columns: [{ name: reference.column, value: column('fresh', reference.column) }],
      from: from(table(null, workTable), 'fresh'),
      joins: [
        {
          kind: 'left',
          ...from(table(reference.schema, reference.table), 'parent'),
          on: equal(column('parent', reference.key), column('fresh', reference.column)),
        },
      ],
      where: and(isNull(column('parent', reference.key)), ...(load.inserted ? [load.inserted] : [])),
    },
  };
}

function collectedTable({ workTables: [first] }: Pick<EntityLoad, 'workTables'>): string {
  if (first === undefined) throw new TypeError('a load that collects rows has a work table');
  return first.name;
}
