import type { AsOfTableModel } from './as-of-table.ts';
import type { EntityBase } from '../../model/entity.ts';
import type { LinkActivity } from '../../model/link-activity.ts';

export interface BridgeStep {
  readonly link: string;
  /** The link's columns: its own key, the hub we come from, the hub we go to. */
  readonly linkKey: string;
  readonly from: string;
  readonly to: string;
  /** The bridge's columns. */
  readonly keyColumn: string;
  readonly hubColumn: string;
  readonly activity: LinkActivity | null;
}

export interface BridgeModel extends EntityBase {
  readonly kind: 'bridge';
  readonly hub: string;
  readonly instants: AsOfTableModel;
  readonly asOf: string;
  readonly bridgeKey: string | null;
  readonly steps: readonly BridgeStep[];
  readonly prune: boolean;
  readonly feeds: readonly [];
}

/** The bridge's key columns in the order of the path. */
export function pathColumns({ hashKey, steps }: BridgeModel): string[] {
  return [hashKey, ...steps.flatMap(({ keyColumn, hubColumn }) => [keyColumn, hubColumn])];
}
