import type { BrokenReference } from '../stage/entity-load.ts';

/** What a person is told when rows name keys that a parent does not hold. */
export interface OrphanRemedy {
  readonly parent: string;
  readonly fix: string;
}

/** What helps: the parent is loaded by the same plan, so its keys have not come; or it is not, so it comes first. */
export function orphanRemedy(
  entity: string,
  { parent }: BrokenReference,
  isLoaded: (entity: string) => boolean,
): OrphanRemedy {
  return {
    parent,
    fix: isLoaded(parent)
      ? `deliver these keys to ${parent} first, or let ${entity} keep such rows until they come: orphans: 'hold'`
      : `load ${parent} before ${entity}: this plan loads ${entity} without it`,
  };
}
