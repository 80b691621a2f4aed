import { serverMessage } from '../wire/server-message.ts';
import type { Fault, FaultAction } from './fault.ts';

/** How a connection is cut. */
export type Cut = 'close' | 'reset' | 'silence';

const commit = /^\s*commit\b/i;
const copyFailure = { sqlState: 'XX000', message: 'COPY failed by a fault of the test server' };

/** Faults that tests ask for again and again. */
export const usualFaults = {
  /** Cuts every connection after its n-th packet from the client, or its n-th message to the client. */
  cutAfter: (side: 'received' | 'sent', count: number, how: Cut = 'close'): Fault => ({
    at: side,
    count,
    do: how,
  }),

  /** COMMIT is executed, its answer never arrives. Strikes once. */
  loseCommitAnswer: (how: Cut = 'reset'): Fault => ({
    at: 'statement',
    phase: 'after',
    sql: commit,
    do: how,
    times: 1,
  }),

  /** The connection breaks before COMMIT is executed. Strikes once. */
  loseCommit: (how: Cut = 'reset'): Fault => ({
    at: 'statement',
    phase: 'before',
    sql: commit,
    do: how,
    times: 1,
  }),

  /** Accepts the connection and says nothing. */
  neverAnswer: (): Fault => ({ at: 'connect', do: 'silence' }),

  /** Answers `N` to an SSLRequest although there is a certificate. */
  refuseTls: (): Fault => ({
    at: 'tls',
    do: 'send',
    messages: [serverMessage.singleByte('N')],
    instead: true,
  }),

  /** Announces a version, whatever the client asked for. Shape: 196613 is 3.5. */
  announceProtocol: (version: number): Fault => ({
    at: 'parameters',
    do: 'send',
    messages: [serverMessage.parameterStatus('protocol_version', String(version))],
    instead: true,
  }),

  /** Waits before each piece of a COPY is taken over. */
  slowCopyReader: (until: Extract<FaultAction, { do: 'wait' }>['until']): Fault => ({
    at: 'copy',
    phase: 'data',
    do: 'wait',
    until,
  }),

  /** Answers a COPY with an error: before it asks for data, with its first data, at their end or when all is loaded. */
  failCopy: (phase: 'before' | 'data' | 'end' | 'after', error = copyFailure): Fault => ({
    at: 'copy',
    phase,
    ...(phase === 'data' ? { bytes: 1 } : {}),
    do: 'error',
    ...error,
  }),

  /** Puts messages in front of the answer of a statement, for example one that the protocol does not have. */
  sendBeforeAnswer: (sql: string | RegExp, ...messages: readonly Uint8Array[]): Fault => ({
    at: 'statement',
    phase: 'before',
    sql,
    do: 'send',
    messages,
  }),

  /** Sends messages when the statement is over and nobody waits for them. */
  sendAfterReady: (sql: string | RegExp, ...messages: readonly Uint8Array[]): Fault => ({
    at: 'ready',
    sql,
    do: 'send',
    messages,
  }),

  /** Rejected rows of a COPY in several messages, in front of those that the backend reports. */
  rejectInBatches: (...batches: readonly (readonly bigint[])[]): Fault => ({
    at: 'copy',
    phase: 'end',
    do: 'send',
    messages: batches.map((rows) => serverMessage.rejectedRows(rows)),
  }),

  /** Asks for a file that the statement does not name; what the client gives stands in the transcript as CopyData. */
  stealFile: (sql: string | RegExp, file: string): Fault => ({
    at: 'statement',
    phase: 'before',
    sql,
    do: 'play',
    async script(peer) {
      await peer.send(serverMessage.verifyFiles([file]));
      await peer.receive();
      await peer.send(serverMessage.loadFile(file));
      for (let answer = await peer.receive(); answer.name !== 'EndOfBatchRequest';) {
        answer = await peer.receive();
      }
      await peer.send(serverMessage.endOfBatchResponse(), serverMessage.copyDoneResponse());
    },
  }),

  /** Has the client write a file that the statement does not name. */
  plantFile: (sql: string | RegExp, file: string, bytes: Uint8Array): Fault => ({
    at: 'statement',
    phase: 'before',
    sql,
    do: 'send',
    messages: [serverMessage.writeFile(file, bytes)],
  }),
} as const;
