import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareNames } from './natural-order.ts';

it('counts digits as numbers', () => {
  const names = [
    'users_10.csv',
    'users_2.csv',
    'users_1.csv',
    'users_02.csv',
    'users.csv',
    'a/9.csv',
    'a/10.csv',
  ];
  expect(names.sort(compareNames)).toEqual([
    'a/9.csv',
    'a/10.csv',
    'users.csv',
    'users_1.csv',
    'users_02.csv',
    'users_2.csv',
    'users_10.csv',
  ]);
});

it('is a total order in which only equal names are equal', () => {
  const name = fc.string({ unit: fc.constantFrom('0', '1', '9', 'a', '_', '.', 'é') });
  fc.assert(
    fc.property(name, name, name, (a, b, c) => {
      expect(compareNames(a, b) < 0).toBe(compareNames(b, a) > 0);
      expect(compareNames(a, b) === 0).toBe(a === b);
      if (compareNames(a, b) <= 0 && compareNames(b, c) <= 0)
        expect(compareNames(a, c)).toBeLessThanOrEqual(0);
    }),
  );
});
