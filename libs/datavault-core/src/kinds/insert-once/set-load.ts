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
import type { EntityLoad, LoadAction } from '../../stage/entity-load.ts';
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

/**
 * The statements that load a set: collect what is new, insert it, set aside what may not enter.
 *
 * Strategy: one feed without conflicts is an anti-join and a group, which is what stays cheap when a whole file is
 * loaded again. Several feeds are united and numbered, which costs a sort of what is new.
 */
export function loadSet(entity: SetEntity, workTableName: string, feeds: readonly SetFeed[]): EntityLoad {
  const [first] = feeds;
  if (first === undefined) throw new TypeError(`a load of ${entity.target.name} needs a feed`);
  const holds = entity.orphans === 'hold' && entity.parents.length > 0;
  const isRanked = feeds.length > 1 || entity.conflicts !== null;
  const carried = [...first.identity, ...first.content, ...arrivalColumns(entity, feeds)];
  const workTable: WorkTable = {
    name: workTableName,
    columns: [
      ...carried.map(({ name, type, nullable }) => ({ name, type, nullable })),
      { name: stagedRowsColumn, type: { kind: 'int' }, nullable: false },
      ...(holds
        ? [{ name: missingParentColumn, type: { kind: 'text', length: 128 }, nullable: true } as const]
        : []),
      ...(isRanked
        ? ([
            { name: feedColumn, type: { kind: 'int' }, nullable: false },
            { name: outcomeColumn, type: { kind: 'text', length: 8 }, nullable: false },
          ] as const)
        : []),
    ],
  };
  const work = table(null, workTable.name);
  const is = (outcome: SetOutcome): Expression => equal(column('fresh', outcomeColumn), textLiteral(outcome));
  const inserted = isRanked ? is('inserted') : holds ? isNull(column('fresh', missingParentColumn)) : null;
  const held = isRanked ? is('held') : isNotNull(column('fresh', missingParentColumn));
  const stored = storedColumns(entity, carried);
  const names = carried.map(({ name }) => name);
  const actions: LoadAction[] = [
    {
      action: 'collect',
      title: isRanked
        ? `Rows that ${entity.target.name} does not hold yet, each with what becomes of it.`
        : `Rows that ${entity.target.name} does not hold yet, one per identity.`,
      statement: {
        node: 'insert',
        into: work,
        columns: workTable.columns.map(({ name }) => name),
        query: isRanked ? rankedRows(entity, feeds, names, holds) : firstRows(entity, first, names, holds),
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
  const aside = {
    entity,
    work,
    stored,
    identity: [...first.identity, ...(entity.conflicts === null ? [] : first.content)],
  };
  if (holds && first.source !== null) {
    actions.push({
      action: 'hold',
      title: 'Rows whose parent is not known yet, kept for later batches.',
      statement: setAsideOnce(aside, entity.naming.pendingSuffix, held, column('fresh', missingParentColumn)),
    });
  }
  if (entity.conflicts === 'quarantine') {
    actions.push({
      action: 'keep-late',
      title: `Rows that contradict ${entity.target.name}, kept aside.`,
      statement: setAsideOnce(aside, entity.naming.lateSuffix, is('conflict'), textLiteral('conflict')),
    });
  }
  return {
    entity: entity.target.name,
    origin: first.source === null ? 'held' : 'batch',
    workTables: [workTable],
    actions,
    inserted,
    tallies: feeds.map((feed, index) => ({
      source: feed.source,
      query: tallyQuery(
        { ...feed, workTable: workTable.name },
        feed.keyed,
        {
          inserted,
          ...(holds ? { held } : {}),
          ...(entity.conflicts === null ? {} : { conflict: is('conflict') }),
          ...(isRanked ? { repeated: is('repeated') } : {}),
        },
        feeds.length === 1 ? undefined : equal(column('fresh', feedColumn), intLiteral(index)),
      ),
    })),
  };
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
