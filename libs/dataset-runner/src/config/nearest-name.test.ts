import { describe, expect, it } from 'vitest';
import { nearestName } from './nearest-name.ts';

const known = [
  'targets',
  'defaultTarget',
  'source',
  'dataSets',
  'reports',
  'maxRejects',
  'peek',
  'runFolder',
];

describe('nearestName', () => {
  it.each([
    ['maxReject', 'maxRejects'],
    ['max_rejects', 'maxRejects'],
    ['MAX-REJECTS', 'maxRejects'],
    ['soruce', 'source'],
    ['dataset', 'dataSets'],
    ['target', 'targets'],
    ['pek', 'peek'],
  ])('takes %s for %s', (written, meant) => expect(nearestName(written, known)).toBe(meant));

  it.each(['notify', 'x', '', 'kubernetes'])('has no guess for "%s"', (written) =>
    expect(nearestName(written, known)).toBeNull(),
  );

  it('has no guess without candidates', () => expect(nearestName('a', [])).toBeNull());
});
