import type { QualifiedTable } from '../sql/query.ts';
import type { EntityBase } from './entity.ts';

/** Says when a link's row is in force; the versions of a link key are ordered by load date, then by `order`. */
export interface LinkActivity extends QualifiedTable {
  /** Name of the satellite. */
  readonly entity: string;
  readonly hashKey: string;
  readonly order: readonly { readonly column: string; readonly descending: boolean }[];
  /** `until`: open while this instant lies ahead, NULL always does. `status`: closed while it has the value `deleted`. */
  readonly rule:
    | { readonly kind: 'until'; readonly column: string }
    | { readonly kind: 'status'; readonly column: string; readonly deleted: string };
}

/** A satellite kind that knows by itself when a link's row is in force, for example effectivity satellites. */
export interface LinkActivitySatellite extends EntityBase {
  readonly parent: string;
  readonly linkActivity: Pick<LinkActivity, 'order' | 'rule'>;
}

export function asActivity(entity: EntityBase | undefined): LinkActivitySatellite | null {
  return entity !== undefined && 'linkActivity' in entity && 'parent' in entity
    ? (entity as LinkActivitySatellite)
    : null;
}
