import { expect, it } from 'vitest';
import { rankByLikeness } from './nearest-keys.ts';

it('ranks what differs in the middle or at an end before what is foreign', () => {
  const keys = ['users.csv', 'group-log.csv', 'group_log.csv.gz', 'group_log_2.csv', 'zzz'];
  expect(rankByLikeness(keys, 'group_log.csv')).toEqual([
    'group_log.csv.gz',
    'group_log_2.csv',
    'group-log.csv',
    'users.csv',
    'zzz',
  ]);
  expect(rankByLikeness([], 'x')).toEqual([]);
});
