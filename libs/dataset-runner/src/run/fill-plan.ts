import type { Vault } from '@vaultwright/datavault-core';
import type { DeliveryHistory, DeliveryVersion } from '../deliveries/delivery-history.ts';
import type { Delivery } from '../deliveries/delivery.ts';

/** A recorded version of a delivery, and what is to be loaded from it again, under its date. */
export interface Fill {
  readonly version: DeliveryVersion;
  /** Entities that lack it; null takes all, whether they lack it or not. */
  readonly entities: readonly string[] | null;
}

/**
 * Versions that entities of the vault lack, because they were added to the metadata later, in the order they were loaded.
 *
 * Invariant: pure; an entity lacks a version when no batch has counted what it took from it.
 */
export function missingFills(vault: Vault, history: DeliveryHistory, sources: readonly string[]): Fill[] {
  const counted = new Map(sources.map((source) => [source, countedEntities(vault, source)]));
  return history.versions.flatMap((version) => {
    const entities = (counted.get(version.source) ?? []).filter((entity) => !history.filled(version, entity));
    return entities.length === 0 ? [] : [{ version, entities }];
  });
}

/** Entities whose batches count the rows of a source. */
function countedEntities({ entities }: Vault, source: string): string[] {
  return entities.filter(({ feeds }) => feeds.some((feed) => feed.source === source)).map(({ name }) => name);
}

/** The latest versions of what is listed, in the order they were loaded, for all entities. */
export function recordedAgain(history: DeliveryHistory, deliveries: readonly Delivery[]): Fill[] {
  const latest = new Set(deliveries.map((delivery) => history.latest(delivery)));
  return history.versions
    .filter((version) => latest.has(version))
    .map((version) => ({ version, entities: null }));
}

/** One sentence about a version that entities cannot be filled from. */
export function goneNotice({ version: { delivery, loadDate }, entities }: Fill): string {
  const named = entities === null ? 'all entities' : entities.join(', ');
  return `${named}: not filled from ${delivery} of ${loadDate.slice(0, 10)}, whose content is gone; with it back in place, --force-load fills them`;
}
