import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { EngineTransaction } from './engine-transaction.ts';
import { TableLocks } from './table-locks.ts';

it('a transaction that waited for a lock sees what was committed meanwhile', async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const [waiting, other] = [await instance.connect(), await instance.connect()];
  await other.run('create table t (a int)');
  const locks = new TableLocks(60_000);
  const holder = {};
  await locks.acquire('t', holder, 'exclusive');
  const transaction = new EngineTransaction(waiting, locks);
  const written = transaction.write('t', 'exclusive');
  // A statement of its own connection: whatever `write` has asked of the engine is done when it answers.
  expect((await waiting.runAndReadAll('select count(*) from t')).getRows()).toEqual([[0n]]);
  await other.run('insert into t values (1)');
  locks.release(holder);
  await written;
  expect((await waiting.runAndReadAll('select count(*) from t')).getRows()).toEqual([[1n]]);
  await transaction.rollback();
  for (const connection of [waiting, other]) connection.closeSync();
  instance.closeSync();
});
