import type { BackendResult } from '../backend/sql-backend.ts';
import { serverMessage } from '../wire/server-message.ts';
import type { Channel } from './channel.ts';

/**
 * Sends rows and how the statement ended.
 *
 * Shape: `simple` = columns in front, CommandComplete behind; `extended` = no columns, PortalSuspended in its place. The public
 * clients wait for that: no portal is ever suspended, because a server sends all rows whatever Execute asks for.
 */
export async function sendResult(
  channel: Channel,
  result: BackendResult,
  protocol: 'simple' | 'extended',
  isDescribed = false,
): Promise<void> {
  const isSimple = protocol === 'simple';
  if (isSimple && !isDescribed && result.columns)
    await channel.send(serverMessage.rowDescription(result.columns));
  for (const row of result.rows) await channel.send(serverMessage.dataRow(row));
  await channel.send(isSimple ? serverMessage.commandComplete(result.tag) : serverMessage.portalSuspended());
}
