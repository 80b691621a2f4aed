import { vaultTables, type Vault } from '@vaultwright/datavault-core';
import type { SqlDialect } from '@vaultwright/datavault-core/sql';
import type { Session, SourceReader } from '@vaultwright/datavault-core/warehouse';
import { DeliveryHistory } from '../deliveries/delivery-history.ts';
import type { Delivery } from '../deliveries/delivery.ts';
import { Ledger } from '../ledger/ledger.ts';
import { ledgerSchema, ledgerTables } from '../ledger/ledger-tables.ts';
import { missingFills, recordedAgain, type Fill } from './fill-plan.ts';
import type { IntakeChoices } from './intake-choices.ts';
import { planDeliveries, type PlannedDelivery } from './plan-deliveries.ts';
import { inspectWarehouse, type Preflight } from './preflight.ts';
import { behind } from './refresh-computed.ts';

/** A warehouse that is only looked at. */
export interface WatchedWarehouse {
  /** Null while the warehouse does not exist. */
  readonly session: Session | null;
  readonly dialect: SqlDialect;
  readonly vault: Vault;
}

/** What a run would find and do now. */
export interface Outlook {
  readonly preflight: Preflight;
  readonly planned: readonly PlannedDelivery[];
  /** Versions that entities lack and whose content is no longer listed. */
  readonly gone: readonly Fill[];
  /** Computed entities that were declared later and are not filled yet. */
  readonly behind: readonly string[];
  readonly history: DeliveryHistory;
}

/** Looks at what a run would make of these deliveries; changes nothing. */
export async function lookAhead(
  { session, dialect, vault }: WatchedWarehouse,
  deliveries: readonly Delivery[],
  reader: SourceReader,
  options: {
    /** Sources whose recorded versions fill entities that lack them, or the versions of everything listed for all entities. */
    readonly fillFrom: readonly string[] | 'all recorded';
    readonly choices: IntakeChoices;
    readonly signal: AbortSignal;
  },
): Promise<Outlook> {
  const { fillFrom, choices, signal } = options;
  const preflight = session === null ? nothingThere(vault) : await inspectWarehouse(session, dialect, vault);
  const history = await DeliveryHistory.open(
    session === null ? null : watchedLedger(session, dialect, vault, preflight),
  );
  const fills =
    fillFrom === 'all recorded' ? recordedAgain(history, deliveries) : missingFills(vault, history, fillFrom);
  const listed = new Set(deliveries.map((delivery) => history.latest(delivery)));
  const gone = fills.filter(({ version }) => !listed.has(version));
  const late = behind(vault, history);
  const planned = await planDeliveries(deliveries, reader, history, { fills, choices, signal });
  return { preflight, planned, gone, behind: late, history };
}

/** The ledger as it is stored, which may be of an earlier version; null while there is none. */
export function watchedLedger(
  session: Session,
  dialect: SqlDialect,
  vault: Vault,
  { missing, additions }: Pick<Preflight, 'missing' | 'additions'>,
): Ledger | null {
  if (missing.some(({ schema }) => schema === ledgerSchema)) return null;
  const namesNoDelivery = additions.some(
    ({ table, column }) => table.name === 'etl_object' && column.name === 'delivery',
  );
  return new Ledger(session, dialect, vault.name, namesNoDelivery);
}

function nothingThere(vault: Vault): Preflight {
  return { missing: [...vaultTables(vault), ...ledgerTables], additions: [], drift: [] };
}
