import {
  type AntiJoin,
  from,
  table,
  type FromTerm,
  type JoinTerm,
  type PickNode,
  type Query,
  type SelectColumn,
  type SelectNode,
  type TableDefinition,
  type WorkTable,
  columnsFrom,
} from '../../sql/query.ts';
import type { Naming } from '../../metadata/naming.ts';
import {
  and,
  coalesce,
  column,
  countRows,
  equal,
  intLiteral,
  isNotNull,
  isNull,
  parameter,
  textLiteral,
  when,
  type Expression,
} from '../../sql/expression.ts';
import type { EntityLoad, LoadAction } from '../../stage/entity-load.ts';
import { keyedRows } from './distinct-versions.ts';
import { loadId } from '../../model/parameters.ts';
import type { ParentReference, SetColumn } from '../../stage/set-column.ts';
import { missingParentColumn, stagedRowsColumn } from '../../model/work-columns.ts';

/** An entity that remembers when keys were seen; it is a set, so the order of deliveries decides nothing. */
export interface SightingEntity {
  readonly target: TableDefinition;
  readonly naming: Naming;
  readonly key: string;
  /** Columns that tell sightings apart. */
  readonly identity: readonly string[];
  /** The table that must hold the key; null leaves orphans to the check. */
  readonly parent: ParentReference | null;
}

/** Rows of one thing that was seen. */
export interface SightingRows {
  readonly rows: FromTerm;
  readonly where?: Expression;
  /** Stored columns that come from the rows. */
  readonly columns: readonly SetColumn[];
  /** Stored columns that are the same in all rows. */
  readonly constants: Readonly<Record<string, string>>;
}

/** The statements that remember the sightings of one source. */
export function loadSightings(
  entity: SightingEntity,
  source: string | null,
  workTable: string,
  parts: readonly SightingRows[],
): EntityLoad {
  const { target } = entity;
  const holds = entity.parent !== null;
  const stored = target.columns.map(({ name }) => name);
  const work: WorkTable = {
    name: workTable,
    columns: [
      ...target.columns,
      { name: stagedRowsColumn, type: { kind: 'int' }, nullable: false },
      ...(holds
        ? [{ name: missingParentColumn, type: { kind: 'text', length: 128 }, nullable: true } as const]
        : []),
    ],
  };
  const inserted = holds ? isNull(column('fresh', missingParentColumn)) : null;
  const fresh = columnsFrom('fresh', stored);
  const actions: LoadAction[] = [
    {
      action: 'collect',
      title: `Sightings that ${target.name} does not hold yet, each once.`,
      statement: {
        node: 'insert',
        into: table(null, workTable),
        columns: work.columns.map(({ name }) => name),
        query: newSightings(entity, stored, parts),
      },
    },
    {
      action: 'insert',
      title: `New sightings into ${target.name}.`,
      statement: {
        node: 'insert',
        into: table(target.schema, target.name),
        columns: stored,
        query: {
          node: 'select',
          columns: fresh,
          from: from(table(null, workTable), 'fresh'),
          ...(inserted === null ? {} : { where: inserted }),
        },
      },
    },
  ];
  if (holds && source !== null) actions.push(holdSightings(entity, workTable, fresh));
  return {
    entity: target.name,
    origin: source === null ? 'held' : 'batch',
    workTables: [work],
    actions,
    inserted,
    tallies: [{ source, query: tally(entity, parts, workTable, inserted) }],
  };
}

function newSightings(
  entity: SightingEntity,
  stored: readonly string[],
  parts: readonly SightingRows[],
): Query {
  const { parent } = entity;
  const joins: JoinTerm[] =
    parent === null
      ? []
      : [
          {
            kind: 'left',
            ...from(table(parent.schema, parent.table), 'parent'),
            on: equal(column('parent', parent.key), column('fresh', parent.column)),
          },
        ];
  const absent = (reference: ParentReference): SelectColumn => ({
    name: missingParentColumn,
    value: when(isNull(column('parent', reference.key)), textLiteral(reference.table)),
  });
  return {
    node: 'with',
    tables: parts.map((part, place) => ({
      name: `fresh_${place + 1}`,
      comment: `What ${entity.target.name} does not hold yet${Object.values(part.constants)
        .map((value) => ` of ${value}`)
        .join('')}.`,
      query: unknown(entity, part),
    })),
    body: {
      node: 'unionAll',
      queries: parts.map(({ constants }, place): SelectNode => ({
        node: 'select',
        columns: [
          ...stored.map((name) => ({
            name,
            value: constants[name] === undefined ? column('fresh', name) : textLiteral(constants[name]),
          })),
          { name: stagedRowsColumn, value: column('fresh', stagedRowsColumn) },
          ...(parent === null ? [] : [absent(parent)]),
        ],
        from: from(table(null, `fresh_${place + 1}`), 'fresh'),
        joins,
      })),
    },
  };
}

function unknown(entity: SightingEntity, { rows, where, columns, constants }: SightingRows): PickNode {
  const isKey = ({ name }: SetColumn): boolean => entity.identity.includes(name);
  const values = new Map(columns.map(({ name, value }) => [name, value]));
  const known: AntiJoin = {
    relation: table(entity.target.schema, entity.target.name),
    alias: 'known',
    on: and(
      ...entity.identity.map((name) =>
        equal(column('known', name), values.get(name) ?? textLiteral(constants[name] ?? '')),
      ),
    ),
    key: entity.key,
  };
  const keyed = keyedRows([entity.key], columns);
  const rest = columns.filter((item) => !isKey(item));
  const conditions = [...(where ? [where] : []), ...(keyed ? [keyed] : [])];
  return {
    node: 'pick',
    from: rows,
    ...(conditions.length === 0 ? {} : { where: and(...conditions) }),
    without: [known],
    keys: columns.filter(isKey).map(({ name, value }) => ({ name, value })),
    order: rest.map(({ value }) => ({ by: value, direction: 'asc', nulls: 'last' })),
    columns: rest.map(({ name, value, type }) => ({ name, value, type })),
    count: stagedRowsColumn,
  };
}

function holdSightings(
  { target, naming, identity }: SightingEntity,
  workTable: string,
  fresh: readonly SelectColumn[],
): LoadAction {
  const pending = table(target.schema, `${target.name}${naming.pendingSuffix}`);
  const columns: SelectColumn[] = [
    ...fresh,
    { name: naming.loadId, value: parameter(loadId) },
    { name: 'reason', value: column('fresh', missingParentColumn) },
  ];
  const again: AntiJoin = {
    relation: pending,
    alias: 'held',
    on: and(...identity.map((name) => equal(column('held', name), column('fresh', name)))),
    key: naming.loadId,
  };
  return {
    action: 'hold',
    title: 'Sightings whose parent is not known yet, kept for later batches.',
    statement: {
      node: 'insert',
      into: pending,
      columns: columns.map(({ name }) => name),
      query: {
        node: 'select',
        columns,
        from: from(table(null, workTable), 'fresh'),
        where: isNotNull(column('fresh', missingParentColumn)),
        without: [again],
      },
    },
  };
}

/** Counts each row once for everything that was seen in it. */
function tally(
  { key, parent }: SightingEntity,
  parts: readonly SightingRows[],
  workTable: string,
  inserted: Expression | null,
): Query {
  const counted = (name: string, condition: Expression | null): SelectColumn => ({
    name,
    value:
      condition === null
        ? countRows()
        : { node: 'aggregate', function: 'count', operand: when(condition, intLiteral(1)) },
  });
  const summed = (name: string): Expression =>
    parts
      .map((_, place) => column(`input_${place + 1}`, name))
      .reduce((left, right) => ({ node: 'arithmetic', operator: '+', left, right }));
  const inputs = parts.map(({ rows, where, columns }): SelectNode => ({
    node: 'select',
    columns: [counted('read', null), counted('keyed', keyedRows([key], columns))],
    from: rows,
    ...(where ? { where } : {}),
  }));
  const outcome: SelectNode = {
    node: 'select',
    columns: [
      counted('collected', null),
      {
        name: 'collected_rows',
        value: coalesce(
          { node: 'aggregate', function: 'sum', operand: column('fresh', stagedRowsColumn) },
          intLiteral(0),
        ),
      },
      counted('inserted', inserted),
      ...(parent === null ? [] : [counted('held', isNotNull(column('fresh', missingParentColumn)))]),
    ],
    from: from(table(null, workTable), 'fresh'),
  };
  return {
    node: 'select',
    columns: [
      ...['read', 'keyed'].map((name) => ({ name, value: summed(name) })),
      ...outcome.columns.map(({ name }) => ({ name, value: column('outcome', name) })),
    ],
    from: { relation: outcome, alias: 'outcome' },
    joins: inputs.map((relation, place) => ({
      kind: 'cross' as const,
      relation,
      alias: `input_${place + 1}`,
    })),
  };
}
