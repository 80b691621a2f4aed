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

it.each([
  [
    ['ENCODING'],
    '"',
    "set csv: { encoding: 'windows-1251' } in source people, or the encoding that the file has",
  ],
  [
    ['NUL_BYTE', 'FIELD_COUNT'],
    '"',
    "set csv: { encoding: 'utf-16le' } in source people, or the encoding that the file has",
  ],
  [
    ['QUOTE_STRAY'],
    '"',
    'set csv: { quote: null } in source people for files that never quote, or quote whole fields only',
  ],
  [
    ['FIELD_COUNT'],
    '"',
    'correct the file: a value that holds "," stands in quotes "; if it uses other ones, set csv: { delimiter, quote } in source people',
  ],
  [
    ['FIELD_COUNT'],
    null,
    `set csv: { quote: '"' } in source people if the file quotes values with ",", or correct the file`,
  ],
  [['ENCODING', 'TYPE_INT'], '"', 'correct the file, or accept them: --max-rejects 2'],
])('a file that is read in the wrong way is not accepted by a higher limit: %j', (codes, quote, fix) => {
  const source = { ...contract, csv: { ...contract.csv, quote } };
  const first = codes.map((code) => ({ ...reject(null, 'x'), code }));
  const error = tooManyRejects('people.csv', { rejected: 2, read: 9 }, { records: 0 }, first, source);
  expect(error.fix).toBe(fix);
});
