import type { ParentReference, SetColumn } from '../../stage/set-column.ts';
import {
  type FromTerm,
  type SelectColumn,
  type TableColumn,
  type TableDefinition,
  type WorkTable,
  from,
  table,
} from '../../sql/query.ts';
import {
  column,
  equal,
  intLiteral,
  isNotNull,
  isNull,
  parameter,
  textLiteral,
  type Expression,
} from '../../sql/expression.ts';
import type { Naming } from '../../metadata/naming.ts';
import type { EntityLoad, LoadAction, Tally } from '../../stage/entity-load.ts';
import { loadDate, recordSource } from '../../model/parameters.ts';
import { setAsideOnce } from './set-aside.ts';
import { firstRows } from './set-first-rows.ts';
import { rankedRows, type SetOutcome } from './set-ranked-rows.ts';
import { tallyQuery } from '../../stage/tally.ts';
import {
  feedColumn,
  missingParentColumn,
  outcomeColumn,
  stagedRowsColumn,
} from '../../model/work-columns.ts';

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
 * The rows of one source and what they mean for a set.
 *
 * Shape: every feed of a load has the same columns. `identity` tells rows apart, its first column is the hash key;
 * `content` is kept from the first row of an identity.
 */
export interface SetFeed extends Omit<SetInput, 'workTable' | 'arrival'> {
  readonly arrival: NonNullable<SetInput['arrival']>;
  /** The condition under which a row has a key; null when every row has. */
  readonly keyed: Expression | null;
  readonly identity: readonly SetColumn[];
  readonly content: readonly SetColumn[];
}

/** What becomes of a row whose identity is known with other content. */
export type ConflictPolicy = 'quarantine' | 'first' | 'keepAll' | 'fail';

/** An entity that is a set: a row is new or known, never changed. Hubs, links and events are sets. */
export interface SetEntity {
  readonly target: TableDefinition;
  readonly naming: Naming;
  readonly parents: readonly ParentReference[];
  readonly orphans: 'hold' | 'fail';
  /** Null: content is an attribute that is kept as first seen, and other content is no conflict. */
  readonly conflicts: ConflictPolicy | null;
}

/** A load of a set while it is put together. */
interface SetLoad {
  readonly entity: SetEntity;
  readonly feeds: readonly [SetFeed, ...SetFeed[]];
  readonly work: WorkTable;
  /** Columns of the work table that are stored. */
  readonly carried: readonly TableColumn[];
  /** The target's columns as values of the work table and the batch. */
  readonly stored: readonly SelectColumn[];
  /** Rows are united, numbered and given an outcome each. */
  readonly isRanked: boolean;
  /** The condition of each outcome over the work table. */
  readonly is: (outcome: SetOutcome) => Expression;
  /** Null when every row of the work table is inserted. */
  readonly inserted: Expression | null;
  /** Null when no row can be held. */
  readonly held: Expression | null;
}

/**
 * The statements that load a set: collect what is new, insert it, set aside what may not enter.
 *
 * Strategy: one feed without conflicts is an anti-join and a group, which is what stays cheap when a whole file is
 * loaded again. Several feeds are united and numbered, which costs a sort of what is new.
 */
export function loadSet(entity: SetEntity, workTableName: string, feeds: readonly SetFeed[]): EntityLoad {
  const [first, ...others] = feeds;
  if (first === undefined) throw new TypeError(`a load of ${entity.target.name} needs a feed`);
  const load = prepare(entity, workTableName, [first, ...others]);
  return {
    entity: entity.target.name,
    origin: first.source === null ? 'held' : 'batch',
    workTables: [load.work],
    actions: [collect(load), insert(load), ...setAside(load)],
    inserted: load.inserted,
    tallies: tallies(load),
  };
}

function prepare(entity: SetEntity, workTableName: string, feeds: SetLoad['feeds']): SetLoad {
  const [first] = feeds;
  const holds = entity.orphans === 'hold' && entity.parents.length > 0;
  const isRanked = feeds.length > 1 || entity.conflicts !== null;
  const carried = [...first.identity, ...first.content, ...arrivalColumns(entity, feeds)];
  const is = (outcome: SetOutcome): Expression => equal(column('fresh', outcomeColumn), textLiteral(outcome));
  const missing = column('fresh', missingParentColumn);
  return {
    entity,
    feeds,
    work: workTableOf(workTableName, carried, holds, isRanked),
    carried,
    stored: storedColumns(entity, carried),
    isRanked,
    is,
    inserted: isRanked ? is('inserted') : holds ? isNull(missing) : null,
    held: holds ? (isRanked ? is('held') : isNotNull(missing)) : null,
  };
}

function workTableOf(
  name: string,
  carried: readonly TableColumn[],
  holds: boolean,
  isRanked: boolean,
): WorkTable {
  const missingParent: TableColumn = {
    name: missingParentColumn,
    type: { kind: 'text', length: 128 },
    nullable: true,
  };
  const ranking: readonly TableColumn[] = [
    { name: feedColumn, type: { kind: 'int' }, nullable: false },
    { name: outcomeColumn, type: { kind: 'text', length: 8 }, nullable: false },
  ];
  return {
    name,
    columns: [
      ...carried.map((item) => ({ name: item.name, type: item.type, nullable: item.nullable })),
      { name: stagedRowsColumn, type: { kind: 'int' }, nullable: false },
      ...(holds ? [missingParent] : []),
      ...(isRanked ? ranking : []),
    ],
  };
}

function collect({ entity, feeds, work, carried, isRanked, held }: SetLoad): LoadAction {
  const names = carried.map(({ name }) => name);
  return {
    action: 'collect',
    title: isRanked
      ? `Rows that ${entity.target.name} does not hold yet, each with what becomes of it.`
      : `Rows that ${entity.target.name} does not hold yet, one per identity.`,
    statement: {
      node: 'insert',
      into: table(null, work.name),
      columns: work.columns.map(({ name }) => name),
      query: isRanked
        ? rankedRows(entity, feeds, names, held !== null)
        : firstRows(entity, feeds[0], names, held !== null),
    },
  };
}

function insert({ entity: { target }, work, stored, inserted }: SetLoad): LoadAction {
  return {
    action: 'insert',
    title: `New rows into ${target.name}.`,
    statement: {
      node: 'insert',
      into: table(target.schema, target.name),
      columns: stored.map(({ name }) => name),
      query: {
        node: 'select',
        columns: stored,
        from: from(table(null, work.name), 'fresh'),
        ...(inserted === null ? {} : { where: inserted }),
      },
    },
  };
}

/** Rows that may not enter go into tables beside the entity's own. */
function setAside({ entity, feeds: [first], work, stored, held, is }: SetLoad): LoadAction[] {
  const { conflicts, naming, target } = entity;
  const identity = [...first.identity, ...(conflicts === null ? [] : first.content)];
  const rows = { entity, work: table(null, work.name), stored, identity };
  const missing = column('fresh', missingParentColumn);
  return [
    ...(held !== null && first.source !== null
      ? [
          {
            action: 'hold' as const,
            title: 'Rows whose parent is not known yet, kept for later batches.',
            statement: setAsideOnce(rows, naming.pendingSuffix, held, missing),
          },
        ]
      : []),
    ...(conflicts === 'quarantine'
      ? [
          {
            action: 'keep-late' as const,
            title: `Rows that contradict ${target.name}, kept aside.`,
            statement: setAsideOnce(rows, naming.lateSuffix, is('conflict'), textLiteral('conflict')),
          },
        ]
      : []),
  ];
}

function tallies({ entity, feeds, work, isRanked, is, inserted, held }: SetLoad): Tally[] {
  const outcomes = {
    inserted,
    ...(held === null ? {} : { held }),
    ...(entity.conflicts === null ? {} : { conflict: is('conflict') }),
    ...(isRanked ? { repeated: is('repeated') } : {}),
  };
  return feeds.map((feed, place) => ({
    source: feed.source,
    query: tallyQuery(
      { ...feed, workTable: work.name },
      feed.keyed,
      outcomes,
      feeds.length === 1 ? undefined : equal(column('fresh', feedColumn), intLiteral(place)),
    ),
  }));
}

/** Load date and record source as columns of the work table, unless they are the batch's own for every row. */
function arrivalColumns({ naming }: SetEntity, feeds: readonly SetFeed[]): TableColumn[] {
  const varies = (part: keyof SetFeed['arrival']): boolean =>
    feeds.some(({ arrival }) => arrival[part].node !== 'parameter');
  return [
    ...(varies('loadDate') ? [{ name: naming.loadDate, type: loadDate.type, nullable: false }] : []),
    ...(varies('recordSource')
      ? [{ name: naming.recordSource, type: recordSource.type, nullable: false }]
      : []),
  ];
}

/** The columns of the target, in the order of its inserts, as values of the work table and the batch. */
function storedColumns({ naming }: SetEntity, carried: readonly TableColumn[]): SelectColumn[] {
  const own = carried.map(({ name }): SelectColumn => ({ name, value: column('fresh', name) }));
  const carries = (name: string): boolean => carried.some((item) => item.name === name);
  return [
    ...own,
    ...(carries(naming.loadDate) ? [] : [{ name: naming.loadDate, value: parameter(loadDate) }]),
    ...(carries(naming.recordSource) ? [] : [{ name: naming.recordSource, value: parameter(recordSource) }]),
  ];
}
