/** How much happens in one group until the end of the first day. */
export interface GroupSize {
  /** Distinct users who join. */
  readonly added: number;
  readonly leavers: number;
  /** Leavers who join again. */
  readonly rejoins: number;
  /** Distinct senders of messages. */
  readonly writers: number;
  /** Writers whose every message in the group holds a comma. */
  readonly commaWriters: number;
  /** The members who joined first and from whom inviters are taken. */
  readonly inviters: number;
  /** Joiners who were invited; the inviters take turns. */
  readonly invites: number;
}

export const SILENT_GROUP: GroupSize = {
  added: 0,
  leavers: 0,
  rejoins: 0,
  writers: 0,
  commaWriters: 0,
  inviters: 0,
  invites: 0,
};

/** Log rows of a group, with its one `create`. */
export function logRowsOf(size: GroupSize): number {
  return 1 + size.added + size.leavers + size.rejoins;
}

/** 12 % of the joiners leave. */
export const leaversOf = (added: number): number => Math.floor((added * 12) / 100);
/** 15 % of the leavers join again. */
export const rejoinsOf = (leavers: number): number => Math.floor((leavers * 15) / 100);
/** 20 % of the joiners were invited; groups under ten members have no inviters. */
export const invitesOf = (added: number): number => (added < 10 ? 0 : Math.floor((added * 20) / 100));
