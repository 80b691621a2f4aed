/** One event of the log; `at` is timestamp text. */
export interface LogEvent {
  readonly group: number;
  readonly user: number;
  readonly from?: number;
  readonly event: 'create' | 'add' | 'leave';
  readonly at: string;
}

export interface Message {
  readonly id: number;
  readonly from: number;
  /** Absent for a private message. */
  readonly group?: number;
  /** Groups that earlier deliveries named in place of `group`, in their order. */
  readonly toldBefore?: readonly number[];
  readonly at: string;
  readonly text?: string;
}

export interface Group {
  readonly id: number;
  readonly name?: string;
  readonly registered: string | null;
  /** Registrations that later deliveries told, in their order; null is none. */
  readonly registeredLater?: readonly (string | null)[];
  readonly isPrivate?: boolean;
}

/** What happened in a small social network: the input of both the vaults under test and the oracle. */
export interface SocialHistory {
  /** Users the users file knows; others may appear below and are then held. */
  readonly users: readonly number[];
  readonly groups: readonly Group[];
  readonly log: readonly LogEvent[];
  readonly messages: readonly Message[];
}

/** Timestamp text a number of minutes after a fixed day. */
export function minute(minutes: number): string {
  return new Date(Date.UTC(2021, 0, 1) + minutes * 60_000).toISOString().replace('T', ' ').slice(0, 19);
}

/** A history from what matters to a case: users are those named unless listed. */
export function history(parts: Partial<SocialHistory>): SocialHistory {
  const log = parts.log ?? [];
  const messages = parts.messages ?? [];
  const named = [...log.map(({ user }) => user), ...messages.map(({ from }) => from)];
  return {
    users: parts.users ?? [...new Set(named)],
    groups: parts.groups ?? [{ id: 1, name: 'One', registered: minute(0) }],
    log,
    messages,
  };
}

export const add = (group: number, user: number, at = 10, from?: number): LogEvent => ({
  group,
  user,
  event: 'add',
  at: minute(at),
  ...(from === undefined ? {} : { from }),
});

export const leave = (group: number, user: number, at: number): LogEvent => ({
  group,
  user,
  event: 'leave',
  at: minute(at),
});

export const create = (group: number, user: number, at = 0): LogEvent => ({
  group,
  user,
  event: 'create',
  at: minute(at),
});

/** A message; ids are given by the caller, or follow from sender, group and time. */
export const wrote = (from: number, group: number | undefined, at = 20, id?: number): Message => ({
  id: id ?? from * 1_000_000 + (group ?? 0) * 10_000 + at,
  from,
  at: minute(at),
  ...(group === undefined ? {} : { group }),
});
