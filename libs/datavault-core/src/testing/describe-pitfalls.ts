import type { WarehouseUnderTest } from './describe-warehouse.ts';
import { describeGhostRecordPitfalls } from './pitfalls/ghost-records.ts';
import { describeSatellitePitfalls } from './pitfalls/satellite.ts';

/** Known mistakes of loading, each as a named test; see the file of each kind in `pitfalls/`. */
export function describePitfalls(subject: WarehouseUnderTest): void {
  describeGhostRecordPitfalls(subject);
  describeSatellitePitfalls(subject);
}
