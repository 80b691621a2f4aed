import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileMatches } from '../files/file-digest.ts';
import { GENERATOR_VERSION } from '../generator-version.ts';
import { MANIFEST_FILE, manifestRecipe } from './social-manifest.ts';
import type { SocialManifest } from './social-manifest.ts';
import type { SocialRecipe } from './social-recipe.ts';

/** The manifest of the folder, if it is one of ours and readable. */
export async function readManifest(folder: string): Promise<SocialManifest | undefined> {
  const text = await readFile(join(folder, MANIFEST_FILE), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const found = JSON.parse(text) as SocialManifest;
    return found.dataSet === 'social' && Array.isArray(found.files) ? found : undefined;
  } catch {
    return undefined;
  }
}

/** True when the folder holds exactly what the recipe would write: same recipe, same version, same bytes. */
export async function manifestHolds(
  manifest: SocialManifest,
  folder: string,
  recipe: SocialRecipe,
): Promise<boolean> {
  if (manifest.generatorVersion !== GENERATOR_VERSION) return false;
  if (JSON.stringify(manifest.recipe) !== JSON.stringify(manifestRecipe(recipe))) return false;
  for (const { name, bytes, sha256 } of manifest.files) {
    if (!(await fileMatches(join(folder, name), bytes, sha256))) return false;
  }
  return true;
}
