import type { CheckDefinition, EntityLoad } from '../../stage/entity-load.ts';
import type { Expression } from '../../sql/expression.ts';
import { from, table, type TableDefinition, columnsFrom } from '../../sql/query.ts';

/** Finds rows that a load has collected although they must not occur; `where` is a condition on `fresh`. */
export function refusedOutcome(
  target: TableDefinition,
  finding: string,
  where: Expression,
  { workTables: [work] }: Pick<EntityLoad, 'workTables'>,
): CheckDefinition {
  const workTable = work?.name ?? '';
  return {
    name: `${target.name}: no ${finding} (${workTable})`,
    finding,
    severity: 'error',
    query: {
      node: 'select',
      columns: columnsFrom('fresh', target.key),
      from: from(table(null, workTable), 'fresh'),
      where,
    },
  };
}
