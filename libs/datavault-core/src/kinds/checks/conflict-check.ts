import type { CheckDefinition, EntityLoad } from '../../stage/entity-load.ts';
import { outcomeColumn } from '../../model/work-columns.ts';
import { column, countRows, equal, intLiteral, textLiteral } from '../../sql/expression.ts';
import { from, table } from '../../sql/query.ts';

/** Finds rows that contradict a stored event or one of this batch, for entities that must not meet any. */
export function conflictCheck(entity: string, load: EntityLoad): CheckDefinition[] {
  return load.workTables.slice(0, 1).map(({ name }) => ({
    name: `${entity}: every event is told in one way (${name})`,
    finding: 'event with other content than before',
    severity: 'error',
    query: {
      node: 'select',
      columns: [{ name: 'row_count', value: countRows() }],
      from: from(table(null, name), 'fresh'),
      where: equal(column('fresh', outcomeColumn), textLiteral('conflict')),
      having: { node: 'compare', operator: '>', left: countRows(), right: intLiteral(0) },
    },
  }));
}
