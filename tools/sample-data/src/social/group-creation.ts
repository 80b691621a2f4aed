import { SECOND } from '../calendar.ts';
import type { SocialNetwork } from './social-network.ts';
import type { GroupLogRow } from './social-row.ts';

/** The one `create` event of a group: by its admin, in the second of its registration. */
export function groupCreation(network: SocialNetwork, group: number): GroupLogRow {
  return {
    groupId: network.groupId(group),
    userId: network.userId(network.adminOf(group)),
    userIdFrom: null,
    event: 'create',
    datetime: network.plan.registrationSecond[group]! * SECOND,
  };
}
