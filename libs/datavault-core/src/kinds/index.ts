import { z } from 'zod';
import type { EntityKind } from './define-kind.ts';
import { hub, type HubModel } from './hub.ts';
import { link, type LinkModel } from './link.ts';
import { nonHistorizedSatellite, type NonHistorizedSatelliteModel } from './non-historized-satellite.ts';
import { satellite, type SatelliteModel } from './satellite.ts';

/** Every kind; a new one is one file and its lines here. */
const kinds = { hub, link, satellite, nonHistorizedSatellite };

export const entityDefinitionSchema = z.discriminatedUnion('kind', [
  hub.definition,
  link.definition,
  satellite.definition,
  nonHistorizedSatellite.definition,
]);
export type EntityDefinition = z.output<typeof entityDefinitionSchema>;
export type EntityModel = HubModel | LinkModel | SatelliteModel | NonHistorizedSatelliteModel;

/** The kind of a definition or model; its methods must be given values of the same kind. */
export function kindOf(entity: { readonly kind: keyof typeof kinds }): EntityKind<z.ZodObject, EntityModel> {
  return kinds[entity.kind] as unknown as EntityKind<z.ZodObject, EntityModel>;
}
