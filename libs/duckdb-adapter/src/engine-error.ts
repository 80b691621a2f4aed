import { VaultwrightError } from '@vaultwright/datavault-core';

/**
 * An engine failure as one of ours.
 *
 * Errors: `E-LOCK-HELD` and `E-WH-CONFLICT` (retryable), `E-WH-MEMORY`, `E-WH-DISK`, `E-WH-STATEMENT`.
 */
export function engineError(cause: unknown, statement: string): VaultwrightError {
  if (cause instanceof VaultwrightError) return cause;
  const message = messageOf(cause);
  const kind = kinds.find(({ pattern }) => pattern.test(message)) ?? otherFailure;
  return new VaultwrightError({
    code: kind.code,
    family: 'warehouse',
    title: kind.title,
    where: firstLine(statement),
    found: firstLine(message),
    allowed: kind.allowed,
    fix: kind.fix,
    retryable: kind.retryable,
    cause,
  });
}

/** Only these mean that the engine gave up on what it read; anything else is no fault of the file. */
export function isRefusedInput(cause: unknown): boolean {
  return /^(Invalid Input|Invalid|Conversion|Out of Range|Constraint) Error: /.test(messageOf(cause));
}

/** The database gave up; what a COMMIT did is not known until the file is opened again. */
export function isFatal(cause: unknown): boolean {
  return /^(FATAL|INTERNAL) Error: |database has been invalidated/.test(messageOf(cause));
}

export function firstLine(text: string): string {
  return (
    text
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? ''
  );
}

export function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

interface FailureKind {
  readonly code: `E-${string}`;
  readonly pattern: RegExp;
  readonly title: string;
  readonly allowed: string;
  readonly fix: string;
  readonly retryable: boolean;
}

const otherFailure: FailureKind = {
  code: 'E-WH-STATEMENT',
  pattern: /(?:)/,
  title: 'DuckDB refused a statement',
  allowed: 'a statement the engine can run',
  fix: 'read the message of the engine; a generated statement that fails is a defect to report',
  retryable: false,
};

const kinds: readonly FailureKind[] = [
  {
    code: 'E-LOCK-HELD',
    pattern: /Could not set lock on file/,
    title: 'another process has the database open',
    allowed: 'one process at a time',
    fix: 'wait until the process named by the engine ends, or stop it',
    retryable: true,
  },
  {
    code: 'E-WH-CONFLICT',
    pattern: /^TransactionContext Error: .*([Cc]onflict|[Cc]onstraint)|write-write conflict/,
    title: 'another transaction changed the same rows',
    allowed: 'one writer per vault',
    fix: 'run the batch again; if it happens again, find the writer that does not take the vault lock',
    retryable: true,
  },
  {
    code: 'E-WH-MEMORY',
    pattern: /^Out of Memory Error: /,
    title: 'DuckDB ran out of memory',
    allowed: 'the memory limit plus the temp directory',
    fix: 'raise memoryLimit, or give the temp directory more space',
    retryable: false,
  },
  {
    code: 'E-WH-DISK',
    pattern: /No space left on device|Could not write all bytes/,
    title: 'the disk is full',
    allowed: 'free space for the database and its temp directory',
    fix: 'free space and run again; nothing of the failed batch was kept',
    retryable: false,
  },
  otherFailure,
];
