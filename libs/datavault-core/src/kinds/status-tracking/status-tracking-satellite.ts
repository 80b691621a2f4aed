import { z } from 'zod';
import { duplicateKeyCheck, orphanCheck } from '../checks/integrity-checks.ts';
import { refusedOutcome } from '../checks/refused-outcome.ts';
import type { ColumnType } from '../../metadata/column.ts';
import { knownOptions, parseDefinition } from '../../metadata/given-options.ts';
import type { ResolveScope } from '../../model/resolve-scope.ts';
import { refuseHeldParent } from '../../model/held-parent.ts';
import type { ColumnName, Source } from '../../metadata/source.ts';
import { column, not, textLiteral } from '../../sql/expression.ts';
import { arrivalColumns } from '../../model/arrival-columns.ts';
import { lateTable, pendingTable } from '../../model/aside-tables.ts';
import type { EntityKind } from '../entity-kind.ts';
import { historyChecks } from '../history/history-load.ts';
import type { Hub } from '../insert-once/hub.ts';
import type { Link } from '../insert-once/link.ts';
import type { LinkActivitySatellite } from '../../model/link-activity.ts';
import { namedColumns, type PayloadOption } from '../insert-once/satellite-payload.ts';
import { resolveSatellite, keyOf } from '../../model/resolve-satellite.ts';
import { parentReference } from '../../stage/staged-payload.ts';
import { satelliteShape, type SatelliteBase } from '../../model/satellite-base.ts';
import { emptySnapshotCheck, loadSnapshots } from './snapshot-load.ts';
import {
  asHistory,
  asSnapshots,
  listedKeys,
  released,
  statusTable,
  statusOf,
} from './status-tracking-load.ts';
import { refuseWorkColumns } from '../../model/work-columns.ts';

const statuses = ['I', 'U', 'D'] as const;

const definition = z.strictObject({
  kind: z.literal('statusTrackingSatellite'),
  name: z.string().min(1),
  /** Hub or link whose keys are tracked. */
  of: z.string().min(1),
  from: z.string().min(1),
  key: satelliteShape.key,
  /** `cdc`: the source says what happened to a key; `snapshot`: every batch lists all keys there are. */
  feed: z.enum(['cdc', 'snapshot']),
  /** Staged column with I, U or D; of feed `cdc`. */
  status: z.string().min(1).optional(),
  /** Physical name of the status. */
  statusColumn: z.string().min(1).default('status'),
  /** Attributes whose change is an update, of feed `snapshot`: name in the hash diff to source column or constant. */
  payload: satelliteShape.payload.default({}),
  hashDiff: z.string().min(1).optional(),
  /** A snapshot without any key ends all keys instead of stopping the batch. */
  allowEmpty: z.boolean().default(false),
  onLate: z.enum(['quarantine', 'drop', 'fail']).default('quarantine'),
  orphans: satelliteShape.orphans,
});
export type StatusTrackingSatelliteDefinition = z.output<typeof definition>;

export interface StatusTrackingSatelliteModel extends SatelliteBase, LinkActivitySatellite {
  readonly kind: 'statusTrackingSatellite';
  /** Null when only the presence of a key counts. */
  readonly hashDiff: string | null;
  readonly feed: 'cdc' | 'snapshot';
  /** Physical name. */
  readonly status: string;
  readonly statusType: ColumnType;
  readonly allowEmpty: boolean;
  readonly onLate: StatusTrackingSatelliteDefinition['onLate'];
  readonly feeds: readonly (SatelliteBase['feeds'][number] & {
    /** Staged column with the status; null where snapshots tell it. */
    readonly status: string | null;
  })[];
}

export interface StatusTrackingSatellite<Name extends string = string, From extends Source = Source> {
  readonly kind: 'statusTrackingSatellite';
  readonly name: Name;
  readonly source: From;
  readonly definition: StatusTrackingSatelliteDefinition;
}

interface CommonOptions<From extends Source> {
  readonly of: Hub | Link;
  readonly from: From;
  /** Columns of the parent's business key, for a source that does not feed the parent. */
  readonly key?: readonly ColumnName<From>[];
  readonly statusColumn?: string;
  readonly onLate?: StatusTrackingSatelliteDefinition['onLate'];
}

type StatusTrackingOptions<From extends Source> = CommonOptions<From> &
  (
    | { readonly feed: 'cdc'; readonly status: ColumnName<From>; readonly orphans?: 'hold' | 'fail' }
    | {
        readonly feed: 'snapshot';
        /** Attributes whose change is an update; without them only presence counts. */
        readonly payload?: readonly ColumnName<From>[] | Readonly<Record<string, ColumnName<From>>>;
        readonly hashDiff?: string;
        readonly allowEmpty?: boolean;
      }
  );

/**
 * Declares a status tracking satellite: whether each key was there; I when it came, U when it changed, D when it went.
 *
 * Invariant: with feed `snapshot` a key that is no longer listed gets a D at the load date of the snapshot; the row is
 * derived, and an older snapshot is late as a whole.
 * Example: `defineStatusTrackingSatellite('sts_user', { of: hUsers, from: users, feed: 'snapshot' })`
 */
export function defineStatusTrackingSatellite<const Name extends string, From extends Source>(
  name: Name,
  options: StatusTrackingOptions<From>,
): StatusTrackingSatellite<Name, NoInfer<From>> {
  const { of, from: source, ...rest } = knownOptions(definition, name, options);
  const payload = 'payload' in options ? { payload: namedColumns(options.payload as PayloadOption) } : {};
  return {
    kind: 'statusTrackingSatellite',
    name,
    source,
    definition: parseDefinition(definition, {
      kind: 'statusTrackingSatellite',
      ...rest,
      ...payload,
      name,
      of: of.name,
      from: source.name,
    }),
  };
}

export const statusTrackingSatellite: EntityKind<typeof definition, StatusTrackingSatelliteModel> = {
  kind: 'statusTrackingSatellite',
  wave: 'tracking',
  definition,
  rehashable: true,

  resolve(given, scope) {
    const { name, feed, onLate, allowEmpty, statusColumn } = given;
    const problems = scope.problems.length;
    refuseOptions(given, scope);
    if (feed === 'cdc') refuseHeldParent(given, scope);
    refuseWorkColumns(name, [statusColumn], scope);
    const staged = given.status === undefined ? undefined : scope.column(name, given.from, given.status);
    if (staged && staged.type.kind !== 'text')
      scope.problem(name, `status column ${staged.name} is ${staged.type.kind}, but a text is needed`);
    if (staged?.nullable) scope.problem(name, `status column ${staged.name} may be empty`);
    const base = resolveBase(given, scope);
    if (base === null || scope.problems.length > problems) return null;
    const hasDiff = base.payload.length > 0;
    return {
      kind: 'statusTrackingSatellite',
      ...base,
      feed,
      onLate,
      allowEmpty,
      status: statusColumn,
      statusType: staged?.type ?? { kind: 'text', length: 1 },
      hashDiff: hasDiff ? (given.hashDiff ?? scope.naming.hashDiff) : null,
      linkActivity: {
        order: [{ column: statusColumn, descending: false }],
        rule: { kind: 'status', column: statusColumn, deleted: 'D' },
      },
      feeds: base.feeds.map((item) => ({ ...item, status: given.status ?? null })),
    };
  },

  tables(model, vault) {
    const own = statusTable(model, vault);
    const isList = model.feed === 'snapshot';
    const listed = isList ? own.columns.filter(({ name }) => name !== model.status) : own.columns;
    const aside = {
      ...own,
      columns: listed,
      key: isList && model.hashDiff !== null ? [...own.key, model.hashDiff] : own.key,
    };
    const late = lateTable(aside, vault.naming);
    const pending = pendingTable(aside, model.parent, vault.naming);
    return [
      own,
      ...(model.onLate === 'quarantine' ? [late] : []),
      ...(model.orphans === 'hold' ? [pending] : []),
    ];
  },

  loads(model, feeds, context) {
    if (model.feed === 'snapshot') {
      const entity = asSnapshots(model, context);
      return feeds.map((feed) => loadSnapshots(entity, listedKeys(model, feed, context)));
    }
    return [
      ...(model.orphans === 'hold' ? [released(model, context)] : []),
      ...feeds.map((feed) => statusOf(model, feed, context)),
    ];
  },

  checks(model, loads, context) {
    const history = asHistory(model, context);
    const { target } = history;
    const unknown = not({
      node: 'oneOf',
      operand: column('fresh', model.status),
      values: statuses.map((status) => textLiteral(status)),
    });
    const empty = model.feeds.filter(
      ({ source }) =>
        model.feed === 'snapshot' &&
        !model.allowEmpty &&
        loads.some(({ tallies }) => tallies.some((tally) => tally.source === source)),
    );
    return [
      ...loads.flatMap((load) => [
        duplicateKeyCheck(target, target.key, load),
        orphanCheck(target, parentReference(model, context), load),
        ...historyChecks(history, load),
        ...(model.feed === 'cdc' && load.origin === 'batch'
          ? [refusedOutcome(target, 'status other than I, U and D', unknown, load)]
          : []),
      ]),
      ...empty.map((feed) => emptySnapshotCheck(model.name, listedKeys(model, feed, context))),
    ];
  },
};

function refuseOptions(given: StatusTrackingSatelliteDefinition, scope: ResolveScope): void {
  const { name, feed, status, payload, hashDiff, allowEmpty, orphans } = given;
  const compares = Object.keys(payload).length > 0;
  if (feed === 'cdc' && status === undefined)
    scope.problem(name, "feed 'cdc' needs `status`: the column with I, U or D");
  if (feed === 'cdc' && (compares || allowEmpty))
    scope.problem(name, "payload and allowEmpty are about lists of keys, so they need feed: 'snapshot'");
  if (feed === 'snapshot' && status !== undefined)
    scope.problem(name, "a snapshot tells the status by itself; `status` needs feed: 'cdc'");
  if (feed === 'snapshot' && orphans === 'hold')
    scope.problem(name, "a list of keys is whole or nothing, so none can be held: choose orphans: 'fail'");
  if (hashDiff !== undefined && !compares) scope.problem(name, 'a hash diff needs a payload');
}

/** Parent, keys and compared attributes; a satellite that compares none has only a key. */
function resolveBase(
  given: StatusTrackingSatelliteDefinition,
  scope: ResolveScope,
): Omit<SatelliteBase, 'kind'> | null {
  const { name, of, orphans, statusColumn } = given;
  const hashDiff = given.hashDiff ?? scope.naming.hashDiff;
  if (Object.keys(given.payload).length > 0) {
    scope.distinctColumns(name, [statusColumn, hashDiff]);
    return resolveSatellite({ ...given, furtherSources: [] }, [hashDiff], scope);
  }
  const parent = scope.entity(of);
  if (parent === undefined || !['hub', 'link'].includes(parent.kind)) {
    scope.problem(name, `a status tracking satellite belongs to a hub or a link, but ${scope.describe(of)}`);
    return null;
  }
  const feed = keyOf(name, parent, given, scope);
  const { hashKey } = parent;
  scope.distinctColumns(name, [
    hashKey,
    statusColumn,
    ...arrivalColumns(scope.naming).map((item) => item.name),
  ]);
  return feed === undefined
    ? null
    : { name, parent: of, hashKey, orphans, payload: [], feeds: [{ ...feed, values: [] }] };
}
