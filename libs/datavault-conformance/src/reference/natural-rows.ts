import type { NaturalModel } from '@vaultwright/datavault-core/model';
import type { Candidate } from './first-seen.ts';
import { arrivalOf } from './staged-row.ts';
import { feedsIn, type ReferenceBatch, type ReferenceRow } from './state.ts';

/**
 * The rows of a batch as reference data stores them. A natural key of which any part is NULL is no key: its first column
 * is then null.
 */
export function naturalCandidates(
  model: NaturalModel,
  batch: ReferenceBatch,
): { readonly sources: readonly string[]; readonly candidates: readonly Candidate[] } {
  const fed = feedsIn(model.feeds, batch);
  const candidates = fed.flatMap(({ feed, rows }, index) =>
    rows.map((row): Candidate => {
      const own: Record<string, string | null> = {};
      model.naturalKey.forEach(({ name }, place) => (own[name] = row[feed.key[place] ?? ''] ?? null));
      if (Object.values(own).includes(null)) own[model.hashKey] = null;
      model.content.forEach(({ name }, place) => (own[name] = row[feed.content[place] ?? ''] ?? null));
      return { feed: index, row: { ...own, ...arrivalOf(batch, feed.source, row) } };
    }),
  );
  return { sources: fed.map(({ feed }) => feed.source), candidates };
}

/** True when a row has no key. */
export function lacksKey({ hashKey }: NaturalModel, row: ReferenceRow): boolean {
  return (row[hashKey] ?? null) === null;
}
