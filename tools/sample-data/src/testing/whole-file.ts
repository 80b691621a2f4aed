import { openSocial } from '../social/open-social.ts';
import { chunkText } from '../social/social-file.ts';
import type { SocialFile } from '../social/social-file.ts';
import type { SocialOptions } from '../social/social-recipe.ts';
import type { SocialTable } from '../social/social-row.ts';

/** The full text of one generated file. */
export function wholeFile(options: SocialOptions, table: SocialTable): string {
  const file = openSocial(options)[table] as SocialFile;
  let text = file.headerText;
  for (let chunk = 0; chunk < file.chunkCount; chunk += 1) text += chunkText(file, chunk);
  return text;
}
