import { z } from 'zod';
import { duplicateKeyCheck } from '../checks/integrity-checks.ts';
import { hashTypeOf } from '../../hash/hash-profile.ts';
import { knownOptions, parseDefinition } from '../../metadata/given-options.ts';
import type { TableColumn, TableDefinition } from '../../sql/query.ts';
import type { AsOfTable, AsOfTableModel } from './as-of-table.ts';
import type { EntityKind } from '../entity-kind.ts';
import type { EntityBase } from '../../model/entity.ts';
import type { Hub } from '../insert-once/hub.ts';
import type { Link } from '../insert-once/link.ts';
import { loadDate } from '../../model/parameters.ts';
import { refreshPointInTime } from './point-in-time-load.ts';
import { asVersionedSatellite } from '../../model/versioned-satellite.ts';

const definition = z.strictObject({
  kind: z.literal('pointInTime'),
  name: z.string().min(1),
  /** Hub or link whose keys are looked at. */
  of: z.string().min(1),
  /** As-of table. */
  at: z.string().min(1),
  satellites: z
    .array(
      z.strictObject({
        satellite: z.string().min(1),
        /** Physical columns of the pair. */
        hashKey: z.string().min(1).optional(),
        loadDate: z.string().min(1).optional(),
      }),
    )
    .min(1),
  /** Physical column of the instant; that of the as-of table when absent. */
  asOf: z.string().min(1).optional(),
  /** Physical column with the hash of key and instant. */
  pitKey: z.string().min(1).optional(),
  /** What stands where a satellite had no version yet. */
  missing: z.enum(['ghost', 'null']).default('ghost'),
  /** `all` has a row for a key even before it was first seen. */
  rows: z.enum(['fromFirstSeen', 'all']).default('fromFirstSeen'),
  /** Removes rows of instants that the as-of table no longer has or no longer calls active. */
  prune: z.boolean().default(false),
});
export type PointInTimeDefinition = z.output<typeof definition>;

/** A satellite of a point-in-time table and the columns that name its version. */
export interface PointInTimeSatellite {
  readonly name: string;
  /** The satellite's own hash key column. */
  readonly hashKey: string;
  readonly keyColumn: string;
  readonly dateColumn: string;
  /** The satellite's sequence columns and the columns that repeat them. */
  readonly sequence: readonly { readonly stored: TableColumn; readonly name: string }[];
}

export interface PointInTimeModel extends EntityBase {
  readonly kind: 'pointInTime';
  readonly parent: string;
  readonly instants: AsOfTableModel;
  readonly satellites: readonly PointInTimeSatellite[];
  readonly asOf: string;
  readonly pitKey: string | null;
  readonly missing: 'ghost' | 'null';
  readonly rows: 'fromFirstSeen' | 'all';
  readonly prune: boolean;
  readonly feeds: readonly [];
}

export interface PointInTime<Name extends string = string> {
  readonly kind: 'pointInTime';
  readonly name: Name;
  readonly definition: PointInTimeDefinition;
}

/** A satellite that keeps versions, of any kind. */
export interface NamedSatellite {
  readonly kind: string;
  readonly name: string;
  readonly definition: { readonly of: string };
}

/**
 * Declares a point-in-time table: for each key and instant, which version of each satellite was in force.
 *
 * Invariant: refreshing it step by step gives the rows that building it anew would.
 * Example: `definePointInTime('pit_user', { of: hUsers, at: asOfMonth, satellites: [sSocdem, sConsent] })`
 */
export function definePointInTime<const Name extends string>(
  name: Name,
  options: {
    readonly of: Hub | Link;
    readonly at: AsOfTable;
    readonly satellites: readonly (
      | NamedSatellite
      | { readonly satellite: NamedSatellite; readonly hashKey?: string; readonly loadDate?: string }
    )[];
  } & Partial<Pick<PointInTimeDefinition, 'asOf' | 'pitKey' | 'missing' | 'rows' | 'prune'>>,
): PointInTime<Name> {
  const { of, at, satellites, ...rest } = knownOptions(definition, name, options);
  return {
    kind: 'pointInTime',
    name,
    definition: parseDefinition(definition, {
      kind: 'pointInTime',
      name,
      of: of.name,
      at: at.name,
      satellites: satellites.map((item) =>
        'satellite' in item ? { ...item, satellite: item.satellite.name } : { satellite: item.name },
      ),
      ...rest,
    }),
  };
}

export const pointInTime: EntityKind<typeof definition, PointInTimeModel> = {
  kind: 'pointInTime',
  wave: 'pointInTime',
  definition,
  computed: true,

  resolve(given, scope) {
    const { name, of, at, pitKey = null, missing, rows, prune } = given;
    const problems = scope.problems.length;
    const parent = scope.entity(of);
    if (parent === undefined || !['hub', 'link'].includes(parent.kind))
      scope.problem(name, `a point-in-time table is about a hub or a link, but ${scope.describe(of)}`);
    const instants = scope.entity(at) as AsOfTableModel | undefined;
    if (instants?.kind !== 'asOfTable')
      scope.problem(name, `instants come from an as-of table, but ${scope.describe(at)}`);
    const satellites = given.satellites.flatMap((item): PointInTimeSatellite[] => {
      const found = asVersionedSatellite(scope.entity(item.satellite));
      if (found === null) {
        scope.problem(name, `a satellite with versions is needed, but ${scope.describe(item.satellite)}`);
        return [];
      }
      if (found.parent !== of)
        scope.problem(name, `satellite ${found.name} describes ${found.parent}, not ${of}`);
      return [
        {
          name: found.name,
          hashKey: found.hashKey,
          keyColumn: item.hashKey ?? `${found.name}_${found.hashKey}`,
          dateColumn: item.loadDate ?? `${found.name}_${scope.naming.loadDate}`,
          sequence: (found.sequence ?? []).map((stored) => ({
            stored,
            name: `${found.name}_${stored.name}`,
          })),
        },
      ];
    });
    if (new Set(satellites.map((item) => item.name)).size < satellites.length)
      scope.problem(name, 'a satellite appears twice');
    if (scope.problems.length > problems || parent === undefined || instants === undefined) return null;
    const asOf = given.asOf ?? instants.asOf;
    const model: PointInTimeModel = {
      kind: 'pointInTime',
      name,
      parent: of,
      hashKey: parent.hashKey,
      instants,
      satellites,
      asOf,
      pitKey,
      missing,
      rows,
      prune,
      feeds: [],
      ...(missing === 'ghost' ? { ghosts: satellites.map((item) => item.name) } : {}),
    };
    scope.distinctColumns(
      name,
      pointInTimeColumns(model, { kind: 'int' }).map((item) => item.name),
    );
    return model;
  },

  tables: (model, vault) => [pointInTimeTable(model, vault)],

  loads: (model, _feeds, context) => [
    refreshPointInTime(model, pointInTimeTable(model, context.vault), context),
  ],

  checks(model, loads, { vault }) {
    const target = pointInTimeTable(model, vault);
    return loads.map((load) => duplicateKeyCheck(target, target.key, load));
  },
};

function pointInTimeColumns(model: PointInTimeModel, key: TableColumn['type']): TableColumn[] {
  const nullable = model.missing === 'null';
  return [
    ...(model.pitKey === null ? [] : [{ name: model.pitKey, type: key, nullable: false }]),
    { name: model.hashKey, type: key, nullable: false },
    { name: model.asOf, type: loadDate.type, nullable: false },
    ...model.satellites.flatMap(({ keyColumn, dateColumn, sequence }) => [
      { name: keyColumn, type: key, nullable },
      { name: dateColumn, type: loadDate.type, nullable },
      ...sequence.map(({ stored, name }) => ({ name, type: stored.type, nullable: true })),
    ]),
  ];
}

function pointInTimeTable(
  model: PointInTimeModel,
  { naming, hashProfile }: Parameters<typeof pointInTime.tables>[1],
): TableDefinition {
  return {
    schema: naming.vaultSchema,
    name: model.name,
    role: 'pointInTime',
    comment: `Point in time: which version of ${model.satellites.map(({ name }) => name).join(', ')} was in force for each key of ${model.parent}.`,
    columns: pointInTimeColumns(model, hashTypeOf(hashProfile)),
    key: [model.hashKey, model.asOf],
    clusterBy: [model.hashKey, model.asOf],
  };
}
