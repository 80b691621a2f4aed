import { z } from 'zod';
import { duplicateKeyCheck, orphanCheck } from '../checks/integrity-checks.ts';
import { hashTypeOf } from '../../hash/hash-profile.ts';
import { knownOptions, parseDefinition } from '../../metadata/given-options.ts';
import type { VaultModel } from '../../model/vault-model.ts';
import { column, isNotNull } from '../../sql/expression.ts';
import { from, table, type TableDefinition } from '../../sql/query.ts';
import { arrivalColumns } from '../../model/arrival-columns.ts';
import { pendingTable } from '../../model/aside-tables.ts';
import type { EntityKind } from '../entity-kind.ts';
import type { EntityLoad, PlanContext } from '../../stage/entity-load.ts';
import type { EntityBase, Feed, OrphanPolicy } from '../../model/entity.ts';
import type { Hub } from '../insert-once/hub.ts';
import type { Link } from '../insert-once/link.ts';
import { pendingInput } from '../insert-once/pending-input.ts';
import { hashDiffOf, type SatelliteModel } from './satellite.ts';
import type { ParentReference } from '../../stage/set-column.ts';
import { loadSightings, type SightingEntity, type SightingRows } from './sighting-load.ts';

const definition = z.strictObject({
  kind: z.literal('extendedTrackingSatellite'),
  name: z.string().min(1),
  /** Hub or link of the tracked satellites. */
  of: z.string().min(1),
  satelliteColumn: z.string().min(1).default('satellite_name'),
  hashDiff: z.string().min(1).optional(),
  orphans: z.enum(['hold', 'fail']).default('fail'),
  /** `automate-dv` leaves the parent's key out and so loses rows of keys that share a content; it wants `acceptLostRows`. */
  identity: z.enum(['full', 'automate-dv']).default('full'),
  acceptLostRows: z.boolean().default(false),
});
export type ExtendedTrackingSatelliteDefinition = z.output<typeof definition>;

/** A source of a tracked satellite and what it brings for which satellites. */
interface TrackedFeed extends Feed {
  readonly satellites: readonly string[];
}

export interface ExtendedTrackingSatelliteModel extends EntityBase {
  readonly kind: 'extendedTrackingSatellite';
  readonly parent: string;
  readonly satelliteColumn: string;
  /** The column of the tracked rows' hash diffs. */
  readonly diffColumn: string;
  readonly orphans: OrphanPolicy;
  readonly identity: 'full' | 'automate-dv';
  /** One for each source; its key is that of the first satellite it feeds. */
  readonly feeds: readonly TrackedFeed[];
}

export interface ExtendedTrackingSatellite<Name extends string = string> {
  readonly kind: 'extendedTrackingSatellite';
  readonly name: Name;
  readonly definition: ExtendedTrackingSatelliteDefinition;
}

/**
 * Declares an extended tracking satellite: every row that was delivered for the satellites that name it, changed or not.
 *
 * Invariant: order-free; a late row of a tracked satellite is known to be late, and can be repaired.
 * Example: `const seen = defineExtendedTrackingSatellite('xts_user', { of: hUsers })`, then `defineSatellite('s_user', { ..., trackedBy: seen, onLate: 'insertRestore' })`
 */
export function defineExtendedTrackingSatellite<const Name extends string>(
  name: Name,
  options: { readonly of: Hub | Link } & Partial<
    Pick<
      ExtendedTrackingSatelliteDefinition,
      'satelliteColumn' | 'hashDiff' | 'orphans' | 'identity' | 'acceptLostRows'
    >
  >,
): ExtendedTrackingSatellite<Name> {
  const { of, ...rest } = knownOptions(definition, name, options);
  return {
    kind: 'extendedTrackingSatellite',
    name,
    definition: parseDefinition(definition, {
      kind: 'extendedTrackingSatellite',
      name,
      of: of.name,
      ...rest,
    }),
  };
}

export const extendedTrackingSatellite: EntityKind<typeof definition, ExtendedTrackingSatelliteModel> = {
  kind: 'extendedTrackingSatellite',
  wave: 'tracking',
  definition,

  resolve({ name, of, satelliteColumn, hashDiff, orphans, identity, acceptLostRows }, scope) {
    const problems = scope.problems.length;
    const parent = scope.entity(of);
    if (parent === undefined || !['hub', 'link'].includes(parent.kind)) {
      scope.problem(
        name,
        `an extended tracking satellite belongs to a hub or a link, but ${scope.describe(of)}`,
      );
      return null;
    }
    const tracked = scope
      .resolved()
      .filter((entity): entity is SatelliteModel => isSatellite(entity) && entity.trackedBy === name);
    if (tracked.length === 0) scope.problem(name, 'no satellite is tracked by it');
    for (const satellite of tracked) {
      if (satellite.parent !== of)
        scope.problem(
          name,
          `it tracks satellites of ${of}, but ${satellite.name} describes ${satellite.parent}`,
        );
      if (satellite.orphans === 'hold' && orphans !== 'hold')
        scope.problem(
          name,
          `${satellite.name} holds rows without a parent, so its sightings must be held too`,
        );
      if (identity === 'automate-dv' && satellite.rules.late === 'insertRestore')
        scope.problem(
          name,
          `${satellite.name} restores versions, which needs every sighting: identity 'full'`,
        );
    }
    if (identity === 'automate-dv' && !acceptLostRows)
      scope.problem(
        name,
        "identity 'automate-dv' leaves the parent's key out, so sightings of keys with one content are lost; say acceptLostRows: true if that is wanted",
      );
    const diffColumn = hashDiff ?? scope.naming.hashDiff;
    const arrival = arrivalColumns(scope.naming).map((item) => item.name);
    scope.distinctColumns(name, [parent.hashKey, satelliteColumn, diffColumn, ...arrival]);
    if (scope.problems.length > problems) return null;
    return {
      kind: 'extendedTrackingSatellite',
      name,
      parent: of,
      hashKey: parent.hashKey,
      satelliteColumn,
      diffColumn,
      orphans,
      identity,
      feeds: feedsOf(tracked),
    };
  },

  tables(model, vault) {
    const own = trackingTable(model, vault);
    return model.orphans === 'hold' ? [own, pendingTable(own, model.parent, vault.naming)] : [own];
  },

  loads: (model, feeds, context) => [
    ...(model.orphans === 'hold' ? [released(model, context)] : []),
    ...feeds.map((feed) => seen(model, feed, context)),
  ],

  checks(model, loads, context) {
    const target = trackingTable(model, context.vault);
    return loads.flatMap((load) => [
      duplicateKeyCheck(target, target.key, load),
      orphanCheck(target, parentOf(model, context), load),
    ]);
  },
};

function isSatellite(entity: EntityBase): entity is SatelliteModel {
  return entity.kind === 'satellite';
}

function feedsOf(tracked: readonly SatelliteModel[]): TrackedFeed[] {
  const feeds = new Map<string, TrackedFeed>();
  for (const { name, feeds: own } of tracked) {
    for (const { source, key, present } of own) {
      const known = feeds.get(source) ?? { source, key, present, satellites: [] };
      feeds.set(source, { ...known, satellites: [...known.satellites, name] });
    }
  }
  return [...feeds.values()];
}

function seen(model: ExtendedTrackingSatelliteModel, feed: TrackedFeed, context: PlanContext): EntityLoad {
  const workTable = model.feeds.length === 1 ? `new_${model.name}` : `new_${model.name}_${feed.source}`;
  const parts = feed.satellites.map((name): SightingRows => {
    const satellite = context.vault.entities.find((entity) => entity.name === name);
    if (satellite === undefined || !isSatellite(satellite)) throw new TypeError(`${name} is no satellite`);
    return sightingsIn(model, satellite, feed.source, context);
  });
  return loadSightings(asSightings(model, context), feed.source, workTable, parts);
}

/** The rows that one source brings for one satellite. */
function sightingsIn(
  model: ExtendedTrackingSatelliteModel,
  satellite: SatelliteModel,
  source: string,
  context: PlanContext,
): SightingRows {
  const feed = satellite.feeds.find((item) => item.source === source);
  if (feed === undefined) throw new TypeError(`${source} does not feed ${satellite.name}`);
  const stage = context.stage(source);
  const type = hashTypeOf(context.vault.hashProfile);
  const { loadDate, recordSource } = stage.arrival();
  const [date, origin] = arrivalColumns(context.vault.naming);
  const key = stage.key(feed.key, satellite.hashKey);
  return {
    rows: from(table(null, stage.tableName), 'staged'),
    ...(feed.present === null ? {} : { where: isNotNull(column('staged', stage.plain(feed.present))) }),
    columns: [
      { name: model.hashKey, type, nullable: key.nullable, value: column('staged', key.name) },
      { name: model.diffColumn, type, nullable: false, value: hashDiffOf(satellite, feed, context) },
      ...(date && origin
        ? [
            { ...date, value: loadDate },
            { ...origin, value: recordSource },
          ]
        : []),
    ],
    constants: { [model.satelliteColumn]: satellite.name },
  };
}

/** Sightings held earlier whose parents have arrived. */
function released(model: ExtendedTrackingSatelliteModel, context: PlanContext): EntityLoad {
  const { rows, where, workTable } = pendingInput(model.name, context.vault.naming, [
    parentOf(model, context),
  ]);
  const columns = trackingTable(model, context.vault).columns.map((item) => ({
    ...item,
    value: column('held', item.name),
  }));
  const entity = { ...asSightings(model, context), parent: null };
  return loadSightings(entity, null, workTable, [
    { rows, ...(where ? { where } : {}), columns, constants: {} },
  ]);
}

function trackingTable(
  model: ExtendedTrackingSatelliteModel,
  { naming, hashProfile }: VaultModel,
): TableDefinition {
  const type = hashTypeOf(hashProfile);
  const [date] = arrivalColumns(naming);
  const content = [date?.name ?? '', model.satelliteColumn, model.diffColumn];
  return {
    schema: naming.vaultSchema,
    name: model.name,
    role: 'satellite',
    comment: `Extended tracking satellite: every row delivered for satellites of ${model.parent}, changed or not.`,
    columns: [
      { name: model.hashKey, type, nullable: false },
      { name: model.satelliteColumn, type: { kind: 'text', length: 128 }, nullable: false },
      { name: model.diffColumn, type, nullable: false },
      ...arrivalColumns(naming),
    ],
    key: model.identity === 'full' ? [model.hashKey, ...content] : content,
    clusterBy: [model.hashKey],
  };
}

function parentOf(model: ExtendedTrackingSatelliteModel, { vault }: PlanContext): ParentReference {
  return { column: model.hashKey, schema: vault.naming.vaultSchema, table: model.parent, key: model.hashKey };
}

function asSightings(model: ExtendedTrackingSatelliteModel, context: PlanContext): SightingEntity {
  const target = trackingTable(model, context.vault);
  return {
    target,
    naming: context.vault.naming,
    key: model.hashKey,
    identity: target.key,
    parent: model.orphans === 'hold' ? parentOf(model, context) : null,
  };
}
