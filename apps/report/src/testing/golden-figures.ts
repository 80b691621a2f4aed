import type { Group, LogEvent, Message, SocialHistory } from './social-history.ts';
import { minute } from './social-history.ts';

/** The published answer: rank by registration, joiners, writers. */
export const goldenFigures: readonly {
  readonly rank: number;
  readonly added: number;
  readonly writers: number;
}[] = [
  { rank: 7, added: 4794, writers: 2760 },
  { rank: 5, added: 4311, writers: 2450 },
  { rank: 10, added: 4172, writers: 2363 },
  { rank: 9, added: 3781, writers: 2126 },
  { rank: 4, added: 4298, writers: 2387 },
  { rank: 8, added: 3575, writers: 1968 },
  { rank: 6, added: 3725, writers: 2046 },
  { rank: 2, added: 3405, writers: 1779 },
  { rank: 1, added: 2505, writers: 1138 },
  { rank: 3, added: 1914, writers: 861 },
];

/** A history with exactly those figures: every writer joined before writing. */
export function goldenHistory(names: readonly string[] = []): SocialHistory {
  const groups: Group[] = [];
  const log: LogEvent[] = [];
  const messages: Message[] = [];
  for (const { rank, added, writers } of goldenFigures) {
    groups.push({ id: rank * 11, name: names[rank - 1] ?? `Group ${rank}`, registered: minute(rank) });
    for (let user = 1; user <= added; user += 1) {
      log.push({ group: rank * 11, user, event: 'add', at: minute(100) });
      if (user <= writers) {
        messages.push({ id: rank * 10_000 + user, from: user, group: rank * 11, at: minute(200 + user) });
      }
    }
  }
  const users = Array.from({ length: 4794 }, (_, index) => index + 1);
  return { users, groups, log, messages };
}
