import { z } from 'zod';
import {
  call,
  coalesce,
  column,
  equal,
  intLiteral,
  and,
  isNull,
  not,
  or,
  type Expression,
} from '../../sql/expression.ts';
import {
  from,
  table,
  type Query,
  type SelectColumn,
  type SelectNode,
  type TableDefinition,
  columnsFrom,
} from '../../sql/query.ts';
import { knownOptions, parseDefinition } from '../../metadata/given-options.ts';
import type { EntityKind } from '../entity-kind.ts';
import type { VaultContext } from '../../stage/entity-load.ts';
import { loadDate } from '../../model/parameters.ts';
import type { NamedSatellite } from './point-in-time.ts';
import {
  historyKey,
  isGrouped,
  resolveViewed,
  versionOrder,
  viewedRows,
  type SatelliteViewModel,
} from './satellite-view.ts';

const instant = /^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}$/;

const definition = z.strictObject({
  kind: z.literal('endDatedView'),
  name: z.string().min(1),
  of: z.string().min(1),
  /** Name of the column with the end. */
  loadEnd: z.string().min(1).default('load_end_dt'),
  /** The end of what is still in force. */
  openEnd: z
    .string()
    .regex(instant, 'must be a canonical timestamp, YYYY-MM-DD HH:MM:SS.ffffff')
    .default('9999-12-31 23:59:59.999999'),
  /** How much earlier than the next version a version ends, for readers that expect inclusive ends. */
  endMinus: z.enum(['none', '1us', '1ms']).default('none'),
  /** Folds neighbours of equal hash diff into one. */
  mergeEqual: z.boolean().default(false),
  withGhosts: z.boolean().default(false),
});
export type EndDatedViewDefinition = z.output<typeof definition>;

export interface EndDatedViewModel extends SatelliteViewModel {
  readonly kind: 'endDatedView';
  readonly loadEnd: string;
  readonly openEnd: string;
  readonly endMinus: 'none' | '1us' | '1ms';
  readonly mergeEqual: boolean;
}

export interface EndDatedView<Name extends string = string> {
  readonly kind: 'endDatedView';
  readonly name: Name;
  readonly definition: EndDatedViewDefinition;
}

/**
 * Declares a view of a satellite's versions with the instant at which each ends: the next load date of its key.
 *
 * Invariant: intervals `[load date, end)` of a key neither overlap nor leave a gap; the last one is open.
 * Example: `defineEndDatedView('s_user_socdem_history', { of: sUserSocdem, mergeEqual: true })`
 */
export function defineEndDatedView<const Name extends string>(
  name: Name,
  options: { readonly of: NamedSatellite } & Partial<Omit<EndDatedViewDefinition, 'kind' | 'name' | 'of'>>,
): EndDatedView<Name> {
  const { of, ...rest } = knownOptions(definition, name, options);
  return {
    kind: 'endDatedView',
    name,
    definition: parseDefinition(definition, { kind: 'endDatedView', name, of: of.name, ...rest }),
  };
}

export const endDatedView: EntityKind<typeof definition, EndDatedViewModel> = {
  kind: 'endDatedView',
  wave: 'views',
  definition,

  resolve({ of, ...given }, scope) {
    const satellite = resolveViewed(given.name, of, scope);
    if (satellite === null) return null;
    if (given.mergeEqual && (isGrouped(satellite) || satellite.hashDiff === null))
      scope.problem(given.name, `mergeEqual needs one hash diff for each version, which ${of} does not have`);
    return { ...given, satellite, hashKey: satellite.hashKey, feeds: [] };
  },

  tables: () => [],

  views(model, context) {
    const { target } = viewedRows(model, context);
    return [
      {
        schema: target.schema,
        name: model.name,
        comment: `The versions of ${target.name}, each with its end.`,
        columns: [...target.columns, { name: model.loadEnd, type: loadDate.type, nullable: false }],
        key: target.key,
        query: isGrouped(model.satellite)
          ? groupsWithEnd(model, target, context)
          : rowsWithEnd(model, target, context),
      },
    ];
  },

  loads: () => [],
  checks: () => [],
};

function endOf({ endMinus, openEnd }: EndDatedViewModel, next: Expression): Expression {
  const open: Expression = { node: 'literal', value: openEnd, type: loadDate.type };
  if (endMinus === 'none') return coalesce(next, open);
  return coalesce(call('minusMicroseconds', next, intLiteral(endMinus === '1us' ? 1 : 1000)), open);
}

function rowsWithEnd(model: EndDatedViewModel, target: TableDefinition, context: VaultContext): Query {
  const { target: _own, ...rows } = viewedRows(model, context);
  const all: SelectNode = { node: 'select', columns: columnsOf(target, 'version'), ...rows };
  const { loadDate: date } = context.vault.naming;
  const over = (operand: string, name: 'lead' | 'lag', relation: string): Expression => ({
    node: 'window',
    function: name,
    operand: column(relation, operand),
    partitionBy: historyKey(model.satellite).map((key) => column(relation, key)),
    orderBy: versionOrder(model.satellite, date, relation),
  });
  const { hashDiff } = model.satellite;
  const end: SelectColumn = { name: model.loadEnd, value: endOf(model, over(date, 'lead', 'version')) };
  if (!model.mergeEqual || hashDiff === null) return { ...all, columns: [...all.columns, end] };
  const before: SelectColumn = { name: 'hash_diff_before', value: over(hashDiff, 'lag', 'version') };
  const changed = or(
    isNull(column('neighbours', 'hash_diff_before')),
    not(equal(column('neighbours', 'hash_diff_before'), column('neighbours', hashDiff))),
  );
  return {
    node: 'with',
    tables: [
      {
        name: 'neighbours',
        comment: 'Each version and the hash diff of the one before.',
        query: { ...all, columns: [...all.columns, before] },
      },
      {
        name: 'changes',
        comment: 'Versions that differ from the one before.',
        query: {
          node: 'select',
          columns: columnsOf(target, 'neighbours'),
          from: from(table(null, 'neighbours'), 'neighbours'),
          where: changed,
        },
      },
    ],
    body: {
      node: 'select',
      columns: [
        ...columnsOf(target, 'version'),
        { name: model.loadEnd, value: endOf(model, over(date, 'lead', 'version')) },
      ],
      from: from(table(null, 'changes'), 'version'),
    },
  };
}

/** All rows of a group end together, when the next group of their key begins. */
function groupsWithEnd(model: EndDatedViewModel, target: TableDefinition, context: VaultContext): Query {
  const { target: _own, ...rows } = viewedRows(model, context);
  const { loadDate: date } = context.vault.naming;
  const { hashKey } = model.satellite;
  const keys = [hashKey, date];
  const next: Expression = {
    node: 'window',
    function: 'lead',
    operand: column('groups', date),
    partitionBy: [column('groups', hashKey)],
    orderBy: [{ by: column('groups', date), nulls: 'first' }],
  };
  return {
    node: 'with',
    tables: [
      {
        name: 'groups',
        comment: 'Every load date of a key, once.',
        query: {
          node: 'pick',
          ...rows,
          keys: columnsFrom('version', keys),
          order: [],
          columns: [],
        },
      },
      {
        name: 'ends',
        comment: 'When the next group begins.',
        query: {
          node: 'select',
          columns: [...columnsFrom('groups', keys), { name: 'next_load_date', value: next }],
          from: from(table(null, 'groups'), 'groups'),
        },
      },
    ],
    body: {
      node: 'select',
      columns: [
        ...columnsOf(target, 'version'),
        { name: model.loadEnd, value: endOf(model, column('ends', 'next_load_date')) },
      ],
      ...rows,
      joins: [
        {
          kind: 'inner',
          ...from(table(null, 'ends'), 'ends'),
          on: and(...keys.map((name) => equal(column('ends', name), column('version', name)))),
        },
      ],
    },
  };
}

function columnsOf({ columns }: TableDefinition, relation: string): SelectColumn[] {
  return columns.map(({ name }) => ({ name, value: column(relation, name) }));
}
