import type { FaultyFile } from './file-defects.ts';
import type { DefectMark, SocialDefect } from './social-defects.ts';
import type { SocialPreset } from './social-preset.ts';
import type { SocialDay, SocialRecipe } from './social-recipe.ts';
import type { SocialTable } from './social-row.ts';

export const MANIFEST_FILE = 'manifest.json';
export const TRUTH_FILE = 'truth.json';

/** The inputs that decide every byte. */
export interface ManifestRecipe {
  readonly preset: SocialPreset['name'];
  /** Rows of the first day before faults. */
  readonly scale: Readonly<Record<SocialTable, number | 'derived'>>;
  readonly seed: number;
  readonly day: SocialDay;
  readonly defects: readonly SocialDefect[];
  readonly quotes: boolean;
  readonly tie: boolean;
  readonly floatVintage: boolean;
}

export interface ManifestFile {
  readonly name: string;
  /** Data records, the header not counted. */
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

export interface ManifestDefect extends DefectMark {
  readonly file: string;
  /** 1 = the first record after the header. */
  readonly recordNumber: number;
}

export interface ManifestFileDefect extends Pick<FaultyFile, 'kind' | 'outcome' | 'reason'> {
  readonly file: string;
}

/** `manifest.json`: what was written, how to make it again, and every injected fault. */
export interface SocialManifest {
  readonly dataSet: 'social';
  readonly generatorVersion: string;
  readonly recipe: ManifestRecipe;
  readonly files: readonly ManifestFile[];
  /** Each kind hits one row in this many. */
  readonly defectRate: { readonly oneRowIn: number } | null;
  readonly defects: readonly ManifestDefect[];
  readonly fileDefects: readonly ManifestFileDefect[];
}

export function manifestRecipe(recipe: SocialRecipe): ManifestRecipe {
  const { preset, seed, day, defects, quotes, tie, floatVintage } = recipe;
  return {
    preset: preset.name,
    scale: {
      users: preset.users,
      groups: preset.groups,
      dialogs: preset.dialogs,
      group_log: preset.groupLog,
    },
    seed,
    day,
    defects: [...defects].toSorted(),
    quotes,
    tie,
    floatVintage,
  };
}
