import { z } from 'zod';
import { knownOptions, parseDefinition } from '../../metadata/given-options.ts';
import { column, equal, type Expression } from '../../sql/expression.ts';
import { from, type Query, type SelectColumn } from '../../sql/query.ts';
import type { EntityKind } from '../entity-kind.ts';
import type { VaultContext } from '../../stage/entity-load.ts';
import type { NamedSatellite } from './point-in-time.ts';
import {
  historyKey,
  isGrouped,
  resolveViewed,
  versionOrder,
  viewedRows,
  type SatelliteViewModel,
} from './satellite-view.ts';

const definition = z.strictObject({
  kind: z.literal('currentView'),
  name: z.string().min(1),
  of: z.string().min(1),
  withGhosts: z.boolean().default(false),
});
export type CurrentViewDefinition = z.output<typeof definition>;

export interface CurrentViewModel extends SatelliteViewModel {
  readonly kind: 'currentView';
}

export interface CurrentView<Name extends string = string> {
  readonly kind: 'currentView';
  readonly name: Name;
  readonly definition: CurrentViewDefinition;
}

/**
 * Declares a view of the latest version of each key of a satellite.
 *
 * Example: `defineCurrentView('s_user_socdem_now', { of: sUserSocdem })`
 */
export function defineCurrentView<const Name extends string>(
  name: Name,
  options: { readonly of: NamedSatellite; readonly withGhosts?: boolean },
): CurrentView<Name> {
  const { of, ...rest } = knownOptions(definition, name, options);
  return {
    kind: 'currentView',
    name,
    definition: parseDefinition(definition, { kind: 'currentView', name, of: of.name, ...rest }),
  };
}

export const currentView: EntityKind<typeof definition, CurrentViewModel> = {
  kind: 'currentView',
  wave: 'views',
  definition,

  resolve({ name, of, withGhosts }, scope) {
    const satellite = resolveViewed(name, of, scope);
    return (
      satellite && { kind: 'currentView', name, hashKey: satellite.hashKey, satellite, withGhosts, feeds: [] }
    );
  },

  tables: () => [],

  views(model, context) {
    const { target } = viewedRows(model, context);
    return [
      {
        schema: target.schema,
        name: model.name,
        comment: `The latest version of each key of ${target.name}.`,
        columns: target.columns,
        key: isGrouped(model.satellite) ? target.key : historyKey(model.satellite),
        query: isGrouped(model.satellite) ? latestGroups(model, context) : latestRows(model, context),
      },
    ];
  },

  loads: () => [],
  checks: () => [],
};

function latestRows(model: CurrentViewModel, context: VaultContext): Query {
  const { target, ...rows } = viewedRows(model, context);
  const own = (name: string): SelectColumn => ({ name, value: column('version', name) });
  const keys = historyKey(model.satellite);
  const { loadDate } = context.vault.naming;
  return {
    node: 'with',
    tables: [
      {
        name: 'latest',
        comment: 'The last row of each key.',
        query: {
          node: 'pick',
          ...rows,
          keys: keys.map(own),
          order: versionOrder(model.satellite, loadDate, 'version', true),
          columns: target.columns
            .filter(({ name }) => !keys.includes(name))
            .map(({ name, type }) => ({ ...own(name), type })),
        },
      },
    ],
    body: {
      node: 'select',
      columns: target.columns.map(({ name }) => ({ name, value: column('latest', name) })),
      from: from({ node: 'table', schema: null, name: 'latest' }, 'latest'),
    },
  };
}

/** All rows of the latest load date. */
function latestGroups(model: CurrentViewModel, context: VaultContext): Query {
  const { target, ...rows } = viewedRows(model, context);
  const { loadDate } = context.vault.naming;
  const latest: Expression = {
    node: 'window',
    function: 'max',
    operand: column('version', loadDate),
    partitionBy: [column('version', model.satellite.hashKey)],
    orderBy: [],
  };
  const own = target.columns.map(({ name }): SelectColumn => ({ name, value: column('version', name) }));
  return {
    node: 'select',
    columns: own,
    from: from(
      { node: 'select', columns: [...own, { name: 'latest_load_date', value: latest }], ...rows },
      'version',
    ),
    where: equal(column('version', loadDate), column('version', 'latest_load_date')),
  };
}
