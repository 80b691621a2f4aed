import { and, column, equal, type Expression } from '../../sql/expression.ts';
import { from, table, type JoinTerm, type PickNode, type Query } from '../../sql/query.ts';
import type { PlanContext } from '../../stage/entity-load.ts';
import type { PointInTimeModel, PointInTimeSatellite } from './point-in-time.ts';

/** Which rows to compute: all keys at instants without rows, touched keys at stored instants, or everything. */
export type RefreshExtent = 'newInstants' | 'touched' | 'everything';

/** The column that holds the load date in force of the satellite at a place. */
export const dateOf = (place: number): string => `in_force_${place + 1}`;

/** Sequence columns do not grow from one load date to the next, so they are looked up. */
export function lastOfDate(
  model: PointInTimeModel,
  { name, hashKey, sequence }: PointInTimeSatellite,
  extent: RefreshExtent,
  { vault, tableOf }: PlanContext,
): Query & PickNode {
  const own = tableOf(name);
  const { loadDate: date } = vault.naming;
  const key = column('version', hashKey);
  const stored = from(table(own.schema, own.name), 'version');
  return {
    node: 'pick',
    from: stored,
    ...(extent === 'touched' ? { where: ofTouched(model, key) } : {}),
    keys: [
      { name: hashKey, value: key },
      { name: date, value: column('version', date) },
    ],
    order: sequence.map((item) => ({
      by: column('version', item.stored.name),
      direction: 'desc',
      nulls: 'last',
    })),
    columns: sequence.map((item) => ({
      name: item.name,
      value: column('version', item.stored.name),
      type: item.stored.type,
    })),
  };
}

function ofTouched({ hashKey }: PointInTimeModel, operand: Expression): Expression {
  return {
    node: 'inQuery',
    operand,
    query: {
      node: 'select',
      columns: [{ name: hashKey, value: column('touched', hashKey) }],
      from: from(table(null, 'touched'), 'touched'),
    },
  };
}

/** To the last row of a load date, where a satellite has a sequence. */
export function sequenceJoins({ hashKey, satellites }: PointInTimeModel, date: string): JoinTerm[] {
  const key = column('ranges', hashKey);
  return satellites
    .map((satellite, place) => ({ satellite, place }))
    .filter(({ satellite }) => satellite.sequence.length > 0)
    .map(({ satellite, place }) => ({
      kind: 'left' as const,
      ...from(table(null, `last_${satellite.name}`), `last_${satellite.name}`),
      on: and(
        equal(column(`last_${satellite.name}`, satellite.hashKey), key),
        equal(column(`last_${satellite.name}`, date), column('ranges', dateOf(place))),
      ),
    }));
}
