import { readRatio } from '../../text/exact-ratio.ts';
import type { Ratio } from '../../text/exact-ratio.ts';
import { choiceOption, RefusedValue, switchOption, valueOption } from '../../options/report-options.ts';
import type { OptionValues } from '../../options/report-options.ts';
import { readTimestamp } from '../../options/timestamp-option.ts';

const mostGroups = 10_000;

/** What `group_conversion` may be asked; the defaults are the published definition. */
export const groupConversionOptions = {
  groups: valueOption('n', 'how many of the oldest groups (default 10)', 10, (text) => {
    const count = /^[0-9]{1,5}$/.test(text) ? Number(text) : 0;
    return count >= 1 && count <= mostGroups
      ? count
      : new RefusedValue(`a whole number from 1 to ${mostGroups}`);
  }),
  asOf: valueOption<string | null>(
    'ts',
    'leave out events and messages after this time; a bare day is included whole',
    null,
    readTimestamp,
  ),
  currentMembers: switchOption('leave out users whose last event in the group is leave'),
  excludeFounder: switchOption('leave out users who created the group'),
  metric: choiceOption(
    ['headline', 'strict'],
    'strict counts only writers who had joined before they wrote, and ranks by them',
    'headline',
  ),
  strictThreshold: valueOption<Ratio>(
    'ratio',
    'warn when headline and strict conversion differ by more than this (default 0.01)',
    { numerator: 1n, denominator: 100n },
    (text) => readRatio(text) ?? new RefusedValue('a decimal number such as 0.01'),
  ),
};

export type GroupConversionOptions = OptionValues<typeof groupConversionOptions>;
