import type { Vault } from '@vaultwright/datavault-core';
import type { Clock, RunIds, Session, Warehouse } from '@vaultwright/datavault-core/warehouse';
import type { DataSet } from '../data-set.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { RunReporter } from '../run-event.ts';
import type { Watch } from '../run-work.ts';
import type { IntakeChoices } from './intake-choices.ts';
import type { RejectLimit } from './reject-limit.ts';

/** What every step of a run shares. */
export interface RunContext {
  readonly dataSet: DataSet;
  readonly vault: Vault;
  readonly warehouse: Warehouse;
  readonly session: Session;
  readonly ledger: Ledger;
  readonly metadataHash: string;
  readonly runId: string;
  readonly clock: Clock;
  readonly runIds: RunIds;
  readonly rejectLimit: RejectLimit;
  /** Loads deliveries again that the ledger knows, under their recorded dates; the vault stays as it is. */
  readonly forceLoad: boolean;
  readonly choices: IntakeChoices;
  readonly report: RunReporter;
  readonly watch: Watch;
  readonly signal: AbortSignal;
}
