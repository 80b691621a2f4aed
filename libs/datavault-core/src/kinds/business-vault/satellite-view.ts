import type { ResolveScope } from '../../model/resolve-scope.ts';
import { column, not, type Expression, type OrderTerm } from '../../sql/expression.ts';
import { from, table, type FromTerm, type TableDefinition } from '../../sql/query.ts';
import type { VaultContext } from '../../stage/entity-load.ts';
import type { EntityBase } from '../../model/entity.ts';
import { isGhost } from '../../stage/ghost-record.ts';
import {
  asVersionedSatellite,
  contentOrder,
  type VersionedSatellite,
} from '../../model/versioned-satellite.ts';
import { asActivity } from '../../model/link-activity.ts';

/** What the views over one satellite have in common. */
export interface SatelliteViewModel extends EntityBase {
  readonly satellite: VersionedSatellite;
  readonly withGhosts: boolean;
  readonly feeds: readonly [];
}

/** Finds the satellite of a view; null after the mistake was noted. */
export function resolveViewed(name: string, of: string, scope: ResolveScope): VersionedSatellite | null {
  const entity = scope.entity(of);
  const satellite = asVersionedSatellite(entity);
  if (satellite === null)
    scope.problem(name, `a view of versions needs a satellite that keeps them, but ${scope.describe(of)}`);
  return satellite;
}

/** The satellite's table as the relation `version`, and the condition that leaves its ghost record out. */
export function viewedRows(
  { satellite, withGhosts }: SatelliteViewModel,
  { vault, tableOf }: VaultContext,
): { readonly target: TableDefinition; readonly from: FromTerm; readonly where?: Expression } {
  const target = tableOf(satellite.name);
  const rows = from(table(target.schema, target.name), 'version');
  // A ghost record has the zero key, which is no natural key.
  return withGhosts || 'naturalKey' in satellite
    ? { target, from: rows }
    : { target, from: rows, where: not(isGhost(satellite, vault, 'version')) };
}

/** Rows of a group stay together: they are one version. */
export function isGrouped({ childKey, membership }: VersionedSatellite): boolean {
  return (childKey ?? []).length > 0 && membership !== 'delta';
}

/** What has a history of its own: a key, or a member of its group. */
export function historyKey({ hashKey, childKey, membership }: VersionedSatellite): string[] {
  return [hashKey, ...(membership === 'delta' ? (childKey ?? []).map(({ name }) => name) : [])];
}

/** The order of the versions of a key, the earliest first, or turned round. */
export function versionOrder(
  satellite: VersionedSatellite,
  loadDate: string,
  relation: string,
  turned = false,
): OrderTerm[] {
  const activity = asActivity(satellite);
  const names = [
    loadDate,
    ...[...(satellite.sequence ?? []), ...contentOrder(satellite)].map(({ name }) => name),
  ];
  const terms = [
    ...names.map((name) => ({ column: name, descending: false })),
    ...(activity?.linkActivity.order ?? []),
  ];
  return terms.map((term) => {
    const descending = term.descending !== turned;
    return {
      by: column(relation, term.column),
      direction: descending ? 'desc' : 'asc',
      nulls: descending ? 'last' : 'first',
    };
  });
}
