import type { CheckDefinition, PlanContext } from '../../stage/entity-load.ts';
import type { Feed } from '../../model/entity.ts';
import {
  and,
  column,
  countRows,
  intLiteral,
  isNotNull,
  isNull,
  type Expression,
} from '../../sql/expression.ts';
import { from, table } from '../../sql/query.ts';

/** Finds staged rows without a key, for entities that must not skip them. */
export function missingKeys(
  entity: string,
  feed: Pick<Feed, 'source' | 'present'>,
  key: Expression,
  { stage }: PlanContext,
): CheckDefinition {
  const prepared = stage(feed.source);
  const read = feed.present === null ? [] : [isNotNull(column('staged', prepared.plain(feed.present)))];
  return {
    name: `${entity}: every row has a key (${feed.source})`,
    finding: 'row without a key',
    severity: 'error',
    query: {
      node: 'select',
      columns: [{ name: 'row_count', value: countRows() }],
      from: from(table(null, prepared.tableName), 'staged'),
      where: and(...read, isNull(key)),
      having: { node: 'compare', operator: '>', left: countRows(), right: intLiteral(0) },
    },
  };
}
