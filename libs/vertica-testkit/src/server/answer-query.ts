import type { Channel } from './channel.ts';
import { copyIn } from './copy-in.ts';
import { isEmptyStatement } from '../backend/empty-statement.ts';
import { sendResult } from './send-result.ts';
import type { SessionLine } from './session-line.ts';
import { serverMessage } from '../wire/server-message.ts';

/**
 * Answers a simple query up to, but without, its ReadyForQuery.
 *
 * Shape: the text goes to the backend whole, unless the backend takes it apart.
 * Errors: `BackendError`.
 */
export async function answerQuery(
  channel: Channel,
  line: SessionLine,
  text: string,
): Promise<'proceed' | 'replaced'> {
  const { session } = line;
  const statements = session.split?.(text) ?? (isEmptyStatement(text) ? [] : [text]);
  if (statements.length === 0) await channel.send(serverMessage.emptyQuery());
  for (const sql of statements) {
    if ((await channel.reach({ at: 'statement', phase: 'before', sql })) === 'replaced') return 'replaced';
    const isCopy = session.isCopy(sql);
    channel.record({ kind: 'statement', sql, via: isCopy ? 'copy' : 'simple', parameters: 0 });
    if (isCopy) {
      if ((await copyIn(channel, line, sql)) === 'replaced') return 'replaced';
      continue;
    }
    const result = await line.call(() => session.run(sql, []));
    if ((await channel.reach({ at: 'statement', phase: 'after', sql })) === 'replaced') return 'replaced';
    await sendResult(channel, result, 'simple');
  }
  return 'proceed';
}
