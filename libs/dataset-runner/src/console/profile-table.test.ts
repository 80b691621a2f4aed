import { describe, expect, it } from 'vitest';
import { aRunProfile, someFigures } from '../fixtures/a-run-profile.ts';
import type { RunProfile } from '../run-profile.ts';
import { profileTable } from './profile-table.ts';

type Phase = RunProfile['phases'][number];

/** A run of ten seconds that does nothing but collect. */
function collecting(subjects: Phase['subjects']): RunProfile {
  const milliseconds = 10_000;
  return aRunProfile({
    milliseconds,
    phases: [{ phase: 'collect', ...someFigures({ milliseconds }), subjects }],
  });
}

const subject = (name: string, milliseconds: number): Phase['subjects'][number] => ({
  subject: name,
  ...someFigures({ statements: 2, read: 10, written: 5, milliseconds, rowsPerSecond: 1 }),
});

describe('the table of a profile', () => {
  it('has a line for each phase, what it was about below it, and columns that line up', () => {
    expect(profileTable(aRunProfile())).toEqual([
      'phase      statements  rows read  rows written  seconds    share   rows/s',
      'collect             4  1 000 000                  3.000   75.0 %  333 333',
      '  s_auth            3  1 000 000                  2.500   62.5 %  400 000',
      '  h_users           1                             0.500   12.5 %',
      'other                                             1.000   25.0 %',
      'run                                               4.000  100.0 %',
    ]);
  });

  it('tells of fetches that nobody waited for', () => {
    expect(profileTable(aRunProfile({ besideMilliseconds: 1234 })).at(-1)).toBe(
      '1.234 s of fetching went on beside other work',
    );
  });

  it('fits 100 columns however long a name is, and keeps both of its ends', () => {
    const long = `s_${'very_'.repeat(30)}long`;
    const lines = profileTable(
      aRunProfile({
        milliseconds: 12_345_678,
        phases: [
          {
            phase: 'collect',
            ...someFigures({
              statements: 10_000,
              read: 12_345_678_901,
              written: 12_345_678_901,
              rowsPerSecond: 123_456_789,
            }),
            subjects: [subject(long, 9000)],
          },
        ],
      }),
    );
    expect(Math.max(...lines.map(({ length }) => length))).toBe(100);
    expect(lines[2]).toMatch(/^ {2}s_very_\S*\.\.\S*_long /);
    expect(lines.at(-1)).toContain('12 345.678');
  });

  it('puts what is short together, with sums', () => {
    const lines = profileTable(collecting([subject('h_a', 9992), subject('h_b', 4.5), subject('h_c', 3.5)]));
    expect(lines.slice(2, 4)).toEqual([
      '  h_a                2         10             5    9.992   99.9 %          1',
      '  2 others           4         20            10    0.008    0.1 %',
    ]);
    expect(profileTable(collecting([subject('h_a', 9999), subject('h_b', 1)]))[3]).toMatch(/^ {2}h_b /);
  });

  it('names at most twelve, the longest', () => {
    const lines = profileTable(
      collecting(Array.from({ length: 20 }, (_, place) => subject(`h_${place}`, 500))),
    );
    expect(lines).toHaveLength(2 + 12 + 1 + 1);
    expect(lines[14]).toMatch(/^ {2}8 others +16 .* 4\.000 +40\.0 %/);
  });

  it('of a run that took no time has no shares', () => {
    expect(profileTable(aRunProfile({ milliseconds: 0, phases: [] }))).toEqual([
      'phase  statements  rows read  rows written  seconds  share  rows/s',
      'run                                           0.000  0.0 %',
    ]);
  });
});
