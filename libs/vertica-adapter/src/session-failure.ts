import { VaultwrightError } from '@vaultwright/datavault-core';
import type { BulkLoad } from '@vaultwright/datavault-core/warehouse';
import { firstLine, messageOf } from './engine-error.ts';
import type { Redact } from './redact.ts';

export function nestedTransaction(vault: string): VaultwrightError {
  return internal('E-INTERNAL-TRANSACTION', {
    title: 'a vault transaction was opened inside another one of the same session',
    where: `vault ${vault}`,
    found: 'an open transaction',
    allowed: 'one transaction per session',
  });
}

/** Errors: `E-WH-AUTOCOMMIT`: the statement would have ended the transaction in the middle of the batch. */
export function misplacedStatement(
  kind: string,
  sql: string,
  inTransaction: boolean,
  redact: Redact,
): VaultwrightError {
  return new VaultwrightError({
    code: inTransaction ? 'E-WH-AUTOCOMMIT' : 'E-WH-MISPLACED',
    family: 'internal',
    title: inTransaction
      ? 'a statement that could commit stands inside a transaction'
      : 'a statement of this kind is not run this way',
    where: firstLine(redact(sql)).slice(0, 200),
    found: `a ${kind} statement`,
    allowed: inTransaction ? 'queries, inserts, updates and deletes' : 'see the methods of the session',
    fix: inTransaction
      ? 'run it before the transaction'
      : 'use loadRows for COPY and vaultTransaction for COMMIT',
  });
}

export function readOnly(found: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-WH-READ-ONLY',
    family: 'internal',
    title: 'the warehouse was opened for reading',
    where: 'session',
    found,
    allowed: 'queries',
    fix: 'open the warehouse for writing',
  });
}

export function closedSession(): VaultwrightError {
  return internal('E-INTERNAL-SESSION', {
    title: 'a closed session was used',
    where: 'session',
    found: 'a statement after close',
    allowed: 'statements before close',
  });
}

export function lockRows(vault: string, found: bigint): VaultwrightError {
  return new VaultwrightError({
    code: 'E-WH-LOCK-ROWS',
    family: 'warehouse',
    title: 'the lock of a vault is not exactly one row',
    where: `ops.load_lock, vault ${vault}`,
    found: `${found} rows`,
    allowed: '1 row',
    fix: 'delete all rows of this vault from ops.load_lock while no load runs; the next load adds one',
  });
}

export function rolledBack(): VaultwrightError {
  return new VaultwrightError({
    code: 'E-WH-STATEMENT',
    family: 'warehouse',
    title: 'the server answered COMMIT with a rollback',
    where: 'commit',
    found: 'ROLLBACK',
    allowed: 'COMMIT',
    fix: 'read the first error of the batch; nothing of it was kept',
  });
}

export function unknownCommit(cause: unknown): VaultwrightError {
  return new VaultwrightError({
    code: 'E-WH-UNKNOWN-COMMIT',
    family: 'warehouse',
    title: 'the connection failed during COMMIT',
    where: 'commit',
    found: cause instanceof VaultwrightError ? cause.found : firstLine(messageOf(cause)),
    allowed: 'a COMMIT that the server confirms or refuses',
    fix: 'run again: the next load waits for the lock and then reads in the ledger what happened',
    cause,
  });
}

/** The load's own rows ended in an error; the server was told and the transaction is gone. */
export function rowsFailed(cause: Error, redact: Redact): VaultwrightError {
  return new VaultwrightError({
    code: 'E-WH-LOAD',
    family: 'source',
    title: 'the rows to load ended in an error; nothing of them was kept',
    where: 'COPY',
    found: firstLine(redact(messageOf(cause))),
    allowed: 'rows to the end',
    fix: 'read the cause, then run the batch again',
    cause,
  });
}

export function unsayableConstant({ target }: BulkLoad): VaultwrightError {
  return internal('E-INTERNAL-COPY', {
    title: 'a constant of a load from S3 cannot stand in the statement',
    where: `${target.schema}.${target.name}`,
    found: 'a constant with other characters',
    allowed: 'letters, digits, _ and -',
  });
}

function internal(
  code: `E-${string}`,
  what: { title: string; where: string; found: string; allowed: string },
): VaultwrightError {
  return new VaultwrightError({
    code,
    family: 'internal',
    ...what,
    fix: 'report this as a defect',
  });
}
