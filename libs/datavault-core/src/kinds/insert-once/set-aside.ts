import { and, column, parameter, type Expression } from '../../sql/expression.ts';
import { from, table, type SelectColumn, type Statement, type TableNode } from '../../sql/query.ts';
import { loadId } from '../../model/parameters.ts';
import { sameValue } from './same-value.ts';
import type { SetColumn } from '../../stage/set-column.ts';
import type { SetEntity } from './set-load.ts';

/** Rows of a work table that a set keeps in a table beside its own. */
interface AsideRows {
  readonly entity: SetEntity;
  readonly work: TableNode;
  readonly stored: readonly SelectColumn[];
  /** Columns that tell rows set aside from each other. */
  readonly identity: readonly Omit<SetColumn, 'value'>[];
}

/** Puts the rows that a condition selects into the table with this suffix, each identity once. */
export function setAsideOnce(
  { entity, work, stored, identity }: AsideRows,
  suffix: string,
  condition: Expression,
  reason: Expression,
): Statement {
  const aside = table(entity.target.schema, `${entity.target.name}${suffix}`);
  const columns: SelectColumn[] = [
    ...stored,
    { name: entity.naming.loadId, value: parameter(loadId) },
    { name: 'reason', value: reason },
  ];
  const matches = identity.map((item) =>
    sameValue(item, column('aside', item.name), column('fresh', item.name)),
  );
  return {
    node: 'insert',
    into: aside,
    columns: columns.map(({ name }) => name),
    query: {
      node: 'select',
      columns,
      from: from(work, 'fresh'),
      where: condition,
      without: [{ relation: aside, alias: 'aside', on: and(...matches), key: entity.naming.loadId }],
    },
  };
}
