import {
  executeDefinitions,
  LoadExecution,
  planBatch,
  planLoad,
  type Vault,
} from '@vaultwright/datavault-core';
import type { Session, Warehouse } from '@vaultwright/datavault-core/warehouse';
import { duckdbDialect, openDuckDb, type DuckDbOptions } from '@vaultwright/duckdb-adapter';

/** One batch of staged rows, loaded into some entities of a vault. */
export interface VaultBatch {
  readonly vault: Vault;
  /** All of the vault by default. */
  readonly entities?: readonly string[];
  readonly loadId: string;
  readonly loadDate: string;
}

/** A database with the default settings of a target, and a vault's tables in it. */
export async function withVault<Result>(
  database: string,
  vault: Vault,
  work: (session: Session) => Promise<Result>,
  settings: Omit<DuckDbOptions, 'path'> = {},
): Promise<Result> {
  const warehouse: Warehouse = await openDuckDb({ path: database, ...settings });
  try {
    const session = await warehouse.connect();
    await executeDefinitions(session, planLoad(vault, { dialect: duckdbDialect }).steps);
    return await work(session);
  } finally {
    await warehouse.close();
  }
}

/** Plans and executes what a run does with staged rows. Shape: rows inserted into each entity. */
export async function loadBatch(
  session: Session,
  { vault, entities, loadId, loadDate }: VaultBatch,
): Promise<Readonly<Record<string, number>>> {
  const { steps } = planBatch(vault, { dialect: duckdbDialect, ...(entities && { entities }) });
  await executeDefinitions(
    session,
    steps.filter(({ phase }) => phase === 'prepare'),
  );
  const execution = new LoadExecution(session, { load_id: loadId, load_dt: loadDate, load_src: 'bench' });
  await session.vaultTransaction(
    vault.name,
    'bench',
    () => execution.run(steps.filter(({ ahead }) => !ahead)),
    () => execution.run(steps.filter(({ ahead }) => ahead)),
  );
  const { loads } = execution.result();
  const inserted: Record<string, number> = {};
  for (const load of loads) inserted[load.entity] = (inserted[load.entity] ?? 0) + Number(load.inserted);
  return inserted;
}

/** Runs SQL of a bench itself: data that is there before anything is measured. */
export async function runSql(session: Session, sql: string): Promise<void> {
  await session.execute({ sql, parameters: [], class: 'dml' });
}

/** The key that the default profile gives an expression of a whole number. */
export const keyOf = (number: string): string => `cast(unhex(md5(cast(${number} as varchar))) as uuid)`;
