import { outcomeColumn } from '../../model/work-columns.ts';
import {
  column,
  intLiteral,
  isNotNull,
  isNull,
  not,
  or,
  textLiteral,
  when,
  and,
  type Expression,
} from '../../sql/expression.ts';
import { from, table, type SelectColumn, type SelectNode, type WithNode } from '../../sql/query.ts';
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
  const suspect = isSuspect === null ? [] : [flag(isSuspect)];
  const isKnown = isNotNull(column('repeated', names.key[0]?.name ?? ''));
  return {
    tables: [
      {
        name: 'older',
        comment: 'Versions that are not newer than what is known of their key.',
        query: {
          node: 'select',
          columns: [...columnsOf(names.carried), ...suspect],
          from: from(table(null, 'versions'), 'versions'),
          joins: olderJoins,
          where: not(isNewer),
        },
      },
      {
        name: 'intervals',
        comment: 'When stored versions began and ended, for keys with older rows only.',
        query: storedIntervals(names, entity),
      },
      {
        name: 'repeated',
        comment: 'Older versions that are stored, or repeat the last one before them.',
        query: repeatedVersions(names, entity),
      },
    ],
    queries: [
      {
        node: 'select',
        columns: [
          ...columnsOf(names.carried),
          { name: outcomeColumn, value: when(isKnown, textLiteral('known'), textLiteral('late')) },
          ...remarkColumns(names, isSuspect === null ? {} : { suspect: column('versions', 'suspect') }),
        ],
        from: olderVersions,
        joins: [
          {
            kind: 'left',
            ...from(table(null, 'repeated'), 'repeated'),
            on: isSame(names.identity, valuesIn('repeated'), valuesIn('versions')),
          },
        ],
      },
    ],
  };
}

const olderVersions = from(table(null, 'older'), 'versions');

const flag = (isSuspect: Expression): SelectColumn => ({
  name: 'suspect',
  value: when(isSuspect, intLiteral(1), intLiteral(0)),
});

function storedIntervals(names: VersionColumns, { target, rules }: HistoryEntity): SelectNode {
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
    where: amongKeys(key, { from: olderVersions }),
  };
}

/**
 * Older versions that are stored themselves, or have the content of the last version before them.
 *
 * Strategy: a join and its groups, since some engines refuse a subquery that compares moments with an outer row.
 */
function repeatedVersions(
  { key, moment, content, date, identity }: VersionColumns,
  { rules }: HistoryEntity,
): SelectNode {
  const [row, stored, next] = [valuesIn('versions'), valuesIn('intervals'), valuesIn('intervals', 'next_')];
  const itself = isSame(moment, stored, row);
  const goesOn = or(isNull(next(date)), not(isAfter(moment, row, next)));
  const lastBefore = and(isAfter(moment, row, stored), goesOn);
  const own = columnsOf(namesOf(identity));
  return {
    node: 'select',
    columns: own,
    from: olderVersions,
    joins: [
      {
        kind: 'inner',
        ...from(table(null, 'intervals'), 'intervals'),
        on: and(isSame(key, stored, row), isSame(content, stored, row)),
      },
    ],
    where: rules.compress ? or(itself, lastBefore) : itself,
    groupBy: own.map(({ value }) => value),
  };
}
