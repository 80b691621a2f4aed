import type { BackendResult } from '../backend/sql-backend.ts';
import { serverMessage } from '../wire/server-message.ts';
import type { Channel } from './channel.ts';

/** Sends rows and the command's tag. Shape: `describe` = with the columns in front, as simple queries want it. */
export async function sendResult(
  channel: Channel,
  result: BackendResult,
  { describe }: { readonly describe: boolean },
): Promise<void> {
  if (describe && result.columns) await channel.send(serverMessage.rowDescription(result.columns));
  for (const row of result.rows) await channel.send(serverMessage.dataRow(row));
  await channel.send(serverMessage.commandComplete(result.tag));
}
