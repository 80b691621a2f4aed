import { z } from 'zod';
import { knownOptions, parseDefinition } from '../../metadata/given-options.ts';
import { and, column, isNull, or, type Expression } from '../../sql/expression.ts';
import { from, table, type Query } from '../../sql/query.ts';
import { compare } from './as-of-scope.ts';
import { isActiveInstant, type AsOfTable, type AsOfTableModel } from './as-of-table.ts';
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

const nextColumn = 'next_load_date';

const definition = z.strictObject({
  kind: z.literal('snapshotView'),
  name: z.string().min(1),
  of: z.string().min(1),
  /** As-of table with the instants to look at. */
  at: z.string().min(1),
  /** Name of the column with the instant; that of the as-of table by default. */
  asOf: z.string().min(1).optional(),
});
export type SnapshotViewDefinition = z.output<typeof definition>;

export interface SnapshotViewModel extends SatelliteViewModel {
  readonly kind: 'snapshotView';
  readonly instants: AsOfTableModel;
  readonly asOf: string;
}

export interface SnapshotView<Name extends string = string> {
  readonly kind: 'snapshotView';
  readonly name: Name;
  readonly definition: SnapshotViewDefinition;
}

/**
 * Declares a view of the version of each key that was in force at each active instant of an as-of table.
 *
 * Example: `defineSnapshotView('rs_country_at', { of: rsCountry, at: asOfMonth })`
 */
export function defineSnapshotView<const Name extends string>(
  name: Name,
  options: { readonly of: NamedSatellite; readonly at: AsOfTable; readonly asOf?: string },
): SnapshotView<Name> {
  const { of, at, ...rest } = knownOptions(definition, name, options);
  return {
    kind: 'snapshotView',
    name,
    definition: parseDefinition(definition, {
      kind: 'snapshotView',
      name,
      of: of.name,
      at: at.name,
      ...rest,
    }),
  };
}

export const snapshotView: EntityKind<typeof definition, SnapshotViewModel> = {
  kind: 'snapshotView',
  wave: 'views',
  definition,

  resolve({ kind, name, of, at, asOf }, scope) {
    const satellite = resolveViewed(name, of, scope);
    const instants = scope.entity(at);
    if (instants?.kind !== 'asOfTable')
      scope.problem(name, `a snapshot needs an as-of table, but ${scope.describe(at)}`);
    if (satellite !== null && isGrouped(satellite))
      scope.problem(name, `versions of ${of} are groups of rows: look at them through a point-in-time table`);
    if (satellite === null || isGrouped(satellite) || instants?.kind !== 'asOfTable') return null;
    const model = instants as AsOfTableModel;
    return {
      kind,
      name,
      hashKey: satellite.hashKey,
      satellite,
      withGhosts: false,
      feeds: [],
      instants: model,
      asOf: asOf ?? model.asOf,
    };
  },

  tables: () => [],

  views(model, context) {
    const { target } = viewedRows(model, context);
    return [
      {
        schema: target.schema,
        name: model.name,
        comment: `The version of each key of ${target.name} in force at each instant of ${model.instants.name}.`,
        columns: [{ name: model.asOf, type: loadDate.type, nullable: false }, ...target.columns],
        key: [model.asOf, ...historyKey(model.satellite)],
        query: versionsInForce(model, context),
      },
    ];
  },

  loads: () => [],
  checks: () => [],
};

/** Half-open ranges: of tied versions all but the last have an empty one. */
function versionsInForce(model: SnapshotViewModel, context: VaultContext): Query {
  const { target, ...rows } = viewedRows(model, context);
  const { loadDate: date } = context.vault.naming;
  const next: Expression = {
    node: 'window',
    function: 'lead',
    operand: column('version', date),
    partitionBy: historyKey(model.satellite).map((key) => column('version', key)),
    orderBy: versionOrder(model.satellite, date, 'version'),
  };
  const at = column('instant', model.instants.asOf);
  const end = column('ranged', nextColumn);
  const active = isActiveInstant(model.instants, 'instant');
  return {
    node: 'with',
    tables: [
      {
        name: 'ranged',
        comment: 'Each version and the load date of the next one of its key.',
        query: {
          node: 'select',
          columns: [
            ...target.columns.map(({ name }) => ({ name, value: column('version', name) })),
            { name: nextColumn, value: next },
          ],
          ...rows,
        },
      },
    ],
    body: {
      node: 'select',
      columns: [
        { name: model.asOf, value: at },
        ...target.columns.map(({ name }) => ({ name, value: column('ranged', name) })),
      ],
      from: from(table(target.schema, model.instants.name), 'instant'),
      joins: [
        {
          kind: 'inner',
          ...from(table(null, 'ranged'), 'ranged'),
          on: and(compare(column('ranged', date), '<=', at), or(isNull(end), compare(end, '>', at))),
        },
      ],
      ...(active === null ? {} : { where: active }),
    },
  };
}
