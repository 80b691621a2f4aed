import { SampleDataError } from '../sample-data-error.ts';
import { defectSet } from './social-defects.ts';
import { LEAST_SCALED_ROWS, scaledPreset, SOCIAL_PRESETS, socialPreset } from './social-preset.ts';
import type { DefectChoice, SocialDefect } from './social-defects.ts';
import type { ScaledSocial, SocialPreset, SocialPresetName } from './social-preset.ts';

export const SOCIAL_DAYS = [1, 2, 3] as const;
export type SocialDay = (typeof SOCIAL_DAYS)[number];

/** What decides every byte of the data set. */
export interface SocialOptions {
  readonly preset: SocialPresetName | ScaledSocial;
  /** 0 .. 2^53 - 1; 1 by default. */
  readonly seed?: number;
  /** 1 = the first delivery; 2 and 3 bring news and changes. */
  readonly day?: SocialDay;
  /** By default what the preset says: row faults in S, none elsewhere. */
  readonly defects?: DefectChoice;
  /** False writes dialogs.csv without quoting, so that commas in messages break their records. */
  readonly quotes?: boolean;
  /** Gives the groups at age ranks 10 and 11 the same registration instant. */
  readonly tie?: boolean;
  /** Prints ages and nullable integers as `22.0`, as data frame exports do. */
  readonly floatVintage?: boolean;
}

/** The options with every default filled in. */
export interface SocialRecipe {
  readonly preset: SocialPreset;
  readonly seed: number;
  readonly day: SocialDay;
  readonly defects: ReadonlySet<SocialDefect>;
  readonly quotes: boolean;
  readonly tie: boolean;
  readonly floatVintage: boolean;
}

const refuse = (where: string, found: unknown, allowed: string): never => {
  throw new SampleDataError({
    code: 'E-SAMPLE-OPTION',
    family: 'usage',
    title: 'option out of range',
    where,
    found: String(found),
    allowed,
    fix: 'choose an allowed value',
  });
};

/** Errors: E-SAMPLE-OPTION, E-SAMPLE-DEFECT. */
export function socialRecipe(options: SocialOptions): SocialRecipe {
  const { seed = 1, day = 1, quotes = true, tie = false, floatVintage = false } = options;
  const preset = presetOf(options.preset);
  if (!Number.isSafeInteger(seed) || seed < 0) refuse('seed', seed, 'an integer from 0 to 2^53 - 1');
  if (!SOCIAL_DAYS.includes(day)) refuse('day', day, SOCIAL_DAYS.join(', '));
  return {
    preset,
    seed,
    day,
    defects: defectSet(options.defects ?? preset.defects),
    quotes,
    tie,
    floatVintage,
  };
}

function presetOf(preset: SocialOptions['preset']): SocialPreset {
  if (typeof preset === 'string') {
    if (!SOCIAL_PRESETS.includes(preset)) refuse('preset', preset, SOCIAL_PRESETS.join(', '));
    return socialPreset(preset);
  }
  const { logRows } = preset;
  if (!Number.isSafeInteger(logRows) || logRows < LEAST_SCALED_ROWS) {
    refuse('preset.logRows', logRows, `a whole number from ${LEAST_SCALED_ROWS}`);
  }
  return scaledPreset(preset);
}
