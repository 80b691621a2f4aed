import { openSocial } from '../social/open-social.ts';
import { SOCIAL_TABLES } from '../social/social-row.ts';
import { SocialTruth } from '../truth/social-truth.ts';
import type { SocialFile } from '../social/social-file.ts';
import type { SocialDay, SocialOptions } from '../social/social-recipe.ts';
import type { SocialTruthState } from '../truth/social-truth.ts';

/** The truth after the days given, in order. */
export function truthOf(
  options: Omit<SocialOptions, 'day'>,
  days: readonly SocialDay[] = [1],
): SocialTruthState {
  const truth = new SocialTruth();
  for (const day of days) {
    const files = openSocial({ ...options, day });
    for (const table of SOCIAL_TABLES) {
      const file = files[table] as SocialFile;
      truth.beginBatch();
      for (let chunk = 0; chunk < file.chunkCount; chunk += 1) {
        for (const record of file.records(chunk)) truth.record(table, record);
      }
      truth.endBatch();
    }
  }
  return truth.state();
}
