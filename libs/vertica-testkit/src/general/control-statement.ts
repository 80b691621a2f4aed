import { BackendError, type BackendResult } from '../backend/sql-backend.ts';
import { nameText } from '../lint/literal-text.ts';
import type { JournaledTransaction } from './journaled-transaction.ts';
import { isGroup, wordOf, type Item } from './token-tree.ts';

/** Runs the statements that open, divide and end a transaction. Errors: `BackendError` 25V02, 3B001. */
export async function controlStatement(
  items: readonly Item[],
  tag: string,
  transaction: JournaledTransaction,
): Promise<BackendResult> {
  const word = wordOf(items[0]);
  const isBack = word === 'rollback' || word === 'abort';
  if (transaction.status === 'E' && !isBack)
    throw new BackendError('Current transaction is aborted; only ROLLBACK is accepted', '25V02');
  if (word === 'savepoint') transaction.savepoint(savepointIn(items));
  else if (word === 'release') transaction.release(savepointIn(items));
  else if (isBack && items.some((item) => wordOf(item) === 'to'))
    await transaction.rollbackTo(savepointIn(items));
  else if (isBack) await transaction.rollback();
  else if (word === 'commit' || word === 'end') await transaction.commit();
  else begin(items, transaction);
  return { tag, columns: null, rows: [] };
}

function begin(items: readonly Item[], transaction: JournaledTransaction): void {
  if (items.some((item) => wordOf(item) === 'serializable'))
    throw new BackendError('emulator: an isolation other than READ COMMITTED is not emulated', '0A000');
  transaction.begin(true);
}

function savepointIn(items: readonly Item[]): string {
  const last = items.at(-1);
  if (last === undefined || isGroup(last) || items.length < 2)
    throw new BackendError('Syntax error: the name of a savepoint is missing', '42601');
  return nameText(last.token);
}
