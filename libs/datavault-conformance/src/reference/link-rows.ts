import { comparableText, type LinkBase, type LinkFeed } from '@vaultwright/datavault-core/model';
import type { Candidate } from './first-seen.ts';
import { arrivalOf, keyOf, participantsOf } from './staged-row.ts';
import { holds, type ReferenceBatch, type ReferenceRow, type ReferenceState } from './state.ts';

/** The rows of a link's sources in this batch, as they would be stored. */
export function linkRows(
  link: LinkBase,
  fed: readonly { readonly feed: LinkFeed; readonly rows: readonly ReferenceRow[] }[],
  batch: ReferenceBatch,
): readonly Candidate[] {
  return fed.flatMap(({ feed, rows }, index) =>
    rows.map((row): Candidate => {
      const keys = participantsOf(batch.vault, feed.source, feed.key, row);
      const own: Record<string, string | null> = {
        [link.hashKey]: keyOf(batch.vault, feed.source, feed.key, row),
      };
      link.participants.forEach(({ name }, place) => (own[name] = keys[place] ?? null));
      link.childKey.forEach(({ name }, place) => (own[name] = row[feed.childKey[place] ?? ''] ?? null));
      link.content.forEach(({ name }, place) => (own[name] = row[feed.content[place] ?? ''] ?? null));
      return { feed: index, row: { ...own, ...arrivalOf(batch, feed.source, row) } };
    }),
  );
}

/** A link's hash key and what it stands for, in the form in which the profile compares it. */
export function toldBy(link: LinkBase, { vault }: ReferenceBatch, row: ReferenceRow): string {
  const child = link.childKey.map(({ name, type }) =>
    comparableText(vault.hashProfile.key, { name, kind: type.kind, text: row[name] ?? null }),
  );
  const keys = [link.hashKey, ...link.participants.map(({ name }) => name)];
  return JSON.stringify([...keys.map((name) => row[name] ?? null), ...child]);
}

/** True when every hub of a link holds the key that the row names. */
export function hubsHold(state: ReferenceState, link: LinkBase, row: ReferenceRow): boolean {
  return link.participants.every(({ name, hub, hubKey }) => holds(state, hub, hubKey, row[name] ?? ''));
}
