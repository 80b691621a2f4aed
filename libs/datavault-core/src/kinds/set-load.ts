import type {
  TableColumn,
  FromTerm,
  PickNode,
  Query,
  SelectColumn,
  TableDefinition,
  WorkTable,
} from '../sql/query.ts';
import { from, table } from '../sql/query.ts';
import {
  and,
  column,
  equal,
  exists,
  intLiteral,
  isNotNull,
  isNull,
  not,
  parameter,
  same,
  textLiteral,
  type Expression,
} from '../sql/expression.ts';
import type { Naming } from '../metadata/naming.ts';
import type { EntityLoad, LoadAction } from './define-kind.ts';
import { loadDate, loadId, recordSource } from './parameters.ts';
import { tallyQuery } from './tally.ts';

/** A stored column and where its value comes from in the input. */
export interface SetColumn extends TableColumn {
  readonly value: Expression;
  /** The form in which stored and new values are compared; the value itself when absent. */
  readonly compare?: (value: Expression) => Expression;
}

/** A table that must hold the key in `column`. */
export interface ParentReference {
  readonly column: string;
  readonly schema: string;
  readonly table: string;
  readonly key: string;
}

/** Rows to load: the prepared stage of a source, or rows that were held earlier. */
export interface SetInput {
  readonly source: string | null;
  readonly rows: FromTerm;
  /** Rows to read at all. */
  readonly where?: Expression;
  readonly workTable: string;
  /** Load date and record source of the rows; null takes those of the batch. */
  readonly arrival: { readonly loadDate: Expression; readonly recordSource: Expression } | null;
}

/**
 * An entity that is a set: a row is new or known, never changed. Hubs, links and event satellites are sets.
 *
 * Shape: `identity` tells rows apart, its first column is the hash key; `firstSeen` is kept from the first row of an identity.
 */
export interface SetEntity {
  readonly target: TableDefinition;
  readonly naming: Naming;
  readonly identity: readonly SetColumn[];
  readonly firstSeen: readonly SetColumn[];
  /** Columns of the identity that must be present. */
  readonly required: readonly string[];
  readonly parents: readonly ParentReference[];
  readonly orphans: 'hold' | 'fail';
}

const rows = 'staged_rows';
const missing = 'missing_parent';

/** The statements that load a set from one input: collect what is new, insert it, keep what has no parent yet. */
export function loadSet(entity: SetEntity, input: SetInput): EntityLoad {
  const holds = entity.orphans === 'hold' && entity.parents.length > 0;
  const work = table(null, input.workTable);
  const { loadDate: dateColumn, recordSource: sourceColumn } = entity.naming;
  const content = [...entity.identity, ...entity.firstSeen];
  const arrival: SetColumn[] =
    input.arrival === null
      ? []
      : [
          { name: dateColumn, type: loadDate.type, nullable: false, value: input.arrival.loadDate },
          { name: sourceColumn, type: recordSource.type, nullable: false, value: input.arrival.recordSource },
        ];
  const carried = [...content, ...arrival];
  const workTable: WorkTable = {
    name: input.workTable,
    columns: [
      ...carried.map(({ name, type, nullable }) => ({ name, type, nullable })),
      { name: rows, type: { kind: 'int' }, nullable: false },
      ...(holds ? [{ name: missing, type: { kind: 'text', length: 128 }, nullable: true } as const] : []),
    ],
  };
  const stored: SelectColumn[] = [
    ...content.map(({ name }) => ({ name, value: column('fresh', name) })),
    { name: dateColumn, value: input.arrival === null ? parameter(loadDate) : column('fresh', dateColumn) },
    {
      name: sourceColumn,
      value: input.arrival === null ? parameter(recordSource) : column('fresh', sourceColumn),
    },
  ];
  const inserted = holds ? isNull(column('fresh', missing)) : null;
  const actions: LoadAction[] = [
    {
      action: 'collect',
      title: `Rows that ${entity.target.name} does not hold yet, one per identity.`,
      statement: {
        node: 'insert',
        into: work,
        columns: workTable.columns.map(({ name }) => name),
        query: holds
          ? withMissingParents(entity, fresh(entity, input, arrival), carried)
          : collected(fresh(entity, input, arrival), carried),
      },
    },
    {
      action: 'insert',
      title: `New rows into ${entity.target.name}.`,
      statement: {
        node: 'insert',
        into: table(entity.target.schema, entity.target.name),
        columns: stored.map(({ name }) => name),
        query: {
          node: 'select',
          columns: stored,
          from: from(work, 'fresh'),
          ...(inserted === null ? {} : { where: inserted }),
        },
      },
    },
  ];
  if (holds && input.arrival === null) actions.push(holdRows(entity, work.name, stored));
  const keyed = present(entity);
  return {
    entity: entity.target.name,
    origin: input.source === null ? 'held' : 'batch',
    workTables: [workTable],
    actions,
    inserted,
    tallies: [
      {
        source: input.source,
        query: tallyQuery(input, keyed.length === 0 ? null : and(...keyed), {
          inserted,
          ...(holds ? { held: isNotNull(column('fresh', missing)) } : {}),
        }),
      },
    ],
  };
}

/** Anti-join first, then collapse: the order that stays cheap when a whole file is loaded again. */
function fresh(entity: SetEntity, input: SetInput, arrival: readonly SetColumn[]): PickNode {
  const stored = (name: string): Expression => column('known', name);
  const matches = entity.identity.map(({ name, value, compare = (plain) => plain, ...item }) =>
    matchOf(entity, { name, ...item })(compare(stored(name)), compare(value)),
  );
  const known: Query = {
    node: 'select',
    columns: [{ name: 'found', value: intLiteral(1) }],
    from: from(table(entity.target.schema, entity.target.name), 'known'),
    where: and(...matches),
  };
  const folded = entity.identity.flatMap(({ name, value, compare }) =>
    compare === undefined ? [] : [{ name: `${name}_folded`, value: compare(value) }],
  );
  const plain = entity.identity.filter(({ compare }) => compare === undefined);
  const spelled = entity.identity.filter(({ compare }) => compare !== undefined);
  return {
    node: 'pick',
    from: input.rows,
    where: and(...(input.where ? [input.where] : []), ...present(entity), not(exists(known))),
    keys: [...plain.map(({ name, value }) => ({ name, value })), ...folded],
    order: [...entity.firstSeen, ...spelled].map(({ value }) => ({
      by: value,
      direction: 'asc',
      nulls: 'last',
    })),
    columns: [...spelled, ...entity.firstSeen, ...arrival].map(({ name, value }) => ({ name, value })),
    count: rows,
  };
}

/** The columns of a pick that the work table stores; folded spellings only told identities apart. */
function collected(query: PickNode, carried: readonly SetColumn[]): Query {
  const isFolded = query.keys.length + query.columns.length > carried.length;
  if (!isFolded) return query;
  return {
    node: 'with',
    tables: [
      { name: 'fresh', comment: 'What the target does not hold yet, one row per folded spelling.', query },
    ],
    body: {
      node: 'select',
      columns: [...carried.map(({ name }) => name), rows].map((name) => ({
        name,
        value: column('fresh', name),
      })),
      from: from(table(null, 'fresh'), 'fresh'),
    },
  };
}

function present(entity: SetEntity): Expression[] {
  return entity.identity
    .filter(({ name, nullable }) => nullable && entity.required.includes(name))
    .map(({ value }) => isNotNull(value));
}

/** Null-safe only for columns that may be NULL in a row that counts. */
function matchOf(
  { required }: SetEntity,
  { name, nullable }: Pick<SetColumn, 'name' | 'nullable'>,
): typeof equal {
  return nullable && !required.includes(name) ? same : equal;
}

/** Names the first parent that does not hold a new row's key. */
function withMissingParents(entity: SetEntity, query: PickNode, carried: readonly SetColumn[]): Query {
  const branches = entity.parents.map(({ column: name, table: parent, key }) => ({
    condition: isNull(column(`${name}_parent`, key)),
    result: textLiteral(parent),
  }));
  return {
    node: 'with',
    tables: [{ name: 'fresh', comment: 'What the target does not hold yet.', query }],
    body: {
      node: 'select',
      columns: [
        ...[...carried.map(({ name }) => name), rows].map((name) => ({ name, value: column('fresh', name) })),
        { name: missing, value: { node: 'case', branches, otherwise: null } },
      ],
      from: from(table(null, 'fresh'), 'fresh'),
      joins: entity.parents.map(({ column: name, schema, table: parent, key }) => ({
        kind: 'left' as const,
        relation: table(schema, parent),
        alias: `${name}_parent`,
        on: equal(column(`${name}_parent`, key), column('fresh', name)),
      })),
    },
  };
}

/** Rows without a parent go to the pending table, each identity once. */
function holdRows(entity: SetEntity, work: string, stored: readonly SelectColumn[]): LoadAction {
  const pending = table(entity.target.schema, `${entity.target.name}${entity.naming.pendingSuffix}`);
  const held: SelectColumn[] = [
    ...stored,
    { name: entity.naming.loadId, value: parameter(loadId) },
    { name: 'reason', value: column('fresh', missing) },
  ];
  const matches = entity.identity.map((item) =>
    matchOf(entity, item)(column('held', item.name), column('fresh', item.name)),
  );
  return {
    action: 'hold',
    title: `Rows whose parent is not known yet, kept for later batches.`,
    statement: {
      node: 'insert',
      into: pending,
      columns: held.map(({ name }) => name),
      query: {
        node: 'select',
        columns: held,
        from: from(table(null, work), 'fresh'),
        where: and(
          isNotNull(column('fresh', missing)),
          not(
            exists({
              node: 'select',
              columns: [{ name: 'found', value: intLiteral(1) }],
              from: from(pending, 'held'),
              where: and(...matches),
            }),
          ),
        ),
      },
    },
  };
}
