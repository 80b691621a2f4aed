import type { DeliveryStatus } from '../deliveries/delivery-status.ts';
import type { RunProfile } from '../run-profile.ts';
import type { RunResult } from '../run-result.ts';

/** What became of a delivery in a run. */
export interface PastDelivery {
  readonly source: string;
  readonly delivery: string;
  /** `loaded` when only the ledger tells. */
  readonly status: DeliveryStatus | 'loaded';
  /** Load date, canonical text; null where only the clock of the run knew it. */
  readonly date: string | null;
  readonly objects: number;
  /** Units: bytes as stored. */
  readonly bytes: number;
  /** Another delivery of the source that holds the same; null when there is none, or the ledger cannot be read. */
  readonly sameAs: string | null;
}

/** A run that is over or broken off, put together from its folder and the ledger. */
export interface PastRun {
  readonly runId: string;
  /** ISO 8601, UTC; null when neither folder nor id tells. */
  readonly startedAt: string | null;
  readonly dataSet: string;
  readonly model: string;
  readonly target: string;
  /** `unfinished` was killed or is still going on; `loaded` when only the ledger tells. */
  readonly status: RunResult['status'] | 'unfinished' | 'loaded';
  readonly deliveries: readonly PastDelivery[];
  /** Sources that had no object at all. */
  readonly absent: readonly string[];
  readonly rows: RunResult['rows'];
  readonly warnings: readonly string[];
  /** Where its time went; null unless that was measured and its folder is here. */
  readonly profile: RunProfile | null;
  /** Code and title; null when nothing failed. */
  readonly error: string | null;
  /** Absolute; null when the run has no folder here. */
  readonly folder: string | null;
}

/**
 * Runs of both accounts, newest first. A folder tells more than the ledger, unless its run was broken off: then what was
 * committed before stands in the ledger only.
 */
export function mergeRuns(folders: readonly PastRun[], ledger: readonly PastRun[]): PastRun[] {
  const runs = new Map(ledger.map((run) => [run.runId, run]));
  for (const run of folders) {
    const committed = runs.get(run.runId);
    const told =
      run.status === 'unfinished' && committed !== undefined
        ? { ...run, deliveries: committed.deliveries, rows: committed.rows }
        : run;
    runs.set(run.runId, told);
  }
  return [...runs.values()].sort((left, right) => (left.runId < right.runId ? 1 : -1));
}
