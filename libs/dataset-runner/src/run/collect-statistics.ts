import type { QualifiedTable } from '@vaultwright/datavault-core/sql';
import type { Session } from '@vaultwright/datavault-core/warehouse';
import type { RunReporter } from '../run-event.ts';
import { unwatched, watched, type Watch } from '../run-work.ts';

/**
 * Has the engine count tables that a run has created and filled; later the engine's own habits are good enough.
 *
 * Invariant: what was loaded stays loaded; a failure is a warning.
 */
export async function collectStatistics(
  session: Pick<Session, 'analyze'>,
  created: readonly QualifiedTable[],
  report: RunReporter,
  watch: Watch = unwatched,
): Promise<void> {
  if (session.analyze === undefined || created.length === 0) return;
  try {
    await watched(watch, { phase: 'statistics', subject: null }, async () => session.analyze?.(created));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    report({ kind: 'warning', message: `statistics of new tables were not collected: ${message}` });
  }
}
