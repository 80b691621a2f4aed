import { z } from 'zod';
import type { VaultModel } from '../model/vault-model.ts';
import { asOfTable, type AsOfTableModel } from '../kinds/business-vault/as-of-table.ts';
import { bridge } from '../kinds/business-vault/bridge.ts';
import { type BridgeModel } from '../kinds/business-vault/bridge-model.ts';
import { currentView, type CurrentViewModel } from '../kinds/business-vault/current-view.ts';
import type { EntityKind } from '../kinds/entity-kind.ts';
import type { EffectivityModel } from '../kinds/effectivity/effectivity-model.ts';
import { effectivitySatellite } from '../kinds/effectivity/effectivity-satellite.ts';
import { endDatedView, type EndDatedViewModel } from '../kinds/business-vault/end-dated-view.ts';
import {
  extendedTrackingSatellite,
  type ExtendedTrackingSatelliteModel,
} from '../kinds/history/extended-tracking-satellite.ts';
import { hub, type HubModel } from '../kinds/insert-once/hub.ts';
import { link, type LinkModel } from '../kinds/insert-once/link.ts';
import {
  multiActiveSatellite,
  type MultiActiveSatelliteModel,
} from '../kinds/multi-active/multi-active-satellite.ts';
import { nonHistorizedLink, type NonHistorizedLinkModel } from '../kinds/insert-once/non-historized-link.ts';
import {
  nonHistorizedSatellite,
  type NonHistorizedSatelliteModel,
} from '../kinds/insert-once/non-historized-satellite.ts';
import { pointInTime, type PointInTimeModel } from '../kinds/business-vault/point-in-time.ts';
import {
  recordTrackingSatellite,
  type RecordTrackingSatelliteModel,
} from '../kinds/history/record-tracking-satellite.ts';
import { referenceHub, type ReferenceHubModel } from '../kinds/insert-once/reference-hub.ts';
import { referenceSatellite, type ReferenceSatelliteModel } from '../kinds/history/reference-satellite.ts';
import { referenceTable, type ReferenceTableModel } from '../kinds/insert-once/reference-table.ts';
import { satellite, type SatelliteModel } from '../kinds/history/satellite.ts';
import {
  statusTrackingSatellite,
  type StatusTrackingSatelliteModel,
} from '../kinds/status-tracking/status-tracking-satellite.ts';
import { snapshotView, type SnapshotViewModel } from '../kinds/business-vault/snapshot-view.ts';

/** Every kind; a new one is one file and its lines here. */
const kinds = {
  hub,
  link,
  nonHistorizedLink,
  satellite,
  nonHistorizedSatellite,
  effectivitySatellite,
  multiActiveSatellite,
  extendedTrackingSatellite,
  recordTrackingSatellite,
  statusTrackingSatellite,
  referenceHub,
  referenceSatellite,
  referenceTable,
  asOfTable,
  pointInTime,
  bridge,
  currentView,
  endDatedView,
  snapshotView,
};

export const entityDefinitionSchema = z.discriminatedUnion('kind', [
  hub.definition,
  link.definition,
  nonHistorizedLink.definition,
  satellite.definition,
  nonHistorizedSatellite.definition,
  effectivitySatellite.definition,
  multiActiveSatellite.definition,
  extendedTrackingSatellite.definition,
  recordTrackingSatellite.definition,
  statusTrackingSatellite.definition,
  referenceHub.definition,
  referenceSatellite.definition,
  referenceTable.definition,
  asOfTable.definition,
  pointInTime.definition,
  bridge.definition,
  currentView.definition,
  endDatedView.definition,
  snapshotView.definition,
]);
export type EntityDefinition = z.output<typeof entityDefinitionSchema>;
export type EntityModel =
  | HubModel
  | LinkModel
  | NonHistorizedLinkModel
  | SatelliteModel
  | NonHistorizedSatelliteModel
  | EffectivityModel
  | MultiActiveSatelliteModel
  | ExtendedTrackingSatelliteModel
  | RecordTrackingSatelliteModel
  | StatusTrackingSatelliteModel
  | ReferenceHubModel
  | ReferenceSatelliteModel
  | ReferenceTableModel
  | AsOfTableModel
  | PointInTimeModel
  | BridgeModel
  | CurrentViewModel
  | EndDatedViewModel
  | SnapshotViewModel;

/** A vault of any of these kinds. */
export type Vault = VaultModel<EntityModel>;

/** What `kind` may be. */
export const kindNames = Object.keys(kinds) as [EntityModel['kind'], ...EntityModel['kind'][]];

/** The kind of a definition or model; its methods must be given values of the same kind. */
export function kindOf(entity: { readonly kind: keyof typeof kinds }): EntityKind<z.ZodObject, EntityModel> {
  return kinds[entity.kind] as unknown as EntityKind<z.ZodObject, EntityModel>;
}
