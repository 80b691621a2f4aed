import type { DefectChoice } from './social-defects.ts';

export const SOCIAL_PRESETS = ['S', 'M', 'L', 'golden'] as const;
export type SocialPresetName = (typeof SOCIAL_PRESETS)[number];

/** The size and character of a data set, before injected faults. */
export interface SocialPreset {
  readonly name: SocialPresetName;
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
