/** One test of a suite as it ended. */
export interface SuiteCase {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** First line of the reason, or empty. */
  readonly detail: string;
}

/** Tests that ask for what the server does not claim to do, and why. */
export type ScopeRule = readonly [pattern: RegExp, reason: string];

export interface SuiteVerdict {
  readonly passed: number;
  readonly inScope: number;
  readonly outOfScope: ReadonlyMap<string, number>;
  readonly failures: readonly SuiteCase[];
  readonly isAccepted: boolean;
}

export function judgeSuite(
  cases: readonly SuiteCase[],
  rules: readonly ScopeRule[],
  floor: number,
): SuiteVerdict;

export function printVerdict(suite: string, verdict: SuiteVerdict, floor: number): string[];
