import { outcomeColumn } from '../../model/work-columns.ts';
import {
  column,
  exists,
  intLiteral,
  isNull,
  not,
  or,
  textLiteral,
  when,
  and,
  type Expression,
} from '../../sql/expression.ts';
import { from, table, type SelectNode, type WithNode } from '../../sql/query.ts';
import type { HistoryEntity } from './history-entity.ts';
import { isAfter, isSame, valuesIn } from './row-order.ts';
import { amongKeys, columnsOf, namesOf, remarkColumns, type VersionColumns } from './version-columns.ts';
import type { Horizon } from './version-horizon.ts';

/** Rows that are not newer and will not be stored: known or late. */
export function olderOutcomes(
  names: VersionColumns,
  entity: HistoryEntity,
  { olderJoins, isNewer, isSuspect }: Horizon,
): { readonly tables: WithNode['tables']; readonly queries: readonly SelectNode[] } {
  const older = { from: from(table(null, 'versions'), 'versions'), joins: olderJoins, where: not(isNewer) };
  const seen = exists(repeated(names, entity));
  return {
    tables: [
      {
        name: 'intervals',
        comment: 'When stored versions began and ended, for keys with older rows only.',
        query: storedIntervals(names, entity, amongKeys(names.key, older)),
      },
    ],
    queries: [
      {
        node: 'select',
        columns: [
          ...columnsOf(names.carried),
          { name: outcomeColumn, value: when(seen, textLiteral('known'), textLiteral('late')) },
          ...remarkColumns(
            names,
            isSuspect === null ? {} : { suspect: when(isSuspect, intLiteral(1), intLiteral(0)) },
          ),
        ],
        ...older,
      },
    ],
  };
}

function storedIntervals(
  names: VersionColumns,
  { target, rules }: HistoryEntity,
  where: Expression,
): SelectNode {
  const { key, moment, content, identity } = names;
  const next = (name: string): Expression => ({
    node: 'window',
    function: 'lead',
    operand: column('stored', name),
    partitionBy: namesOf(key).map((item) => column('stored', item)),
    orderBy: namesOf([...moment, ...content]).map((item) => ({ by: column('stored', item) })),
  });
  return {
    node: 'select',
    columns: [
      ...columnsOf(namesOf(identity), 'stored'),
      ...(rules.compress ? namesOf(moment).map((name) => ({ name: `next_${name}`, value: next(name) })) : []),
    ],
    from: from(table(target.schema, target.name), 'stored'),
    where,
  };
}

/** A stored version that makes an older row known: the row itself, or the last version before it with the same content. */
function repeated({ key, moment, content, date }: VersionColumns, { rules }: HistoryEntity): SelectNode {
  const [row, stored, next] = [valuesIn('versions'), valuesIn('intervals'), valuesIn('intervals', 'next_')];
  const itself = isSame(moment, stored, row);
  const goesOn = or(isNull(next(date)), not(isAfter(moment, row, next)));
  const lastBefore = and(isAfter(moment, row, stored), goesOn);
  return {
    node: 'select',
    columns: [{ name: 'found', value: intLiteral(1) }],
    from: from(table(null, 'intervals'), 'intervals'),
    where: and(
      isSame(key, stored, row),
      isSame(content, stored, row),
      rules.compress ? or(itself, lastBefore) : itself,
    ),
  };
}
