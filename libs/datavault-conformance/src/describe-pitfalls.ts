import type { WarehouseUnderTest } from './describe-warehouse.ts';
import { describeEffectivityPitfalls } from './pitfalls/effectivity.ts';
import { describeGhostRecordPitfalls } from './pitfalls/ghost-records.ts';
import { describeMultiActivePitfalls } from './pitfalls/multi-active.ts';
import { describeReferenceDataPitfalls } from './pitfalls/reference-data.ts';
import { describeSatellitePitfalls } from './pitfalls/satellite.ts';
import { describeSetPitfalls } from './pitfalls/sets.ts';
import { describeStatusTrackingPitfalls } from './pitfalls/status-tracking.ts';

/** Known mistakes of loading, each as a named test; see the file of each kind in `pitfalls/`. */
export function describePitfalls(subject: WarehouseUnderTest): void {
  describeEffectivityPitfalls(subject);
  describeGhostRecordPitfalls(subject);
  describeMultiActivePitfalls(subject);
  describeReferenceDataPitfalls(subject);
  describeSatellitePitfalls(subject);
  describeSetPitfalls(subject);
  describeStatusTrackingPitfalls(subject);
}
