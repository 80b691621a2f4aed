import type { CheckDefinition, EntityLoad } from '../../stage/entity-load.ts';
import { and, column, equal, isNull } from '../../sql/expression.ts';
import { from, table, type TableDefinition, columnsFrom } from '../../sql/query.ts';

/** Finds rows of this batch whose natural key, of the same column names in both tables, their parent does not hold. */
export function naturalOrphanCheck(
  target: TableDefinition,
  parent: string,
  key: readonly string[],
  { workTables: [work], inserted }: Pick<EntityLoad, 'workTables' | 'inserted'>,
): CheckDefinition {
  const [first] = key;
  if (work === undefined || first === undefined)
    throw new TypeError('a load that collects rows has a work table');
  return {
    name: `${target.name}: every ${key.join(', ')} exists in ${parent} (${work.name})`,
    finding: 'row without its parent',
    severity: 'error',
    orphan: { column: first, parent, parentKey: null },
    query: {
      node: 'select',
      columns: columnsFrom('fresh', key),
      from: from(table(null, work.name), 'fresh'),
      joins: [
        {
          kind: 'left',
          ...from(table(target.schema, parent), 'parent'),
          on: and(...key.map((name) => equal(column('parent', name), column('fresh', name)))),
        },
      ],
      where: and(isNull(column('parent', first)), ...(inserted ? [inserted] : [])),
    },
  };
}
