import { analyzeStatement } from './analyze-statement.ts';
import type { LintOptions } from './lint-options.ts';
import type { Finding, StatementClass } from './lint-rule.ts';

export interface StatementLint {
  /** Null when the statement is none of the listed forms. */
  readonly class: StatementClass | null;
  /** Empty when the statement may be sent. */
  readonly findings: readonly Finding[];
  /** Number of `?`. */
  readonly parameters: number;
}

/**
 * Holds one statement against the list of forms that Vaultwright sends to Vertica.
 *
 * Invariant: pure. The list is what we generate, not what a server accepts; a clean statement is no proof of validity.
 * Example: `lintStatement('select 1 as "one"')` gives `{ class: 'query', findings: [], parameters: 0 }`.
 */
export function lintStatement(sql: string, options: LintOptions = {}): StatementLint {
  const { class: statementClass, findings, parameters } = analyzeStatement(sql, options);
  return { class: statementClass, findings, parameters };
}
