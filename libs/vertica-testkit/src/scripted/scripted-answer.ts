import type { BackendColumn, BackendError, BackendResult } from '../backend/sql-backend.ts';

/** A statement that waits for its answer. */
export interface ScriptedCall {
  readonly sql: string;
  readonly parameters: readonly (string | null)[];
  /** Groups of the regular expression that matched, else null. */
  readonly match: RegExpMatchArray | null;
  /** Startup parameters of the connection. */
  readonly startup: ReadonlyMap<string, string>;
  /** Fires when the client cancels or its connection ends. */
  readonly signal: AbortSignal;
}

export type ScriptedReply = BackendResult | BackendError;

/** A reply, or a function that finds one. */
export type ScriptedAnswer = ScriptedReply | ((call: ScriptedCall) => ScriptedReply | Promise<ScriptedReply>);

/** An answer for all statements that fit. */
export interface ScriptedRule {
  readonly when: string | RegExp | ((sql: string) => boolean);
  readonly answer: ScriptedAnswer;
  /** What a prepared statement is described with when the answer is a function; no rows when left out. */
  readonly columns?: readonly BackendColumn[];
  /** Type numbers of the `?`; varchar for each when left out. */
  readonly parameters?: readonly number[];
}

/** The data of one COPY when it has ended. */
export interface ScriptedCopyEnd {
  readonly sql: string;
  /** Units: bytes. */
  readonly bytes: number;
  /** Records by the terminator that the statement names, a newline when it names none. */
  readonly records: number;
}

/** What a scripted COPY does. */
export interface ScriptedCopy {
  /** Called with every piece of data; the next one is read when the promise is settled. Errors: `BackendError`. */
  readonly onData?: (chunk: Uint8Array) => void | Promise<void>;
  /** Decides on the end: all records are loaded when left out. */
  readonly onEnd?: (
    end: ScriptedCopyEnd,
  ) => BackendError | { loaded: number | bigint; rejected?: readonly bigint[] };
  readonly onAbort?: () => void;
}
