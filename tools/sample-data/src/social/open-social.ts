import { socialFiles } from './social-file.ts';
import { SocialNetwork } from './social-network.ts';
import { socialRecipe } from './social-recipe.ts';
import type { SocialFiles } from './social-file.ts';
import type { SocialOptions } from './social-recipe.ts';

/**
 * The four files of one day without writing them: rows, records and text, chunk by chunk, in any order.
 *
 * Errors: E-SAMPLE-OPTION, E-SAMPLE-DEFECT.
 *
 * Example: `chunkText(openSocial({ preset: 'L' }).dialogs, 17)`
 */
export function openSocial(options: SocialOptions): SocialFiles {
  const recipe = socialRecipe(options);
  return socialFiles(new SocialNetwork(recipe), recipe.day);
}
