import type { EngineTransaction } from './engine-transaction.ts';
import { BackendError, type BackendResult } from './sql-backend.ts';

/** Runs BEGIN, COMMIT and ROLLBACK; savepoints are not emulated. */
export async function runControl(tag: string, transaction: EngineTransaction): Promise<BackendResult> {
  const done: BackendResult = { tag, columns: null, rows: [] };
  switch (tag) {
    case 'ROLLBACK':
      await transaction.rollback();
      return done;
    case 'COMMIT':
      refuseWhenFailed(transaction);
      await transaction.commit();
      return done;
    case 'BEGIN':
    case 'START TRANSACTION':
      refuseWhenFailed(transaction);
      transaction.begin(true);
      return done;
    default:
      throw new BackendError(`emulator: ${tag} is not emulated`, '0A000');
  }
}

function refuseWhenFailed({ status }: EngineTransaction): void {
  if (status !== 'E') return;
  throw new BackendError('Current transaction is aborted; only ROLLBACK is accepted', '25V02');
}
