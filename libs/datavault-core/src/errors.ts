/** Who can mend a failure; decides the exit code of a program, see {@link exitCodeOf}. */
export type ErrorFamily =
  'usage' | 'configuration' | 'metadata' | 'data' | 'source' | 'warehouse' | 'internal';

export interface ErrorDetails {
  /** Stable mnemonic, `E-<AREA>-<NAME>`; never renamed within a major version. */
  readonly code: `E-${string}`;
  readonly family: ErrorFamily;
  /** One line without the code: what went wrong. */
  readonly title: string;
  /** Place: file and line, table, setting, object key. */
  readonly where: string;
  readonly found: string;
  readonly allowed: string;
  /** The next thing to do, as a command where there is one. */
  readonly fix: string;
  /** Further lines, for example the first rejected rows. Never a secret, never an unmasked personal value. */
  readonly details?: readonly string[];
  /** True when the same call may succeed later (network, lock, server busy). */
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

const mark = Symbol.for('@vaultwright/error');

/**
 * Every failure that Vaultwright raises on purpose.
 *
 * Message formula: where - what was found - what is allowed - what to do.
 * Invariant: `instanceof` holds across the ESM and the CommonJS build of this package.
 */
export class VaultwrightError extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && mark in value;
  }

  readonly [mark] = true;
  override readonly name = 'VaultwrightError';
  readonly code: `E-${string}`;
  readonly family: ErrorFamily;
  readonly title: string;
  readonly where: string;
  readonly found: string;
  readonly allowed: string;
  readonly fix: string;
  readonly details: readonly string[];
  readonly retryable: boolean;

  constructor(error: ErrorDetails) {
    super(
      `${error.code} ${error.title} (${error.where}: found ${error.found}; allowed ${error.allowed}; fix: ${error.fix})`,
      error.cause === undefined ? undefined : { cause: error.cause },
    );
    this.code = error.code;
    this.family = error.family;
    this.title = error.title;
    this.where = error.where;
    this.found = error.found;
    this.allowed = error.allowed;
    this.fix = error.fix;
    this.details = error.details ?? [];
    this.retryable = error.retryable ?? false;
  }

  /** Plain data for a JSON line; the cause is reduced to its message. */
  toJSON(): Record<string, unknown> {
    const { code, family, title, where, found, allowed, fix, details, retryable } = this;
    const cause = this.cause instanceof Error ? this.cause.message : undefined;
    return {
      code,
      family,
      title,
      where,
      found,
      allowed,
      fix,
      details,
      retryable,
      ...(cause ? { cause } : {}),
    };
  }
}

/**
 * Exit code of a program that failed with this error.
 *
 * Units: 1 = handled, do not retry blindly; 75 = temporary, retry; 2 = unexpected, a defect of ours.
 */
export function exitCodeOf(error: unknown): 1 | 2 | 75 {
  if (!(error instanceof VaultwrightError) || error.family === 'internal') return 2;
  return error.retryable ? 75 : 1;
}
