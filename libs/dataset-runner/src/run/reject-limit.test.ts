import { boolean, defineSource, int, text } from '@vaultwright/datavault-core';
import { expect, it } from 'vitest';
import { exceedsLimit, tooManyRejects } from './reject-limit.ts';

const { contract } = defineSource('people', {
  columns: { id: int(), name: text(9).pii(), is_new: boolean() },
});

const reject = (column: string | null, value: string) => ({
  recordNo: 1,
  lineNo: 2,
  columnNo: 1,
  column,
  code: 'TYPE_INT',
  value,
  expected: 'an integer',
  byteStart: 0,
  byteLength: 3,
  raw: value,
  rawSha256: '',
});

it('a number limits records, a share limits the part of those read', () => {
  expect([0, 1, 2].map((rejected) => exceedsLimit({ records: 1 }, rejected, 100))).toEqual([
    false,
    false,
    true,
  ]);
  expect([1, 5, 6].map((rejected) => exceedsLimit({ percent: 5 }, rejected, 100))).toEqual([
    false,
    false,
    true,
  ]);
  expect(exceedsLimit({ percent: 0 }, 0, 0)).toBe(false);
});

it('the failure shows place, reason and value, but never a personal one', () => {
  const error = tooManyRejects(
    'people.csv',
    { rejected: 2, read: 9 },
    { records: 0 },
    [reject('id', 'abc'), reject('name', 'Somebody')],
    contract,
  );
  expect(error.details[0]).toBe('line 2  id  TYPE_INT: found "abc", expected an integer');
  expect(JSON.stringify(error)).not.toContain('Somebody');
  expect(error.fix).toContain('--max-rejects 2');
});
