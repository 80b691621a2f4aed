import {
  and,
  coalesce,
  column,
  equal,
  exists,
  intLiteral,
  isNotNull,
  isNull,
  not,
  or,
  textLiteral,
  when,
  type Expression,
} from '../sql/expression.ts';
import {
  from,
  table,
  type JoinTerm,
  type PickNode,
  type Query,
  type SelectColumn,
  type SelectNode,
} from '../sql/query.ts';
import type { HistoryEntity, HistoryInput } from './history-load.ts';

/** What becomes of a version. */
export type Outcome = 'inserted' | 'known' | 'late' | 'held';

const versions = table(null, 'versions');

/**
 * Every version of the input with its outcome.
 *
 * Strategy: looking up the batch's keys only is what keeps the cost of a load independent of the length of the history;
 * a window over the whole satellite costs a hundred times as much at fifty million rows.
 */
export function versionOutcomes(entity: HistoryEntity, input: HistoryInput): Query {
  const names = columnNames(entity, input);
  return {
    node: 'with',
    tables: [
      {
        name: 'versions',
        comment: 'Different contents of a key in this batch, each once.',
        query: distinctVersions(names, entity, input),
      },
      {
        name: 'latest',
        comment: 'What the satellite says now, for keys of this batch only.',
        query: latestVersions(names, entity),
      },
      {
        name: 'sequenced',
        comment: 'Newer versions beside the one before them.',
        query: sequencedVersions(names),
      },
      {
        name: 'intervals',
        comment: 'When stored versions began and ended, for keys with older rows only.',
        query: storedIntervals(names, entity),
      },
    ],
    body: { node: 'unionAll', queries: [newerOutcomes(names, entity), olderOutcomes(names)] },
  };
}

interface ColumnNames {
  readonly key: string;
  readonly hashDiff: string;
  readonly date: string;
  readonly recordSource: string;
  /** All columns of a version, in the order of the work table's insert. */
  readonly carried: readonly string[];
}

function columnNames({ naming, hashDiff }: HistoryEntity, { key, payload }: HistoryInput): ColumnNames {
  const { loadDate: date, recordSource } = naming;
  const carried = [key.name, hashDiff, ...payload.map(({ name }) => name), date, recordSource, 'staged_rows'];
  return { key: key.name, hashDiff, date, recordSource, carried };
}

function distinctVersions(
  { hashDiff, date, recordSource }: ColumnNames,
  { foldsText }: HistoryEntity,
  input: HistoryInput,
): PickNode {
  const conditions = [input.where, input.key.nullable ? isNotNull(input.key.value) : undefined].filter(
    (part) => part !== undefined,
  );
  return {
    node: 'pick',
    from: input.rows,
    ...(conditions.length === 0 ? {} : { where: and(...conditions) }),
    keys: [
      { name: input.key.name, value: input.key.value },
      { name: hashDiff, value: input.hashDiff },
      { name: date, value: input.arrival.loadDate },
    ],
    order: foldsText
      ? input.payload.map(({ value }) => ({ by: value, direction: 'asc', nulls: 'last' }))
      : [],
    columns: [
      ...input.payload.map(({ name, value }) => ({ name, value })),
      { name: recordSource, value: input.arrival.recordSource },
    ],
    count: 'staged_rows',
  };
}

function latestVersions({ key, hashDiff, date }: ColumnNames, { target }: HistoryEntity): PickNode {
  return {
    node: 'pick',
    from: from(table(target.schema, target.name), 'stored'),
    where: among(key, {
      node: 'select',
      columns: [{ name: key, value: column('versions', key) }],
      from: from(versions, 'versions'),
    }),
    keys: [{ name: key, value: column('stored', key) }],
    order: [date, hashDiff].map((name) => ({ by: column('stored', name), direction: 'desc', nulls: 'last' })),
    columns: [
      { name: 'latest_date', value: column('stored', date) },
      { name: 'latest_diff', value: column('stored', hashDiff) },
    ],
  };
}

function sequencedVersions(names: ColumnNames): SelectNode {
  const { key, hashDiff, date } = names;
  const before: Expression = {
    node: 'window',
    function: 'lag',
    operand: column('versions', hashDiff),
    partitionBy: [column('versions', key)],
    orderBy: [{ by: column('versions', date) }, { by: column('versions', hashDiff) }],
  };
  return {
    node: 'select',
    columns: [
      ...carriedColumns(names),
      { name: 'previous_diff', value: coalesce(before, column('latest', 'latest_diff')) },
    ],
    from: from(versions, 'versions'),
    joins: [{ kind: 'left', ...joinLatest(key) }],
    where: isNewer(date),
  };
}

function storedIntervals({ key, hashDiff, date }: ColumnNames, { target }: HistoryEntity): SelectNode {
  const next: Expression = {
    node: 'window',
    function: 'lead',
    operand: column('stored', date),
    partitionBy: [column('stored', key)],
    orderBy: [{ by: column('stored', date) }, { by: column('stored', hashDiff) }],
  };
  return {
    node: 'select',
    columns: [
      ...[key, hashDiff, date].map((name) => ({ name, value: column('stored', name) })),
      { name: 'next_date', value: next },
    ],
    from: from(table(target.schema, target.name), 'stored'),
    where: among(key, {
      node: 'select',
      columns: [{ name: key, value: column('versions', key) }],
      from: from(versions, 'versions'),
      joins: [{ kind: 'inner', ...joinLatest(key) }],
      where: not(isNewer(date)),
    }),
  };
}

/** Changed against the version before: inserted. Without a parent: held. */
function newerOutcomes(names: ColumnNames, { parent }: HistoryEntity): SelectNode {
  const held =
    parent === null ? [] : [{ condition: isNull(column('parent', parent.key)), result: textLiteral('held') }];
  const unchanged = equal(column('versions', 'previous_diff'), column('versions', names.hashDiff));
  const joins: JoinTerm[] =
    parent === null
      ? []
      : [
          {
            kind: 'left',
            ...from(table(parent.schema, parent.table), 'parent'),
            on: equal(column('parent', parent.key), column('versions', names.key)),
          },
        ];
  return {
    node: 'select',
    columns: [
      ...carriedColumns(names),
      {
        name: 'outcome',
        value: {
          node: 'case',
          branches: [...held, { condition: unchanged, result: textLiteral('known') }],
          otherwise: textLiteral('inserted'),
        },
      },
    ],
    from: from(table(null, 'sequenced'), 'versions'),
    joins,
  };
}

/** Stored, or repeating what was in force just before: known. Anything else is late. */
function olderOutcomes(names: ColumnNames): SelectNode {
  return {
    node: 'select',
    columns: [
      ...carriedColumns(names),
      { name: 'outcome', value: when(exists(repeated(names)), textLiteral('known'), textLiteral('late')) },
    ],
    from: from(versions, 'versions'),
    joins: [{ kind: 'inner', ...joinLatest(names.key) }],
    where: not(isNewer(names.date)),
  };
}

/** A stored version that makes an older row known: the row itself, or the last version before it with the same content. */
function repeated({ key, hashDiff, date }: ColumnNames): SelectNode {
  const at = column('versions', date);
  const since = column('intervals', date);
  const until = column('intervals', 'next_date');
  const lastBefore = and(
    { node: 'compare', operator: '<', left: since, right: at },
    or(isNull(until), { node: 'compare', operator: '>=', left: until, right: at }),
  );
  return {
    node: 'select',
    columns: [{ name: 'found', value: intLiteral(1) }],
    from: from(table(null, 'intervals'), 'intervals'),
    where: and(
      equal(column('intervals', key), column('versions', key)),
      equal(column('intervals', hashDiff), column('versions', hashDiff)),
      or(equal(since, at), lastBefore),
    ),
  };
}

function carriedColumns({ carried }: ColumnNames): SelectColumn[] {
  return carried.map((name) => ({ name, value: column('versions', name) }));
}

function joinLatest(key: string) {
  return {
    ...from(table(null, 'latest'), 'latest'),
    on: equal(column('latest', key), column('versions', key)),
  };
}

/** Later than everything stored for the key. */
function isNewer(date: string): Expression {
  const latest = column('latest', 'latest_date');
  return or(isNull(latest), {
    node: 'compare',
    operator: '>',
    left: column('versions', date),
    right: latest,
  });
}

function among(key: string, query: SelectNode): Expression {
  return { node: 'inQuery', operand: column('stored', key), query };
}
