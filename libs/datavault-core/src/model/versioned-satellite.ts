import type { TableColumn } from '../sql/query.ts';
import type { EntityBase } from './entity.ts';

/**
 * What views, point-in-time tables and ghost records need to know of a satellite that keeps versions, of whatever kind.
 *
 * A kind takes part by having these properties on its model. `hashDiff` is null where versions are told apart by other
 * columns. Invariant: the versions of a key are ordered by (load date, `sequence`, hash diff), NULL first.
 */
export interface VersionedSatellite extends EntityBase {
  readonly parent: string;
  readonly hashDiff: string | null;
  readonly payload?: readonly TableColumn[];
  /** Payload columns that tell versions apart where there is no hash diff. */
  readonly compared?: readonly string[];
  /** Stored columns that order rows of one load date. */
  readonly sequence?: readonly TableColumn[];
  /** Columns that tell the rows of one version apart: a version is then a group of rows. */
  readonly childKey?: readonly TableColumn[];
  /** `delta`: every member of a group has a history of its own. */
  readonly membership?: 'snapshot' | 'delta';
}

/** The columns that order versions of one load date and sequence, NULL first: the hash diff, or what is compared instead. */
export function contentOrder({
  hashDiff,
  payload = [],
  compared = [],
}: VersionedSatellite): readonly TableColumn[] {
  if (hashDiff === null) return payload.filter(({ name }) => compared.includes(name));
  return [{ name: hashDiff, type: { kind: 'text', length: 1 }, nullable: false }];
}

/** The satellite behind an entity; null for entities that keep no versions. */
export function asVersionedSatellite(entity: EntityBase | undefined): VersionedSatellite | null {
  if (entity === undefined || !('parent' in entity) || !('hashDiff' in entity)) return null;
  const { parent, hashDiff } = entity;
  const fits = typeof parent === 'string' && (hashDiff === null || typeof hashDiff === 'string');
  return fits ? (entity as VersionedSatellite) : null;
}
