import { BackendError, type BackendColumn, type BackendResult } from '../backend/sql-backend.ts';
import { serverMessage } from '../wire/server-message.ts';
import { WireError } from '../wire/wire-error.ts';
import type { Channel } from './channel.ts';
import { sendResult } from './send-result.ts';
import type { SessionLine } from './session-line.ts';
import { ConnectionClosed } from './socket-reader.ts';

/** COPY FROM STDIN without LOCAL, as other public clients expect it: no exchange about files, no row with the count. */
const fromLocal = /\bfrom\s+local\b/i;

/** The answer's shape goes first: the Python client takes no VerifyFiles before it. */
const answerColumns: readonly BackendColumn[] = [{ name: 'Rows Loaded', oid: 6, typmod: -1 }];

/**
 * Runs one COPY from the client's stream.
 *
 * Invariant: the next piece is read only when the backend has taken over the last one.
 * Errors: `BackendError` when the client, the backend or a fault gives up; then nothing of the COPY stays.
 */
export async function copyIn(
  channel: Channel,
  line: SessionLine,
  sql: string,
): Promise<'proceed' | 'replaced'> {
  if ((await channel.reach({ at: 'copy', phase: 'before', sql })) === 'replaced') return 'replaced';
  const sink = await line.call(() => line.session.copy(sql));
  let bytes = 0;
  let result: BackendResult | undefined;
  let givenUpByClient = false;
  const giveUp = (message: string): BackendError => {
    givenUpByClient = true;
    return new BackendError(`COPY: client side error: ${message}`, '57014');
  };

  const finish = async (): Promise<void> => {
    const reached = await channel.reach({ at: 'copy', phase: 'end', sql });
    const finished = await line.call(() => sink.finish());
    result = finished.result;
    if (reached === 'proceed' && finished.rejected.length > 0)
      await channel.send(serverMessage.rejectedRows(finished.rejected));
  };

  try {
    await openStream(channel, sql, giveUp);
    for (;;) {
      const message = await channel.receive();
      if (message.name === 'CopyData') {
        if (result) throw new WireError('CopyData behind the end of the data');
        const before = bytes;
        bytes += message.data.length;
        const moment = { at: 'copy', phase: 'data', sql, bytes: { before, now: bytes } } as const;
        if ((await channel.reach(moment)) === 'proceed') await line.call(() => sink.write(message.data));
      } else if (message.name === 'EndOfBatchRequest') {
        if (result) throw new WireError('a second EndOfBatchRequest');
        await finish();
        await channel.send(serverMessage.endOfBatchResponse());
      } else if (message.name === 'CopyDone') {
        if (!result) await finish();
        channel.record({ kind: 'copy-ended', outcome: 'finished', bytes });
        break;
      } else if (message.name === 'CopyError' || message.name === 'CopyFail') {
        throw giveUp(message.message);
      } else if (message.name !== 'Flush' && message.name !== 'Sync') {
        throw new WireError(`${message.name} during COPY`);
      }
    }
  } catch (error) {
    const lost = error instanceof ConnectionClosed ? 'connection-lost' : 'server-error';
    channel.record({ kind: 'copy-ended', outcome: givenUpByClient ? 'client-error' : lost, bytes });
    if (!result) await line.finish(() => sink.abort());
    throw error;
  }
  if ((await channel.reach({ at: 'copy', phase: 'after', sql })) === 'replaced') return 'replaced';
  const isDescribed = JSON.stringify(result?.columns) === JSON.stringify(answerColumns);
  if (result && fromLocal.test(sql)) await sendResult(channel, result, 'simple', isDescribed);
  else if (result) await channel.send(serverMessage.commandComplete(result.tag));
  return 'proceed';
}

async function openStream(
  channel: Channel,
  sql: string,
  giveUp: (message: string) => BackendError,
): Promise<void> {
  if (fromLocal.test(sql)) await exchangeFiles(channel, giveUp);
  await channel.send(serverMessage.copyInResponse());
}

async function exchangeFiles(channel: Channel, giveUp: (message: string) => BackendError): Promise<void> {
  await channel.send(serverMessage.rowDescription(answerColumns));
  await channel.send(serverMessage.verifyFiles());
  const answer = await channel.receive();
  if (answer.name === 'CopyError' || answer.name === 'CopyFail') throw giveUp(answer.message);
  if (answer.name !== 'VerifiedFiles') throw new WireError(`${answer.name} in place of VerifiedFiles`);
  if (answer.files.length > 0) throw new WireError('files for a COPY from STDIN');
}
