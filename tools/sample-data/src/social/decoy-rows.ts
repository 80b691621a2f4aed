import type { SocialNetwork } from './social-network.ts';
import type { SocialRows, SocialTable } from './social-row.ts';

/**
 * Rows that no file may contribute: they stand in the records that must be refused.
 *
 * A loader that takes one by mistake changes the counts of the vault, and for messages and log rows also the figures of
 * one of the ten oldest groups.
 */
export type DecoyRows = { readonly [T in SocialTable]: (row: SocialRows[T], at: number) => SocialRows[T] };

/** Ids are handed out in blocks whose last number nobody has. */
const unusedId = (id: number, first: number, block: number): number => id - ((id - first) % block) + 2;

export function decoyRows(network: SocialNetwork): DecoyRows {
  const target = (at: number): { readonly groupId: number; readonly userId: number } => {
    const group = at % 10;
    const stranger = network.strangerUser(group, network.plan.size[group]!.writers + (at % 100));
    return { groupId: network.groupId(group), userId: network.userId(stranger) };
  };
  return {
    users: (row) => ({ ...row, id: unusedId(row.id, 1, 4), chatName: 'nobody' }),
    groups: (row) => ({ ...row, id: unusedId(row.id, 1, 3), groupName: 'Никто' }),
    dialogs: (row, at) => ({
      messageId: unusedId(row.messageId, 101, 4),
      messageTs: row.messageTs,
      messageFrom: target(at).userId,
      messageTo: null,
      message: 'nothing',
      messageGroup: target(at).groupId,
    }),
    group_log: (row, at) => ({ ...target(at), userIdFrom: null, event: 'add', datetime: row.datetime }),
  };
}
