/** Who can mend the failure: the caller, or we. */
export type SampleDataErrorFamily = 'usage' | 'source' | 'internal';

export interface SampleDataErrorDetails {
  /** Stable mnemonic, never renamed within a major version. */
  readonly code: `E-${string}`;
  readonly family: SampleDataErrorFamily;
  readonly title: string;
  readonly where: string;
  readonly found: string;
  readonly allowed: string;
  readonly fix: string;
  readonly cause?: unknown;
}

/**
 * Every failure that the generator raises on purpose.
 *
 * Shape: the same fields as the toolkit's own root error; declared here because the generator depends on no package,
 * so that it can serve as an independent measure of the others.
 */
export class SampleDataError extends Error {
  override readonly name = 'SampleDataError';
  readonly code: `E-${string}`;
  readonly family: SampleDataErrorFamily;
  readonly title: string;
  readonly where: string;
  readonly found: string;
  readonly allowed: string;
  readonly fix: string;
  readonly retryable = false;

  constructor(error: SampleDataErrorDetails) {
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
  }
}

/** A failed assumption of the generator about its own output. */
export function internalError(where: string, found: string, allowed: string): SampleDataError {
  return new SampleDataError({
    code: 'E-SAMPLE-INTERNAL',
    family: 'internal',
    title: 'the generator contradicts itself',
    where,
    found,
    allowed,
    fix: 'report this with the recipe of the manifest',
  });
}
