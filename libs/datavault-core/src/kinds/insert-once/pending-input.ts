import type { Naming } from '../../metadata/naming.ts';
import { and, column, equal, exists, intLiteral } from '../../sql/expression.ts';
import { from, table } from '../../sql/query.ts';
import type { SetInput } from './set-load.ts';
import type { ParentReference } from '../../stage/set-column.ts';

/** Held rows of an entity whose parents have all arrived, with the load date and source they came with. */
export function pendingInput(
  entity: string,
  naming: Naming,
  parents: readonly ParentReference[],
): SetInput & { readonly source: null; readonly arrival: NonNullable<SetInput['arrival']> } {
  const pending = table(naming.vaultSchema, `${entity}${naming.pendingSuffix}`);
  const complete = parents.map((parent) =>
    exists({
      node: 'select',
      columns: [{ name: 'found', value: intLiteral(1) }],
      from: from(table(parent.schema, parent.table), 'parent'),
      where: equal(column('parent', parent.key), column('held', parent.column)),
    }),
  );
  return {
    source: null,
    rows: from(pending, 'held'),
    where: and(...complete),
    workTable: `released_${entity}`,
    arrival: { loadDate: column('held', naming.loadDate), recordSource: column('held', naming.recordSource) },
  };
}
