import { compileStatement, type SqlDialect, type Statement } from '@vaultwright/datavault-core/sql';
import { forgetRules, type Vault } from '@vaultwright/datavault-core';
import type { Session } from '@vaultwright/datavault-core/warehouse';
import { Ledger } from '../ledger/ledger.ts';
import type { CleaningPlan } from './plan-cleaning.ts';

/**
 * Carries a plan out.
 *
 * Invariant: cleaning again after a failure at any statement ends the same. The ledger forgets first, or files whose rows
 * are gone would pass for loaded; rules are forgotten last, since they protect tables that are still there.
 */
export async function cleanVault(
  session: Session,
  dialect: SqlDialect,
  vault: Vault,
  { views, tables, forgotten, rows }: CleaningPlan,
): Promise<void> {
  if (rows.length > 0) await new Ledger(session, dialect, vault.name).forget();
  const statements: Statement[] = [
    ...views.map(({ schema, name }) => ({ node: 'dropView', schema, name }) as const),
    ...tables.map(({ schema, name }) => ({ node: 'dropTable', schema, name }) as const),
    ...(forgotten.length === 0 ? [] : [forgetRules(vault, forgotten)]),
  ];
  for (const statement of statements) await session.execute(compileStatement(statement, dialect));
}
