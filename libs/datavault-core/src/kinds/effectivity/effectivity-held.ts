import { and, column, equal, isNull, type Expression } from '../../sql/expression.ts';
import { from, table, columnsFrom } from '../../sql/query.ts';
import {
  drivingNames,
  workTableQuery,
  type EffectivityQuery,
  type NamedQuery,
} from './effectivity-relations.ts';
import type { ParentReference } from '../../stage/set-column.ts';

/** Driving keys with a row, of this batch or waiting, that the link does not hold. */
export function blockedDrivers(
  { model, target, naming }: EffectivityQuery,
  parent: ParentReference,
): NamedQuery[] {
  const names = drivingNames(model);
  const link = from(table(parent.schema, parent.table), 'parent');
  const orphan = (key: Expression) => ({
    join: { kind: 'left', ...link, on: equal(column('parent', parent.key), key) } as const,
    where: isNull(column('parent', parent.key)),
  });
  const own = orphan(column('sightings', 'link_key'));
  const waiting = orphan(column('pending', parent.column));
  return [
    {
      name: 'waiting',
      comment: 'Rows without their link, of this batch and of earlier ones.',
      query: {
        node: 'unionAll',
        queries: [
          {
            node: 'select',
            columns: columnsFrom('sightings', names),
            from: workTableQuery('sightings'),
            joins: [own.join],
            where: own.where,
          },
          {
            node: 'select',
            columns: columnsFrom('drivers', names),
            from: from(table(target.schema, `${target.name}${naming.pendingSuffix}`), 'pending'),
            joins: [
              {
                kind: 'inner',
                ...workTableQuery('drivers'),
                on: and(
                  ...model.driving.map(({ name }, place) =>
                    equal(column('drivers', names[place] ?? ''), column('pending', name)),
                  ),
                ),
              },
              waiting.join,
            ],
            where: waiting.where,
          },
        ],
      },
    },
    {
      name: 'blocked',
      comment: 'Their driving keys, whose rows all wait.',
      query: {
        node: 'select',
        columns: columnsFrom('waiting', names),
        from: workTableQuery('waiting'),
        groupBy: names.map((name) => column('waiting', name)),
      },
    },
  ];
}
