import { openEndLiteral } from '../../model/open-end.ts';
import { outcomeColumn, stagedRowsColumn } from '../../model/work-columns.ts';
import { table, type AntiJoin, type Query, type SelectNode, columnsFrom } from '../../sql/query.ts';
import {
  picked,
  drivers,
  drivingNames,
  matching,
  rowNames,
  storedRows,
  workTableQuery,
  type EffectivityQuery,
  type NamedQuery,
} from './effectivity-relations.ts';
import {
  and,
  column,
  equal,
  intLiteral,
  isNotNull,
  isNull,
  not,
  or,
  textLiteral,
  when,
  type Expression,
} from '../../sql/expression.ts';

const none = intLiteral(0);
const identity = ['link_key', 'arrived', 'start_at', 'end_at'];

/** Whether a row is open, by the day of its end, as that tool does. */
function isOpen(relation: string): Expression {
  return equal(
    { node: 'cast', operand: column(relation, 'end_at'), type: { kind: 'date' } },
    { node: 'cast', operand: openEndLiteral, type: { kind: 'date' } },
  );
}

/** Every row of the input, and every closing it causes, with what becomes of it: mode `automate-dv`. */
export function automateDvOutcomes(query: EffectivityQuery, tables: readonly NamedQuery[]): Query {
  const { model } = query;
  const driving = drivingNames(model);
  return {
    node: 'with',
    tables: [
      ...tables,
      drivers(query),
      storedRows(query),
      {
        name: 'states',
        comment: 'What each link key said last.',
        query: {
          node: 'select',
          columns: columnsFrom('stored', rowNames(model)),
          from: workTableQuery('stored'),
          where: equal(column('stored', 'from_last'), intLiteral(1)),
        },
      },
      {
        name: 'present',
        comment: 'Stored rows, each once.',
        query: {
          node: 'select',
          columns: columnsFrom('stored', identity),
          from: workTableQuery('stored'),
          groupBy: identity.map((name) => column('stored', name)),
        },
      },
      {
        name: 'firsts',
        comment: 'The first row of each driving key in this batch.',
        query: {
          node: 'pick',
          from: workTableQuery('sightings'),
          keys: columnsFrom('sightings', driving),
          order: ['arrived', 'start_at', 'link_key', 'end_at'].map((name) => ({
            by: column('sightings', name),
            direction: 'asc',
            nulls: 'first',
          })),
          columns: picked(query, 'sightings', ['start_at', 'arrived', 'origin']),
        },
      },
    ],
    body: {
      node: 'unionAll',
      queries: [stagedRows(query), ...(model.autoEndDate ? [closings(query)] : [])],
    },
  };
}

/** Unseen, opening again, or, without closings of our own, ended: inserted, unless this very row is stored. */
function stagedRows({ model }: EffectivityQuery): SelectNode {
  const isUnseen = isNull(column('states', 'link_key'));
  const isReopened = and(not(isOpen('states')), isOpen('sightings'));
  const isEnded = and(isOpen('states'), not(isOpen('sightings')));
  const isNew = or(isUnseen, isReopened, ...(model.autoEndDate ? [] : [isEnded]));
  return {
    node: 'select',
    columns: [
      ...columnsFrom('sightings', [...rowNames(model), stagedRowsColumn]),
      {
        name: outcomeColumn,
        value: when(
          and(isNew, isNull(column('present', 'link_key'))),
          textLiteral('inserted'),
          textLiteral('known'),
        ),
      },
      { name: 'tied', value: none },
    ],
    from: workTableQuery('sightings'),
    joins: [
      { kind: 'left', ...workTableQuery('states'), on: matching('states', 'sightings', ['link_key']) },
      { kind: 'left', ...workTableQuery('present'), on: matching('present', 'sightings', identity) },
    ],
  };
}

/** Open rows of a driving key in the batch that no open row of their link key repeats: they end where its first row begins. */
function closings({ model }: EffectivityQuery): SelectNode {
  const replaced: Readonly<Record<string, string>> = {
    end_at: 'start_at',
    arrived: 'arrived',
    origin: 'origin',
  };
  const from = { kind: 'inner', ...workTableQuery('firsts') } as const;
  const repeated: AntiJoin = {
    relation: table(null, 'sightings'),
    alias: 'again',
    on: and(matching('again', 'states', ['link_key', 'end_at'])),
    key: 'link_key',
  };
  const present: AntiJoin = {
    relation: table(null, 'stored'),
    alias: 'stored',
    on: and(
      matching('stored', 'states', ['link_key', 'start_at']),
      equal(column('stored', 'end_at'), column('firsts', 'start_at')),
      equal(column('stored', 'arrived'), column('firsts', 'arrived')),
    ),
    key: 'link_key',
  };
  return {
    node: 'select',
    columns: [
      ...rowNames(model).map((name) => {
        const other = replaced[name];
        return { name, value: other === undefined ? column('states', name) : column('firsts', other) };
      }),
      { name: stagedRowsColumn, value: none },
      { name: outcomeColumn, value: textLiteral('derived') },
      { name: 'tied', value: none },
    ],
    from: workTableQuery('states'),
    joins: [{ ...from, on: matching('firsts', 'states', drivingNames(model)) }],
    where: and(isNotNull(column('states', 'link_key')), isOpen('states')),
    without: [repeated, present],
  };
}
