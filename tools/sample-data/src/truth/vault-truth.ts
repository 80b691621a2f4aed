import { EffectivityTruth } from './effectivity-truth.ts';
import { EventHistoryTruth } from './event-history-truth.ts';
import { HubTruth } from './hub-truth.ts';
import { KeySpace } from './key-space.ts';
import { LinkSatelliteTruth } from './link-satellite-truth.ts';
import { LinkTruth } from './link-truth.ts';
import { SatelliteTruth } from './satellite-truth.ts';
import type { DialogRow, GroupLogRow, GroupRow, UserRow } from '../social/social-row.ts';

export const VAULT_MODELS = ['sprint6-canonical', 'event-hub'] as const;
export type Vault = (typeof VAULT_MODELS)[number];

/** Rows that wait in one table because a referenced table lacks the key. */
export interface HeldReference {
  readonly table: string;
  readonly reference: string;
  readonly rows: number;
}

/** What is still held. */
export interface HeldState {
  /** Distinct waiting rows of every table that can hold any. */
  readonly rows: Readonly<Record<string, number>>;
  /** The same rows by what they wait for; one that lacks two keys is listed under both. */
  readonly references: readonly HeldReference[];
}

/** The tables of both models, kept side by side since they share most of them. */
export class VaultTruth {
  readonly userKeys = new KeySpace();
  readonly groupKeys = new KeySpace();
  readonly messageKeys = new KeySpace();

  readonly users = new HubTruth('h_users');
  readonly groups = new HubTruth('h_groups');
  readonly dialogs = new HubTruth('h_dialogs');
  readonly #groupLogs = new HubTruth('h_group_logs');

  readonly #userMessage = new LinkTruth('l_user_message', this.users, this.dialogs);
  readonly #admins = new LinkTruth('l_admins', this.users, this.groups);
  readonly #groupsDialogs = new LinkTruth('l_groups_dialogs', this.dialogs, this.groups);
  readonly #activity = new LinkTruth('l_user_group_activity', this.users, this.groups);
  readonly #logsUsers = new LinkTruth('l_group_logs_users', this.#groupLogs, this.users);
  readonly #logsGroups = new LinkTruth('l_group_logs_groups', this.#groupLogs, this.groups);
  readonly #logsUsersFrom = new LinkTruth('l_group_logs_users_from', this.#groupLogs, this.users);

  readonly #messageGroups = new EffectivityTruth('es_groups_dialogs', this.#groupsDialogs);
  readonly #adminHistory = new LinkSatelliteTruth('s_admins', this.#admins);
  readonly #chatInfo = new SatelliteTruth('s_user_chatinfo');
  readonly #socdem = new SatelliteTruth('s_user_socdem');
  readonly #groupName = new SatelliteTruth('s_group_name');
  readonly #privateStatus = new SatelliteTruth('s_group_private_status');
  readonly #dialogInfo = new SatelliteTruth('s_dialog_info');
  readonly #authHistory = new EventHistoryTruth(this.#activity);

  loadUser(row: UserRow): void {
    const user = this.userKeys.numberOf(row.id);
    this.users.load(user, row.registrationDt);
    this.#chatInfo.load(user, row.chatName);
    this.#socdem.load(user, `${row.country}|${row.age ?? ''}`);
  }

  loadGroup(row: GroupRow): void {
    const group = this.groupKeys.numberOf(row.id);
    const admin = this.userKeys.numberOf(row.adminId);
    this.groups.load(group, row.registrationDt);
    this.#admins.load(admin, group);
    this.#adminHistory.load(admin, group, row.registrationDt ?? -1);
    this.#groupName.load(group, row.groupName);
    this.#privateStatus.load(group, row.isPrivate ? 1 : 0);
  }

  /** Shape: `payload` stands for message, sender and receiver. */
  loadDialog(row: DialogRow, payload: number): void {
    const message = this.messageKeys.numberOf(row.messageId);
    this.dialogs.load(message, row.messageTs);
    this.#userMessage.load(this.userKeys.numberOf(row.messageFrom), message);
    if (row.messageGroup !== null) {
      const group = this.groupKeys.numberOf(row.messageGroup);
      this.#groupsDialogs.load(message, group);
      this.#messageGroups.load(message, group, row.messageTs);
    }
    this.#dialogInfo.load(message, payload);
  }

  /** Shape: an event that no earlier row contained; `event` is its number. */
  loadEvent(row: GroupLogRow, event: number): void {
    const user = this.userKeys.numberOf(row.userId);
    const group = this.groupKeys.numberOf(row.groupId);
    this.#activity.load(user, group);
    this.#authHistory.load(user, group);
    this.#groupLogs.load(event, row.datetime);
    this.#logsUsers.load(event, user);
    this.#logsGroups.load(event, group);
    if (row.userIdFrom !== null) this.#logsUsersFrom.load(event, this.userKeys.numberOf(row.userIdFrom));
  }

  /** Lets in what was held for a key that has arrived since; links before the satellites that hang on them. */
  release(): void {
    for (const link of this.#links()) link.release();
    this.#messageGroups.release();
    this.#adminHistory.release();
    this.#authHistory.release();
  }

  groupName(group: number): string {
    return String(this.#groupName.latest(group) ?? '');
  }

  rowCounts(): Record<Vault, Record<string, number>> {
    const counts = (tables: readonly CountedTable[]): Record<string, number> =>
      Object.fromEntries(tables.map((table) => [table.name, table.rows]));
    const common = [
      this.users,
      this.groups,
      this.dialogs,
      this.#userMessage,
      this.#admins,
      this.#groupsDialogs,
      this.#messageGroups,
      this.#adminHistory,
      this.#chatInfo,
      this.#socdem,
      this.#groupName,
      this.#privateStatus,
      this.#dialogInfo,
    ];
    return {
      'sprint6-canonical': counts([...common, this.#activity, this.#authHistory]),
      'event-hub': counts([
        ...common,
        this.#groupLogs,
        this.#logsUsers,
        this.#logsGroups,
        this.#logsUsersFrom,
        { name: 's_auth_history', rows: this.#groupLogs.rows },
      ]),
    };
  }

  held(): Record<Vault, HeldState> {
    const common = [this.#userMessage, this.#admins, this.#groupsDialogs, this.#adminHistory];
    return {
      'sprint6-canonical': heldState([...common, this.#activity, this.#authHistory]),
      'event-hub': heldState([...common, this.#logsUsers, this.#logsGroups, this.#logsUsersFrom]),
    };
  }

  hubConflicts(): Record<string, number> {
    return Object.fromEntries(
      [this.users, this.groups, this.dialogs].map((hub) => [hub.name, hub.conflicts]),
    );
  }

  #links(): LinkTruth[] {
    return [
      this.#userMessage,
      this.#admins,
      this.#groupsDialogs,
      this.#activity,
      this.#logsUsers,
      this.#logsGroups,
      this.#logsUsersFrom,
    ];
  }
}

interface CountedTable {
  readonly name: string;
  readonly rows: number;
}

interface HoldingTable {
  readonly name: string;
  readonly heldRows: number;
  readonly heldByReference: () => Map<string, number>;
}

function heldState(tables: readonly HoldingTable[]): HeldState {
  return {
    rows: Object.fromEntries(tables.map((table) => [table.name, table.heldRows])),
    references: tables.flatMap((table) =>
      [...table.heldByReference()].map(([reference, rows]) => ({ table: table.name, reference, rows })),
    ),
  };
}
