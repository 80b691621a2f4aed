import { VaultwrightError } from '@vaultwright/datavault-core';
import { ConnectionLost, ProtocolViolation, StatementTimeout } from './connection-failure.ts';
import type { DatabaseError } from './driver-module.ts';
import type { Redact } from './redact.ts';

interface ErrorPlace {
  /** Statement text or what was being done. */
  readonly doing: string;
  readonly redact: Redact;
  /** True where the server's message may quote values of the data, as COPY does. */
  readonly hidesValues?: boolean;
  /** True for a statement that the user wrote: then nothing generated is to blame, and nothing is rolled back but itself. */
  readonly isOfUser?: boolean;
}

/**
 * A failure of the server, the driver or the connection as one of ours.
 *
 * Invariant: neither the message nor the cause holds a credential; the SQLSTATE stands in `details`.
 * Errors: `E-LOCK-HELD`, `E-WH-CONFLICT`, `E-WH-BUSY`, `E-WH-CONNECTION`, `E-WH-TIMEOUT` (retryable); `E-WH-LOGIN`,
 * `E-WH-PROTOCOL`, `E-WH-PERMISSION`, `E-WH-VALUE`, `E-WH-STATEMENT`.
 */
export function engineError(cause: unknown, place: ErrorPlace): VaultwrightError {
  if (cause instanceof VaultwrightError) return cause;
  const state = sqlStateOf(cause);
  const kind = kinds.find(({ fits }) => fits(cause, state)) ?? otherFailure;
  const shown = (text: string): string => {
    const line = firstLine(place.redact(text));
    return place.hidesValues === true && isServerError(cause) ? withoutValues(line) : line;
  };
  return new VaultwrightError({
    code: kind.code,
    family: 'warehouse',
    title: kind.title,
    where: firstLine(place.redact(place.doing)).slice(0, 200),
    found: shown(messageOf(cause)),
    allowed: kind.allowed,
    fix: (place.isOfUser === true ? kind.fixOfUser : undefined) ?? kind.fix,
    retryable: kind.retryable,
    details: [...(state === null ? [] : [`SQLSTATE ${state}`]), ...notesOf(cause).map((note) => shown(note))],
    cause: plainCause(cause, shown),
  });
}

/** The server answered and said no, so it is known what happened. */
export function isServerError(cause: unknown): boolean {
  // The driver names its class `DatabaseError` but its instances `error`.
  return cause instanceof Error && cause.name === 'error';
}

/** The server refused and stays; a fatal error ends the session with an unknown outcome. */
export function isKnownRefusal(cause: unknown): boolean {
  if (!isServerError(cause)) return false;
  const { severity = '', code = '' } = cause as DatabaseError;
  return /^(ERROR|ROLLBACK)$/i.test(severity) && !/^(08|57P|58|XX)/.test(code);
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
  if (cause instanceof AggregateError && cause.message === '') return cause.errors.map(messageOf).join('; ');
  return cause instanceof Error ? cause.message : String(cause);
}

function sqlStateOf(cause: unknown): string | null {
  if (!isServerError(cause)) return null;
  const { code } = cause as DatabaseError;
  return typeof code === 'string' ? code : null;
}

function notesOf(cause: unknown): string[] {
  if (!isServerError(cause)) return [];
  const { detail, hint } = cause as DatabaseError;
  return [detail, hint].filter((note): note is string => typeof note === 'string' && note !== '');
}

function withoutValues(message: string): string {
  return message.replace(/(["'`]).*\1/, '(value not shown)');
}

/** The driver's error holds more fields than may be seen, so only its message goes on. */
function plainCause(cause: unknown, shown: (text: string) => string): Error {
  const plain = new Error(shown(messageOf(cause)));
  plain.name = cause instanceof Error ? cause.name : 'Error';
  plain.stack = `${plain.name}: ${plain.message}`;
  return plain;
}

interface FailureKind {
  readonly code: `E-${string}`;
  readonly fits: (cause: unknown, state: string | null) => boolean;
  readonly title: string;
  readonly allowed: string;
  readonly fix: string;
  /** What to do about a statement of the user's own, where that is something else. */
  readonly fixOfUser?: string;
  readonly retryable: boolean;
}

const stateStarts =
  (...starts: readonly string[]) =>
  (_cause: unknown, state: string | null): boolean =>
    state !== null && starts.some((start) => state.startsWith(start));

const systemCode = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';

const otherFailure: FailureKind = {
  code: 'E-WH-STATEMENT',
  fits: () => true,
  title: 'Vertica refused a statement',
  allowed: 'a statement the server can run',
  fix: 'read the message of the server; a generated statement that fails is a defect to report',
  fixOfUser: 'correct the query by what the server says',
  retryable: false,
};

const kinds: readonly FailureKind[] = [
  {
    code: 'E-WH-PROTOCOL',
    fits: (cause) => cause instanceof ProtocolViolation,
    title: 'the server broke the protocol; the connection was destroyed',
    allowed: 'messages that belong to the statement that was sent',
    fix: 'make sure that the host is your Vertica server and TLS mode is verify-full; then report this',
    retryable: false,
  },
  {
    code: 'E-WH-TIMEOUT',
    fits: (cause) => cause instanceof StatementTimeout,
    title: 'the server did not answer in time; the connection was destroyed',
    allowed: 'an answer within the deadline',
    fix: 'run it again; raise the deadline in `timeouts` if the statement needs longer',
    retryable: true,
  },
  {
    code: 'E-WH-LOGIN',
    fits: (cause, state) =>
      state?.startsWith('28') === true || messageOf(cause).startsWith('Could not authenticate'),
    title: 'Vertica refused the login',
    allowed: 'a user, a password and a database that belong together',
    fix: 'check user, database and the variable that holds the password',
    retryable: false,
  },
  {
    code: 'E-LOCK-HELD',
    // Assumption: lock-timeout.
    fits: stateStarts('55V03', '55006', '55P03'),
    title: 'another transaction holds the lock',
    allowed: 'one writer per vault',
    fix: 'run again when the other load has ended; `select * from v_monitor.locks` shows who holds it',
    retryable: true,
  },
  {
    code: 'E-WH-CONFLICT',
    fits: stateStarts('40'),
    title: 'another transaction stood in the way',
    allowed: 'one writer per vault',
    fix: 'run the batch again; nothing of it was kept',
    fixOfUser: 'run the transaction again',
    retryable: true,
  },
  {
    code: 'E-WH-BUSY',
    fits: stateStarts('53', '57014', '57V03'),
    title: 'the server has no room for the statement, or cancelled it',
    allowed: 'enough memory, disk and sessions on the server',
    fix: 'run again later; look at the resource pool of the user',
    retryable: true,
  },
  {
    code: 'E-WH-PERMISSION',
    fits: stateStarts('42501'),
    title: 'the user lacks a right',
    allowed: 'usage and create on the schemas of the vault, select and insert on their tables',
    fix: 'grant the right named in the message',
    retryable: false,
  },
  {
    code: 'E-WH-VALUE',
    fits: stateStarts('22'),
    title: 'Vertica refused a value',
    allowed: 'values that fit their columns',
    fix: 'correct the value that the server names, or narrow its column in the source so that the parser rejects it; nothing of the batch was kept',
    fixOfUser: 'correct the value, or cast it in the query',
    retryable: false,
  },
  {
    code: 'E-WH-TLS',
    fits: (cause) => isTlsFailure(cause),
    title: 'the server could not prove who it is',
    allowed: 'a certificate that names the host and is signed by a trusted authority',
    fix: 'set tls.caFile to the authority that signed the certificate and use the host name it was made for',
    retryable: false,
  },
  {
    code: 'E-WH-CONNECTION',
    fits: (cause, state) =>
      cause instanceof ConnectionLost ||
      (state !== null && /^(08|57)/.test(state)) ||
      /^E[A-Z]{4,}$/.test(systemCode(cause)) ||
      /^(Connection terminated|Client has encountered a connection error|Client was closed)/.test(
        messageOf(cause),
      ),
    title: 'the connection to Vertica failed',
    allowed: 'a connection that lasts',
    fix: 'check host, port and network, then run again',
    retryable: true,
  },
  otherFailure,
];

function isTlsFailure(cause: unknown): boolean {
  return (
    /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|^ERR_(TLS|SSL)|HOSTNAME_MISMATCH/.test(systemCode(cause)) ||
    /does not support TLS|establishing a TLS connection/.test(messageOf(cause))
  );
}
