import type { DefectChoice } from './social-defects.ts';

export const SOCIAL_PRESETS = ['S', 'M', 'L', 'golden'] as const;
export type SocialPresetName = (typeof SOCIAL_PRESETS)[number];

/** A network of any size with the proportions of M, in which every key that a row names is delivered by then. */
export interface ScaledSocial {
  /** Rows of the first day's log, from 20,000; ten times as many as users, half as many as messages. */
  readonly logRows: number;
}

/** The fewest log rows whose largest group still has fewer members than there are users. */
export const LEAST_SCALED_ROWS = 20_000;

/** The size and character of a data set, before injected faults. */
export interface SocialPreset {
  readonly name: SocialPresetName | 'scaled';
  readonly users: number;
  readonly groups: number;
  readonly dialogs: number;
  /** `derived` = as many rows as the published counts need. */
  readonly groupLog: number | 'derived';
  /** The ten oldest groups take the published counts instead of a distribution. */
  readonly golden: boolean;
  /** Some rows name users or groups that no earlier file contains. */
  readonly unknownKeys: boolean;
  /** Each kind of row defect hits one row in this many (every row kind at least once in a smaller file). */
  readonly defectPeriod: number;
  readonly defects: DefectChoice;
  /** False where the truth model would need more memory than is reasonable. */
  readonly truth: boolean;
}

const presets: Readonly<Record<SocialPresetName, SocialPreset>> = {
  S: {
    name: 'S',
    users: 2_000,
    groups: 40,
    dialogs: 20_000,
    groupLog: 10_000,
    golden: false,
    unknownKeys: true,
    defectPeriod: 1_000,
    defects: 'rows',
    truth: true,
  },
  M: {
    name: 'M',
    users: 100_000,
    groups: 2_000,
    dialogs: 2_000_000,
    groupLog: 1_000_000,
    golden: false,
    unknownKeys: true,
    defectPeriod: 1_000,
    defects: 'none',
    truth: true,
  },
  L: {
    name: 'L',
    users: 5_000_000,
    groups: 50_000,
    dialogs: 200_000_000,
    groupLog: 100_000_000,
    golden: false,
    unknownKeys: true,
    defectPeriod: 100_000,
    defects: 'none',
    truth: false,
  },
  golden: {
    name: 'golden',
    users: 8_000,
    groups: 24,
    dialogs: 50_000,
    groupLog: 'derived',
    golden: true,
    unknownKeys: false,
    defectPeriod: 1_000,
    defects: 'none',
    truth: true,
  },
};

export function socialPreset(name: SocialPresetName): SocialPreset {
  return presets[name];
}

export function scaledPreset({ logRows }: ScaledSocial): SocialPreset {
  return {
    ...presets.M,
    name: 'scaled',
    users: Math.floor(logRows / 10),
    groups: Math.floor(logRows / 500),
    dialogs: 2 * logRows,
    groupLog: logRows,
    unknownKeys: false,
    truth: false,
  };
}
