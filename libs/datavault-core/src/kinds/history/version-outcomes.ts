import { outcomeColumn } from '../../model/work-columns.ts';
import {
  coalesce,
  column,
  equal,
  intLiteral,
  isNotNull,
  isNull,
  or,
  textLiteral,
  when,
  and,
  type Expression,
} from '../../sql/expression.ts';
import {
  from,
  table,
  type JoinTerm,
  type PickNode,
  type Query,
  type SelectNode,
  type WithNode,
} from '../../sql/query.ts';
import { distinctVersions } from './distinct-versions.ts';
import type { HistoryEntity, HistoryInput } from './history-entity.ts';
import { insertedLate } from './late-timeline.ts';
import { olderOutcomes } from './older-outcomes.ts';
import { isSame, valuesIn } from './row-order.ts';
import {
  columnsOf,
  namesOf,
  remarkColumns,
  storedIdentities,
  type Outcome,
  type VersionColumns,
} from './version-columns.ts';
import { versionHorizon, type Horizon } from './version-horizon.ts';

/**
 * Every version of the input with its outcome.
 *
 * `highWater` is the latest load date applied before, of the source of a row of `versions`; null looks for no suspects.
 * Strategy: looking up the batch's keys only is what keeps the cost of a load independent of the length of the history;
 * a window over the whole satellite costs a hundred times as much at fifty million rows.
 */
export function versionOutcomes(
  names: VersionColumns,
  entity: HistoryEntity,
  input: HistoryInput,
  highWater: Expression | null,
): Query {
  const { tables, repeated, displaced } = distinctVersions(names, entity, input);
  const horizon = versionHorizon(names, entity, highWater);
  const older = olderPart(names, entity, horizon);
  const settled = (query: SelectNode | null, outcome: Outcome): SelectNode[] =>
    query === null
      ? []
      : [
          {
            ...query,
            columns: [
              ...query.columns,
              { name: outcomeColumn, value: textLiteral(outcome) },
              ...remarkColumns(names),
            ],
          },
        ];
  return {
    node: 'with',
    tables: [
      ...tables,
      ...horizon.tables,
      {
        name: 'sequenced',
        comment: 'Newer versions beside the one before them.',
        query: sequenced(names, entity, horizon),
      },
      ...older.tables,
      ...(entity.rules.candidates === 'all'
        ? [
            {
              name: 'present',
              comment: 'Versions of these keys that are stored.',
              query: storedIdentities(table(entity.target.schema, entity.target.name), names),
            },
          ]
        : []),
    ],
    body: {
      node: 'unionAll',
      queries: [
        newerOutcomes(names, entity),
        ...older.queries,
        ...settled(repeated, 'repeat'),
        ...settled(displaced, 'conflict'),
      ],
    },
  };
}

function olderPart(
  names: VersionColumns,
  entity: HistoryEntity,
  horizon: Horizon,
): { readonly tables: WithNode['tables']; readonly queries: readonly (SelectNode | PickNode)[] } {
  if (entity.rules.candidates === 'all') return { tables: [], queries: [] };
  return entity.rules.late.startsWith('insert')
    ? insertedLate(names, entity, horizon)
    : olderOutcomes(names, entity, horizon);
}

/** Newer versions, the content before each, and whether it shares its moment. */
function sequenced(names: VersionColumns, { rules }: HistoryEntity, horizon: Horizon): SelectNode {
  const { content, date, moment, remarks } = names;
  const beside = (item: string, place: 'lag' | 'lead'): Expression => ({
    node: 'window',
    function: place,
    operand: column('versions', item),
    partitionBy: namesOf(names.key).map((name) => column('versions', name)),
    orderBy: namesOf([...moment, ...content]).map((name) => ({ by: column('versions', name) })),
  });
  const before = (name: string, nullable: boolean): Expression => {
    const latest = column('latest', `latest_${name}`);
    if (!nullable) return coalesce(beside(name, 'lag'), latest);
    return when(isNotNull(beside(date, 'lag')), beside(name, 'lag'), latest);
  };
  const previous = [
    ...(content.some(({ nullable }) => nullable) ? [{ name: date, nullable: false }] : []),
    ...content,
  ].map(({ name, nullable }) => ({ name: `previous_${name}`, value: before(name, nullable) }));
  const shared = (place: 'lag' | 'lead') =>
    and(
      ...(moment.length > 1 ? [isNotNull(beside(date, place))] : []),
      isSame(moment, (name) => beside(name, place), valuesIn('versions')),
    );
  return {
    node: 'select',
    columns: [
      ...columnsOf(names.carried),
      ...previous,
      ...remarkColumns(
        { ...names, remarks: remarks.filter((remark) => remark === 'tied') },
        {
          tied: when(or(shared('lag'), shared('lead')), intLiteral(1), intLiteral(0)),
        },
      ),
      ...(horizon.isSuspect !== null && remarks.includes('suspect')
        ? [{ name: 'suspect', value: when(horizon.isSuspect, intLiteral(1), intLiteral(0)) }]
        : []),
    ],
    from: from(table(null, 'versions'), 'versions'),
    joins: horizon.joins,
    ...(rules.candidates === 'all' ? {} : { where: horizon.isNewer }),
  };
}

/** Without a parent: held. Changed against the version before: inserted. */
function newerOutcomes(names: VersionColumns, entity: HistoryEntity): SelectNode {
  const { parent, rules } = entity;
  const branches: { condition: Expression; result: Expression }[] = [];
  const joins: JoinTerm[] = [];
  if (parent !== null) {
    const pairs = parent.columns.map(({ column: own, key }) =>
      equal(column('parent', key), column('versions', own)),
    );
    joins.push({ kind: 'left', ...from(table(parent.schema, parent.table), 'parent'), on: and(...pairs) });
    const missing = isNull(column('parent', parent.columns[0]?.key ?? ''));
    branches.push({ condition: missing, result: textLiteral('held') });
  }
  if (rules.candidates === 'all') {
    const on = isSame(names.identity, valuesIn('present'), valuesIn('versions'));
    joins.push({ kind: 'left', ...from(table(null, 'present'), 'present'), on });
    const isStored = isNotNull(column('present', names.key[0]?.name ?? ''));
    branches.push({ condition: isStored, result: textLiteral('known') });
  }
  if (rules.compress) branches.push({ condition: isUnchanged(names), result: textLiteral('known') });
  const inserted = textLiteral('inserted');
  return {
    node: 'select',
    columns: [
      ...columnsOf(names.carried),
      {
        name: outcomeColumn,
        value: branches.length === 0 ? inserted : { node: 'case', branches, otherwise: inserted },
      },
      ...remarkColumns(names, { tied: column('versions', 'tied'), suspect: column('versions', 'suspect') }),
    ],
    from: from(table(null, 'sequenced'), 'versions'),
    joins,
  };
}

function isUnchanged({ content, date }: VersionColumns): Expression {
  const agrees = isSame(content, valuesIn('versions', 'previous_'), valuesIn('versions'));
  return content.some(({ nullable }) => nullable)
    ? and(isNotNull(column('versions', `previous_${date}`)), agrees)
    : agrees;
}
