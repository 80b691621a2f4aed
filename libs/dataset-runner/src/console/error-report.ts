/** A failure as data: what is printed, and what a JSON line says. */
export interface ErrorReport {
  readonly code: string;
  readonly title: string;
  readonly where: string;
  readonly found: string;
  readonly allowed: string;
  readonly fix: string;
  readonly details: readonly string[];
  readonly retryable: boolean;
  /** Message of the innermost cause. */
  readonly cause: string | null;
  readonly exitCode: number;
}

/**
 * Describes anything that was thrown, or the `error` member of a run's result.
 *
 * Invariant: what is not one of our errors is `E-INTERNAL`, exit code 2. Errors are known by their shape, so that one
 * raised by another copy of the library counts too.
 */
export function errorReport(error: unknown, runId: string | null): ErrorReport {
  const members = membersOf(error);
  const code = members['code'];
  if (typeof code !== 'string' || !code.startsWith('E-') || typeof members['title'] !== 'string') {
    return internal(error, runId);
  }
  if (code === 'E-INTERNAL' && members['where'] === undefined) return internal(members['title'], runId);
  const retryable = members['retryable'] === true;
  return {
    code,
    title: members['title'],
    where: textOf(members['where']),
    found: textOf(members['found']),
    allowed: textOf(members['allowed']),
    fix: textOf(members['fix']),
    details: Array.isArray(members['details']) ? members['details'].map(textOf) : [],
    retryable,
    cause: deepestMessage(members['cause']),
    exitCode: members['family'] === 'internal' || code === 'E-INTERNAL' ? 2 : retryable ? 75 : 1,
  };
}

function internal(error: unknown, runId: string | null): ErrorReport {
  return {
    code: 'E-INTERNAL',
    title: 'unexpected failure; this is a defect of Vaultwright, not of your data',
    where: runId === null ? 'before a run began' : `run ${runId}`,
    found: error instanceof Error ? `${error.name}: ${error.message}` : textOf(error),
    allowed: 'no failure',
    fix:
      runId === null
        ? 'please report it with the command you ran'
        : `please report it with the run id ${runId}`,
    details: [],
    retryable: false,
    cause: error instanceof Error ? deepestMessage(error.cause) : null,
    exitCode: 2,
  };
}

function membersOf(error: unknown): Readonly<Record<string, unknown>> {
  return typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined ? '' : (JSON.stringify(value) ?? '');
}

function deepestMessage(cause: unknown): string | null {
  if (typeof cause === 'string') return cause;
  let deepest: Error | null = null;
  let next = cause;
  // an error may be its own cause
  for (let depth = 0; next instanceof Error && depth < 20; depth++) {
    if (next.message !== '') deepest = next;
    next = next.cause;
  }
  return deepest?.message ?? null;
}
