import { internalError } from '../sample-data-error.ts';
import { isAccepted, type GeneratedRecord } from '../social/generated-record.ts';
import {
  SOCIAL_TABLES,
  type DialogRow,
  type GroupLogRow,
  type GroupRow,
  type SocialRows,
  type SocialTable,
  type UserRow,
} from '../social/social-row.ts';
import { BatchMemory } from './batch-memory.ts';
import { IntakeTruth, type IntakeCounts } from './intake-truth.ts';
import { ReportTruth, type ReportRow } from './report-truth.ts';
import { textFingerprint } from './text-fingerprint.ts';
import { VaultTruth, type HeldState, type Vault } from './vault-truth.ts';

/** Everything that can be said after some batches. */
export interface SocialTruthState {
  readonly intake: Readonly<Record<SocialTable, IntakeCounts>>;
  readonly rows: Readonly<Record<Vault, Readonly<Record<string, number>>>>;
  readonly held: Readonly<Record<Vault, HeldState>>;
  /** Rows that showed another attribute for a stored hub key. */
  readonly hubAttributeConflicts: Readonly<Record<string, number>>;
  readonly report: readonly ReportRow[];
}

/**
 * The expected outcome of loading files in order, from the definitions alone.
 *
 * Shape: each file is one batch: `beginBatch`, its records in order, `endBatch`. No SQL, no engine, no code of the
 * toolkit. Units: memory grows with the rows, about 0.3 kB for each.
 */
export class SocialTruth {
  readonly #vault = new VaultTruth();
  readonly #report = new ReportTruth();
  readonly #intake: Record<SocialTable, IntakeTruth> = {
    users: new IntakeTruth(),
    groups: new IntakeTruth(),
    dialogs: new IntakeTruth(),
    group_log: new IntakeTruth(),
  };
  readonly #memory = {
    users: new BatchMemory('users'),
    groups: new BatchMemory('groups'),
    dialogs: new BatchMemory('dialogs'),
  };
  /** Distinct events, with the batch that showed them last. */
  readonly #events = new Map<string, number>();
  readonly #senders: number[] = [];
  #batch = 0;

  beginBatch(): void {
    this.#batch += 1;
  }

  endBatch(): void {
    this.#vault.release();
  }

  record<T extends SocialTable>(table: T, record: GeneratedRecord<SocialRows[T]>): void {
    const intake = this.#intake[table];
    if (!isAccepted(record)) {
      intake.reject(record.reject);
      return;
    }
    intake.accept();
    if (this.#loadRow(table, record.row) === 'duplicate') intake.duplicate();
  }

  state(groups = 10): SocialTruthState {
    const vault = this.#vault;
    return {
      intake: Object.fromEntries(
        SOCIAL_TABLES.map((table) => [table, this.#intake[table].counts()]),
      ) as Record<SocialTable, IntakeCounts>,
      rows: vault.rowCounts(),
      held: vault.held(),
      hubAttributeConflicts: vault.hubConflicts(),
      report: this.#report.rows({
        users: vault.users,
        groups: vault.groups,
        groupKeys: vault.groupKeys,
        groupName: (group) => vault.groupName(group),
        limit: groups,
      }),
    };
  }

  #loadRow(table: SocialTable, row: SocialRows[SocialTable]): 'new' | 'duplicate' {
    switch (table) {
      case 'users':
        return this.#user(row as UserRow);
      case 'groups':
        return this.#group(row as GroupRow);
      case 'dialogs':
        return this.#dialog(row as DialogRow);
      case 'group_log':
        return this.#event(row as GroupLogRow);
    }
  }

  #user(row: UserRow): 'new' | 'duplicate' {
    if (this.#repeats('users', this.#vault.userKeys.numberOf(row.id), row)) return 'duplicate';
    this.#vault.loadUser(row);
    return 'new';
  }

  #group(row: GroupRow): 'new' | 'duplicate' {
    if (this.#repeats('groups', this.#vault.groupKeys.numberOf(row.id), row)) return 'duplicate';
    this.#vault.loadGroup(row);
    return 'new';
  }

  #dialog(row: DialogRow): 'new' | 'duplicate' {
    const message = this.#vault.messageKeys.numberOf(row.messageId);
    const payload = textFingerprint(`${row.messageFrom}|${row.messageTo ?? ''}|${row.message}`);
    if (this.#memory.dialogs.repeats(message, this.#batch, payload)) return 'duplicate';
    this.#vault.loadDialog(row, payload);
    const sender = this.#vault.userKeys.numberOf(row.messageFrom);
    const known = this.#senders[message];
    if (known !== undefined && known !== sender) {
      throw internalError('dialogs', `message ${row.messageId} of two senders`, 'one sender for ever');
    }
    this.#senders[message] = sender;
    if (row.messageGroup !== null) {
      const instant = this.#vault.dialogs.attributeOf(message) ?? row.messageTs;
      this.#report.message(this.#vault.groupKeys.numberOf(row.messageGroup), sender, instant);
    }
    return 'new';
  }

  #event(row: GroupLogRow): 'new' | 'duplicate' {
    const event = `${row.groupId}|${row.userId}|${row.userIdFrom ?? ''}|${row.event}|${row.datetime}`;
    const seen = this.#events.get(event);
    if (seen === undefined) this.#vault.loadEvent(row, this.#events.size);
    this.#events.set(event, this.#batch);
    if (row.event === 'add') {
      const group = this.#vault.groupKeys.numberOf(row.groupId);
      this.#report.add(group, this.#vault.userKeys.numberOf(row.userId), row.datetime);
    }
    return seen === this.#batch ? 'duplicate' : 'new';
  }

  #repeats(table: 'users' | 'groups', key: number, row: object): boolean {
    return this.#memory[table].repeats(key, this.#batch, textFingerprint(Object.values(row).join('|')));
  }
}
